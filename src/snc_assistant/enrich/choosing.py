"""Which candidate questions are kept: new, in their language, and finding their own passage.

A question is judged twice, as a model's questions about one passage resemble each other even where
all are wrong: by the passages' texts alone, and among the candidates of all passages, itself left
out. See docs/add-documents.md for what was measured.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from snc_assistant.build import encode_entries
from snc_assistant.enrich.needs import Need
from snc_assistant.language import LanguageDetector, language_odds, normalise, words
from snc_assistant.retrieval.encoder import Encoder
from snc_assistant.retrieval.entries import Entry, index_entries
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import LANGUAGES, Language

FIRST_BY_TEXT = 10
_SEARCHED = 60  # hits looked at: the question's own, its siblings, a rival's candidates
_SEPARATOR = "\n"  # stands in no target's name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that a model wrote for a passage."""

    need: Need
    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a candidate is kept; `reason` says why not, `rank` where it found its passage (1-based)."""

    candidate: Candidate
    reason: str
    rank: int | None = None

    @property
    def kept(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reason


def choose(
    data: SnapshotData,
    encoder: Encoder,
    candidates: Sequence[Candidate],
    first: int,
    progress: Callable[[int], None],
) -> list[Verdict]:
    """A verdict on each candidate, in their order.

    :param data: the corpus as it is, vectors aside.
    :param first: the rank at which a question must find its own passage, 1-based.
    :param progress: called with the number of verdicts so far.
    """
    detector = _detector(data)
    known = {_key(e.text) for e in data.entries if e.kind == "question"}
    reasons = [_plain_reason(c, detector, known) for c in candidates]
    judge = _Judge(data, encoder, [c for c, reason in zip(candidates, reasons, strict=True) if not reason])
    verdicts = []
    for candidate, reason in zip(candidates, reasons, strict=True):
        verdicts.append(Verdict(candidate, reason) if reason else judge.verdict(candidate, first))
        progress(len(verdicts))
    return verdicts


def _plain_reason(candidate: Candidate, detector: LanguageDetector, known: set[str]) -> str:
    """What is wrong without any search. Remembers the question: the next one like it is a duplicate."""
    if detector.detect(candidate.text, candidate.language) != candidate.language:
        return "other language"
    own = f"{candidate.need.passage.passage_id} {candidate.language} {_key(candidate.text)}"
    if _key(candidate.text) in known or own in known:
        return "duplicate"
    known.add(own)
    return ""


def _key(text: str) -> str:
    """A question's words, accents, case and punctuation aside."""
    return " ".join(words(text))


def _detector(data: SnapshotData) -> LanguageDetector:
    """One that has seen the corpus, if that speaks both languages; else one that knows function words."""
    texts = {lang: [e.text for e in data.entries if e.language == lang] for lang in LANGUAGES}
    return (
        LanguageDetector(language_odds(texts["fr"], texts["en"]))
        if all(texts.values())
        else LanguageDetector()
    )


class _Judge:
    """Two indexes: of the corpus, and of the corpus with every candidate as a target of its own."""

    def __init__(self, data: SnapshotData, encoder: Encoder, candidates: Sequence[Candidate]) -> None:
        self._targets = {id(c): f"{c.need.targets[0]}{_SEPARATOR}{i}" for i, c in enumerate(candidates)}
        more = [Entry(self._targets[id(c)], c.language, "question", normalise(c.text)) for c in candidates]
        self._texts = _retriever(data, encoder, data.entries)
        self._all = _retriever(data, encoder, (*data.entries, *more))

    def verdict(self, candidate: Candidate, first: int) -> Verdict:
        by_text = self._rank(self._texts, candidate)
        rank = self._rank(self._all, candidate)
        if by_text is None or by_text > FIRST_BY_TEXT:
            return Verdict(candidate, "not answered by its passage", by_text)
        if rank is None or rank > first:
            return Verdict(candidate, "finds other passages", rank)
        return Verdict(candidate, "", rank)

    def _rank(self, retriever: Retriever, candidate: Candidate) -> int | None:
        """The rank of the candidate's own passage, or of a fact that it states; each target once."""
        found = [h.target_id for h in retriever.search(candidate.text, candidate.language, _SEARCHED)]
        others = (t for t in found if t != self._targets[id(candidate)])
        ranked = list(dict.fromkeys(t.partition(_SEPARATOR)[0] for t in others))
        return next((n for n, t in enumerate(ranked, start=1) if t in candidate.need.targets), None)


def _retriever(data: SnapshotData, encoder: Encoder, entries: Iterable[Entry]) -> Retriever:
    entries = tuple(entries)
    vectors = encode_entries(encoder, entries, lambda done, total: None)
    postings = index_entries(entries)
    return Retriever(replace(data, entries=entries, vectors=vectors, postings=postings), encoder)
