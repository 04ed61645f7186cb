"""Does the cited text bear out the claim? ALCE's citation recall and precision, without a model.

Gao et al., "Enabling Large Language Models to Generate Text with Citations" (EMNLP 2023) ask a
language model whether the cited text entails the claim. In a closed domain of names, numbers and
fixed terms a comparison of values and words does; `eval support` measures how often it errs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from snc_assistant.evaluation.answers import CitedClaim, CitedQuote
from snc_assistant.evaluation.cited_text import CitedText, CitedTextReader, denies, printable_values
from snc_assistant.facts.names import Names
from snc_assistant.grounding.facets import FacetReader, Facets, merge
from snc_assistant.grounding.numerals import in_digits
from snc_assistant.ingest.passages import Structure
from snc_assistant.language import detect_language, fold
from snc_assistant.retrieval.analyzer import stem, words
from snc_assistant.retrieval.translations import OTHER, Translations
from snc_assistant.types import LANGUAGES, Language

SHARE = 0.5  # of a claim's words, in the quotes and their headings: see docs/evaluate.md
QUOTED_SHARE = 0.3  # of a claim's words, in the quotes alone, unless a quote has one of its names
_LOST_WORDS = 2  # of a claim: support that loses so many breaks, if it held before
_OWN_SHARE = 0.5  # of a quote's words: support that loses so many of them breaks as well
_LIKELY = 0.1  # a translation less probable than this is none
_COGNATE = 5  # letters that two languages' forms of one word begin with alike: "nominative"
_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]+?)\s*[»”\"]")
_NO_CONTENT = frozenset(
    """
        according selon apres edition editions editorial editoriaux editorials observatory observatoire
        document documents brochure dated datee signed signe english anglais anglaise french francais francaise
        january february march april may june july august september october november december
        janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
        uncertain incertain incertaine pairing appariement print prints printed imprime imprimee times fois
        must may might shall should could would avoir ete etait sera devoir doit doivent faut peut peuvent
    """.split()
)


@dataclass(frozen=True, slots=True)
class Support:
    """How one claim stands with its citations; `needed` has a flag for each citation."""

    supported: bool
    needed: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a claim says: its values, the words that carry meaning, and what it puts in quotes."""

    facets: Facets
    words: tuple[str, ...]
    quoted: frozenset[str]
    language: Language
    denies: bool

    @property
    def values(self) -> frozenset[str]:
        """What can be printed as it is."""
        return printable_values(self.facets)

    @property
    def places(self) -> frozenset[tuple[str, str]]:
        """Each name of the claim with each of its service models and statuses."""
        labels = self.facets.models | self.facets.statuses
        return frozenset((name, label) for name in self.facets.names for label in labels)


class SupportJudge:
    """Says whether cited text bears out a claim, in either language and across them.

    It does if every number, unit, limit, date, stage, service model, name, party, frequency and
    status of the claim stands in the quotes, in the headings above them or in the edition's own
    date; no capitalised word of the claim is foreign to them; at least half of its other words,
    three tenths of them in the quotes themselves, stand there or are translated there; and some
    quote has a negation if the claim has one, else some sentence of a quote has none.

    It does not see which value is said of what, nor opposites.
    """

    def __init__(self, structures: Iterable[Structure], names: Names, translations: Translations) -> None:
        by_id = {s.document.doc_id: s for s in structures}
        self._facets = FacetReader(names)
        self._cited = CitedTextReader(by_id, self._facets)
        titles = " ".join(s.document.title for s in by_id.values())
        self._no_content = _NO_CONTENT.union(*(words(titles, language) for language in LANGUAGES))
        self._translations = translations
        self._judged: dict[tuple[CitedClaim, Language], Support] = {}

    def judge(self, claim: CitedClaim, language: Language) -> Support:
        """Whether all citations together bear the claim out, and which of them count.

        As in ALCE, a citation counts if the claim is supported and either the citation alone
        supports it or the support breaks without it. As an edition's table cells prove an offer
        only together, and two editions may both prove it, the support may also break among the
        citations of its own document, alone or with one of another that has a value which they
        lack, such as the label of a stage. It breaks, too, where it would be left poorer: without
        two of the claim's words, without one that is half of what the citation says, without what
        the claim puts in quotes, or without the place where the document puts a name under a service
        model or a status of the claim.

        :param language: of the claim, where its words do not tell.
        """
        key = claim, language
        if key not in self._judged:  # the same few claims answer question after question
            self._judged[key] = self._judge(claim, language)
        return self._judged[key]

    def _judge(self, claim: CitedClaim, language: Language) -> Support:
        said = self._said(claim.text, language)
        cited = [self._cited.read(c) for c in claim.citations]
        if not self._entails(said, [c for c in cited if c]):
            return Support(False, (False,) * len(cited))
        return Support(True, tuple(self._counts(said, cited, at) for at in range(len(cited))))

    def entails(self, text: str, citations: Sequence[CitedQuote], language: Language) -> bool:
        """Whether these citations together bear a sentence out."""
        read = [self._cited.read(c) for c in citations]
        return self._entails(self._said(text, language), [c for c in read if c])

    def _counts(self, said: _Said, cited: Sequence[CitedText | None], at: int) -> bool:
        one = cited[at]
        if one is None:
            return False
        siblings = [i for i, c in enumerate(cited) if c is not None and c.doc_id == one.doc_id]
        return (
            self._entails(said, [one])
            or self._breaks(said, cited, range(len(cited)), at)
            or self._breaks(said, cited, siblings, at)
            or self._completes(said, cited, siblings, at)
        )

    def _breaks(self, said: _Said, cited: Sequence[CitedText | None], group: Iterable[int], at: int) -> bool:
        """Whether these citations support the claim, and do so no longer, or less, without one."""
        indexes = list(group)
        whole = [c for i in indexes if (c := cited[i])]
        rest = [c for i in indexes if i != at and (c := cited[i])]
        if not self._entails(said, whole):
            return False
        return not self._entails(said, rest) or self._loses(said, whole, rest)

    def _completes(
        self, said: _Said, cited: Sequence[CitedText | None], group: Iterable[int], at: int
    ) -> bool:
        """Whether these have the claim's words, fewer without one, and another the values that they lack."""
        indexes = list(group)
        whole = [c for i in indexes if (c := cited[i])]
        rest = [c for i in indexes if i != at and (c := cited[i])]
        if not self._shares_words(said, whole) or not self._loses(said, whole, rest):
            return False
        others = [c for i, c in enumerate(cited) if c and i not in indexes]
        return any(self._entails(said, [*whole, c]) for c in others)

    def _loses(self, said: _Said, whole: Sequence[CitedText], rest: Sequence[CitedText]) -> bool:
        """Whether the claim's quoted strings, its names' places or words of it stand no more."""
        if _printed(said, whole) - _printed(said, rest) or _places(said, whole) - _places(said, rest):
            return True
        lost = self._quoted_words(said, whole) - self._quoted_words(said, rest)
        gone = [c for c in whole if c not in rest]
        return len(lost) >= _LOST_WORDS or any(0 < _OWN_SHARE * len(c.quoted) <= len(lost) for c in gone)

    def _quoted_words(self, said: _Said, cited: Sequence[CitedText]) -> set[str]:
        return {w for w in said.words if self._stands(w, said.language, cited, quoted=True)}

    def _said(self, text: str, language: Language) -> _Said:
        language = detect_language(text, language)
        unnamed = self._facets.names.find(text).rest
        own = (w for w in words(unnamed, language) if words(w, OTHER[language]) and len(w) > 1)
        kept = dict.fromkeys(w for w in own if w not in self._no_content and not in_digits(w)[0].isdigit())
        quoted = frozenset(fold(q) for q in _QUOTED.findall(text))
        return _Said(self._facets.read(text), tuple(kept), quoted, language, denies(text))

    def _entails(self, said: _Said, cited: Sequence[CitedText]) -> bool:
        agrees = any(c.denies if said.denies else c.affirms for c in cited)
        return agrees and not self._misses_values(said, cited) and self._shares_words(said, cited)

    def _misses_values(self, said: _Said, cited: Sequence[CitedText]) -> bool:
        support = merge(c.facets for c in cited)
        missing = set(said.facets.missing_from(support)) - _counted(said, cited)
        statuses = said.facets.statuses if said.facets.names or support.statuses else frozenset()
        strangers = (w for w in said.facets.strangers if words(w, said.language))
        strange = any(not self._stands(w, said.language, cited) for w in strangers)
        return bool(missing or strange or statuses - support.statuses)

    def _shares_words(self, said: _Said, cited: Sequence[CitedText]) -> bool:
        if not said.words:
            return any(said.values & c.values for c in cited)
        standing = sum(self._stands(w, said.language, cited) for w in said.words)
        quoted = len(self._quoted_words(said, cited))
        named = any(said.facets.names & set(c.printed) for c in cited)
        enough = QUOTED_SHARE * len(said.words)
        return standing >= SHARE * len(said.words) and (named or quoted >= enough)

    def _stands(
        self, word: str, language: Language, cited: Iterable[CitedText], *, quoted: bool = False
    ) -> bool:
        """Whether a word stands in some cited text, as it is or translated."""
        for text in cited:
            stems = text.quoted if quoted else text.stems
            if stem(word, text.language) in stems:
                return True
            if text.language != language and self._stands_translated(word, language, stems):
                return True
        return False

    def _stands_translated(self, word: str, language: Language, stems: frozenset[str]) -> bool:
        known = self._translations[language].get(stem(word, language), ())
        if any(other in stems for other, probability in known if probability >= _LIKELY):
            return True
        return len(word) >= _COGNATE and any(s[:_COGNATE] == word[:_COGNATE] for s in stems)


def _places(said: _Said, cited: Iterable[CitedText]) -> frozenset[tuple[str, str]]:
    """Where the cited text puts the claim's names under its service models and statuses."""
    return said.places & frozenset[tuple[str, str]]().union(*(c.places for c in cited))


def _printed(said: _Said, cited: Iterable[CitedText]) -> set[str]:
    """What the claim puts in quotes that the cited quotes print."""
    return {q for q in said.quoted for c in cited if q in fold(c.quote)}


def _counted(said: _Said, cited: Sequence[CitedText]) -> set[str]:
    """The numbers that are printed nowhere, but count what is cited.

    The documents cited ("both editions"); in one of them, the quotes, the distinct names, or how
    often a name of the claim is printed ("four times").
    """
    by_document: dict[str, list[CitedText]] = {}
    for text in dict.fromkeys(cited):
        by_document.setdefault(text.doc_id, []).append(text)
    counts = {len(by_document)}
    for texts in by_document.values():
        printed = [name for text in texts for name in text.printed]
        counts |= {len(texts), len(set(printed))}
        counts |= {printed.count(name) for name in said.facets.names}
    return {str(n) for n in counts if n > 1}


def support_scores(claims: Sequence[CitedClaim], supports: Sequence[Support]) -> Mapping[str, float]:
    """ALCE's two figures of one answer with claims.

    - citation_support_recall: share of its claims that their citations together bear out;
    - citation_support_precision: share of its citations that count; absent if there is none.
    """
    scores = {"citation_support_recall": sum(s.supported for s in supports) / len(claims)}
    needed = [n for s in supports for n in s.needed]
    if needed:
        scores["citation_support_precision"] = sum(needed) / len(needed)
    return scores
