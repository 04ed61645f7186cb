"""Fact files → facts with located spans; the build fails if a quote is not in its document."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from snc_assistant.errors import CorpusError, QuoteNotFound
from snc_assistant.facts.schema import FactEntry, FactFile, Scope, SourceQuote, Text, without_line
from snc_assistant.facts.yaml_lines import read_yaml
from snc_assistant.types import LANGUAGES, Bilingual, Document, Fact, Language, Rules, Span

NAMES_FILE = "names.yaml"


def load_facts(folder: Path, documents: Mapping[str, Document]) -> list[Fact]:
    """The facts of all files of a folder, by file name and then in file order.

    :raises CorpusError: if a file, field or reference is wrong; the message has file and line.
    :raises QuoteNotFound: if a quote is not in its document, or is ambiguous.
    """
    facts: dict[str, Fact] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        if path.name == NAMES_FILE:
            continue
        for fact, line in _load_file(path, documents):
            if fact.fact_id in facts:
                raise CorpusError(f"{path}:{line}: fact id used twice: {fact.fact_id}")
            facts[fact.fact_id] = fact
    for fact in facts.values():
        _check_members(fact, facts)
    return list(facts.values())


def _load_file(path: Path, documents: Mapping[str, Document]) -> Iterator[tuple[Fact, int]]:
    try:
        file = FactFile.model_validate(read_yaml(path))
    except ValidationError as exc:
        raise CorpusError(_first_problem(path, exc)) from exc
    scopes = {k: v for k, v in file.scopes.items() if isinstance(v, Scope)}
    for entry in file.facts:
        yield _fact(path, entry, scopes, documents), entry.line


def _first_problem(path: Path, exc: ValidationError) -> str:
    problem = exc.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    content = read_yaml(path).get("facts")
    line = 1
    if isinstance(content, list) and len(problem["loc"]) > 1 and isinstance(problem["loc"][1], int):
        line = content[problem["loc"][1]].get("__line__", 1)
    return f"{path}:{line}: {where}: {problem['msg']}"


def _fact(
    path: Path, entry: FactEntry, scopes: Mapping[str, Scope], documents: Mapping[str, Document]
) -> Fact:
    spans: list[Span] = []
    for at, source in enumerate(entry.sources):
        where = f"{path}:{source.line or entry.line}: {entry.id}: sources[{at}].quote"
        spans += _locate(where, source, scopes, documents)
    _check_gloss(path, entry, {documents[s.doc_id].language for s in spans})
    return Fact(
        fact_id=entry.id,
        kind=entry.kind,
        label=_bilingual(entry.label),
        statement=_bilingual(entry.statement),
        spans=tuple(dict.fromkeys(spans)),
        fields={k: str(v) for k, v in without_line(entry.fields).items()},
        gloss=frozenset(entry.gloss),
        certainty=entry.certainty,
        note=_bilingual(entry.note) if entry.note else None,
        members=entry.members,
        select={k: tuple(v) for k, v in entry.select.items() if not isinstance(v, int)},
        compute=entry.compute,
        conflict=entry.conflict,
        rules=Rules(entry.rules.requires, entry.rules.excludes) if entry.rules else None,
    )


def _bilingual(text: Text) -> Bilingual:
    return Bilingual(text.fr.strip(), text.en.strip())


def _locate(
    where: str, source: SourceQuote, scopes: Mapping[str, Scope], documents: Mapping[str, Document]
) -> list[Span]:
    scope = _scope(where, source, scopes)
    doc_id = scope.doc if scope else source.doc or ""
    if doc_id not in documents:
        raise CorpusError(f"{where}: unknown document {doc_id}")
    text, base = documents[doc_id].text, 0
    if scope:
        base = _unique(f"{where}: scope {source.within}", scope.quote, text)
        text = scope.quote
    starts = list(occurrences(source.quote, text))
    if not starts:
        raise QuoteNotFound(f"{where}: not in {doc_id}: {source.quote!r}")
    if source.occurrence is None and len(starts) > 1:
        raise QuoteNotFound(f"{where}: stands {len(starts)} times in {doc_id}; say which `occurrence`")
    if isinstance(source.occurrence, int):
        if not 1 <= source.occurrence <= len(starts):
            raise QuoteNotFound(f"{where}: occurrence {source.occurrence} of only {len(starts)}")
        starts = [starts[source.occurrence - 1]]
    return [Span(doc_id, base + s, base + s + len(source.quote)) for s in starts]


def _scope(where: str, source: SourceQuote, scopes: Mapping[str, Scope]) -> Scope | None:
    if source.within is None:
        return None
    if source.within not in scopes:
        raise CorpusError(f"{where}: unknown scope {source.within}")
    return scopes[source.within]


def _unique(where: str, quote: str, text: str) -> int:
    starts = list(occurrences(quote, text))
    if len(starts) != 1:
        raise QuoteNotFound(f"{where}: stands {len(starts)} times in its document, must be once")
    return starts[0]


def occurrences(quote: str, text: str) -> Iterator[int]:
    """Where a quote begins in a text; its occurrences may overlap."""
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _check_gloss(path: Path, entry: FactEntry, languages: set[Language]) -> None:
    """A statement in a language that no source has must be marked as a translation."""
    needed = {lang for lang in LANGUAGES if lang not in languages} if entry.sources else set()
    if set(entry.gloss) != needed:
        raise CorpusError(
            f"{path}:{entry.line}: {entry.id}: gloss must be {sorted(needed)}: "
            "it names the languages that no source has"
        )


def _check_members(fact: Fact, facts: Mapping[str, Fact]) -> None:
    for member in fact.members:
        if not expand(member, facts):
            raise CorpusError(f"fact {fact.fact_id}: member {member} does not exist")


def expand(member: str, facts: Mapping[str, Fact]) -> list[str]:
    """The fact ids that a member names: itself, or all that a trailing star matches."""
    if not member.endswith("*"):
        return [member] if member in facts else []
    return [i for i, f in facts.items() if i.startswith(member[:-1]) and f.kind != "topic"]
