"""Finds the evidence for questions in one snapshot: the heart of the online path, for every engine."""

import re
from collections.abc import Sequence
from dataclasses import replace

from snc_assistant.answering.abstaining import Abstaining, confidence_of
from snc_assistant.answering.by_hits import ByHits
from snc_assistant.answering.by_names import ByNames
from snc_assistant.answering.part import Part, merge
from snc_assistant.answering.what_is_asked import WhatIsAsked
from snc_assistant.facts.base import FactBase
from snc_assistant.facts.finding import Editions, Finding
from snc_assistant.facts.lookup import LookUp
from snc_assistant.facts.questions import OFF_TOPIC
from snc_assistant.generation.extractive import compose, fact_source
from snc_assistant.generation.wording import word
from snc_assistant.grounding.redirections import is_redirection
from snc_assistant.ingest.passages import Structure
from snc_assistant.language import LanguageDetector, fold, words
from snc_assistant.question.abbreviations import spelt_out
from snc_assistant.question.deeds import asks_for_a_deed
from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.expects import expected_answer
from snc_assistant.question.frame import residue
from snc_assistant.question.parts import points_back, split_parts, without_courtesy
from snc_assistant.question.subject import LookUpOdds
from snc_assistant.question.understand import understand
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Entity, EntityKind, Evidence, Hit, Language, Outcome, Question, Turn

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_YEAR = re.compile(r"\b20\d\d\b")
_ABOUT_STAGES = re.compile(
    r"\b(?:etapes?|phases?|jalons?|stades?|stages?|steps?|milestones?|libelles?|labels?|procedures?|process\w*|parcours|demarche|decision\w*|dossiers?"
    r"|certif\w*|demandes?|appl\w+|audit\w*|strateg\w*|travaux|work|evaluation|valid\w*|anssi|accept\w*|deci\w*|tranch\w*|feu vert|qualif\w*)\b"
)
_REORDERED = 15
_CONTRADICTS = 8  # ranks lost by a hit about another name than the one asked for
_UNNAMED = 1.5  # ranks lost by a hit about one provider where none is named
_IS_NAMED = 2.5  # ranks won by a hit about the stage that is named
_NAMED_IN_FACTS: tuple[EntityKind, ...] = ("service_model", "stage", "provider", "edition", "family")
# words of a part of a question that ask for nothing of their own
_ASKING = frozenset(("comment", "should", "must", "doit", "faut", "appelle", "allowed"))
_MEASURED = frozenset(
    """
        jours jour semaines mois ans annees heures temps souvent longtemps avance minimum maximum
        days day weeks months years yrs hours long often time ahead advance least much when
        """.split()
)
_NEAR_HITS = 4
_DEED_HITS = 6  # among which another subject shows what a deed is about
_ABOUT_AS_NEAR = 0.08  # in cosine
_IS_THAT_GAP = 0.38  # in cosine
_SURE = 0.8  # confidence from which a part that only points back is a question of its own
_SURE_OF_WORD = 0.75  # the same of a part with one word of its own
_LEAST_DECIDED = 0.5  # confidence of what the names decide


class Answerer:
    """Finds the evidence for questions in one snapshot."""

    def __init__(self, data: SnapshotData, retriever: Retriever) -> None:
        self.facts = FactBase(data.facts)
        self.structures: dict[str, Structure] = {s.document.doc_id: s for s in data.structures}
        self._retriever = retriever
        self._calibration = data.calibration
        gaps = self._gaps = {g.gap_id: g for g in data.gaps}
        known_words = frozenset(data.learnt.vocabulary)
        self.linker = EntityLinker(data.names, known_words)
        self.detector = LanguageDetector(data.learnt.language_odds)
        self._unanswered = data.unanswered
        odds = LookUpOdds(data.learnt.look_up_odds)
        what_is_asked = WhatIsAsked(retriever, data)
        lookup = LookUp(self.facts, _editions(data))
        self._abstaining = Abstaining(self.facts, gaps, retriever)
        self._by_names = ByNames(self.facts, lookup, gaps, known_words, odds, what_is_asked, self._abstaining)
        self._by_hits = ByHits(
            self.facts,
            lookup,
            gaps,
            self.structures,
            odds,
            what_is_asked,
            data.calibration,
            self._abstaining,
            tells_subjects=bool(self._unanswered),
        )

    def understand(
        self, text: str, *, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Question:
        """The question as understood with this snapshot's names and languages."""
        return understand(text, self.linker, self.detector, history=history, language=language)

    def search(self, question: Question, k: int = _REORDERED) -> list[Hit]:
        """The hits of a question's standalone wording, those that contradict its names last."""
        asked = without_courtesy(f"{question.context} {question.standalone}".strip())
        hits = self._retriever.search(
            spelt_out(asked, question.language),
            question.language,
            max(k, _REORDERED),
        )
        ordered = sorted(hits, key=lambda h: h.rank + self._moved(question, h))
        return [
            replace(h, rank=rank, confidence=self._calibration.confidence([h, *ordered], self._unanswered))
            for rank, h in enumerate(ordered[:k], start=1)
        ]

    def _moved(self, question: Question, hit: Hit) -> float:
        """By how many ranks the names of a question move a hit back."""
        if self._contradicts(question, hit):
            return _CONTRADICTS
        if hit.target_id not in self.facts:
            return 0
        fact = self.facts[hit.target_id]
        if question.values("stage") == (fact.fields.get("stage"),):
            return -_IS_NAMED
        if fact.fields.get("aspect") in ("label", "labels") and not _asks_about_stages(question):
            return _CONTRADICTS
        lists_one = fact.kind == "offer" or set(fact.select) == {"provider"}
        named = question.values("provider") + question.values("offer") + question.values("unlisted")
        return _UNNAMED if lists_one and not named else 0

    def _contradicts(self, question: Question, hit: Hit) -> bool:
        """Whether a hit is about another service model, stage, provider or edition than asked."""
        if hit.target_id not in self.facts:
            return False
        fact = self.facts[hit.target_id]
        for kind in _NAMED_IN_FACTS:
            asked = question.values(kind)
            about = fact.select.get(kind) or ((fact.fields[kind],) if fact.fields.get(kind) else ())
            if asked and about and not set(asked) & set(about):
                return True
        years = set(_YEAR.findall(question.standalone))
        return bool(years and fact.fields.get("year") and fact.fields["year"] not in years)

    def evidence(self, question: Question) -> Evidence:
        """What may be said in answer to a question."""
        asked = self._without_redirections(question)
        if asked is None:
            return merge(question, [self._abstaining.plainly(question, [], Outcome.OUT_OF_SCOPE)])
        leans = asked.standalone.endswith(asked.text) and asked.standalone != asked.text
        texts = [asked.standalone] if leans else split_parts(asked.standalone)
        if len(texts) == 1:
            return merge(question, [self._part(asked)])
        parts: list[Part] = []
        for at in range(len(texts)):
            question_of = self._sub_question(asked, texts, at)
            part = self._unless_repeated(question_of, self._part(question_of), parts)
            parts.append(self._unless_astray(question_of, part, parts))
        if all(p.outcome.abstains for p in parts):
            return merge(question, [self._part(asked)])
        kept = [
            (p, t)
            for p, t in zip(parts, texts, strict=True)
            if (not p.outcome.abstains and (t == texts[0] or self._asks_something(t)))
            or (_is_known(p) and self._has_subject(t, p.confidence))
        ]
        if not kept:
            return merge(question, [self._part(asked)])
        return merge(question, [p for p, _ in kept], [t for _, t in kept])

    def _unless_repeated(self, question: Question, part: Part, before: Sequence[Part]) -> Part:
        """The part, or the gap that is about as near where it would only repeat the answer before it."""
        said = {s.source_id for p in before if not p.outcome.abstains for s in p.sources}
        repeats = not part.outcome.abstains and {s.source_id for s in part.sources} <= said
        gaps = [h for h in part.hits[:_NEAR_HITS] if h.target_id in self._gaps] if repeats else []
        near = [h for h in gaps if h.dense_score >= part.hits[0].dense_score - _ABOUT_AS_NEAR]
        own = residue(question.standalone, question.entities)
        if near and own:
            return self._abstaining.by_gap(question, self._gaps[near[0].target_id], part.hits)
        starts_alike = bool(part.sources) and part.sources[0].source_id in said
        if starts_alike and not part.outcome.abstains and question.context and own:
            alone = max(self.search(replace(question, context="")), key=lambda h: h.dense_score)
            if alone.target_id in self._gaps and alone.dense_score >= _IS_THAT_GAP:
                return self._abstaining.by_gap(question, self._gaps[alone.target_id], part.hits)
        if repeats and _lists_offers(part) and len(own) > 1 and confidence_of(part.hits) < _SURE:
            return self._abstaining.plainly(question, part.hits, Outcome.NOT_IN_SOURCES)
        return part

    def _unless_astray(self, question: Question, part: Part, before: Sequence[Part]) -> Part:
        """The part, or an abstention where it measures something else than what the part before it is about."""
        if not question.context or part.outcome.abstains or expected_answer(question.text) == "anything":
            return part
        about = {h.target_id for h in before[-1].hits[:_NEAR_HITS]}
        if not part.sources or part.sources[0].source_id in about:
            return part
        return self._abstaining.plainly(question, part.hits, Outcome.NOT_IN_SOURCES)

    def _asks_something(self, text: str) -> bool:
        """Whether a part that was answered names anything of its own ("and at which stage?" does not)."""
        entities = self.linker.find(text)
        own = residue(text, entities, meaning=True)
        return bool(own or entities) or expected_answer(text) != "anything"

    def _has_subject(self, text: str, confidence: float) -> bool:
        """Whether a part asks for something of its own ("is that allowed?" does not)."""
        expects = expected_answer(text) != "anything"
        entities = self.linker.find(text)
        own = [w for w in residue(text, entities) if w not in _ASKING]
        names = any(e.kind in ("provider", "offer") for e in entities)
        sure = confidence >= (_SURE_OF_WORD if own else _SURE)
        return expects or names or len(own) > 1 or ((bool(own) or points_back(text)) and sure)

    def _without_redirections(self, question: Question) -> Question | None:
        """The question without sentences that redirect the assistant; None if nothing is left."""
        sentences = [s for s in _SENTENCE.split(question.standalone) if s.strip()]
        kept = [s for s in sentences if not is_redirection(s)]
        if len(kept) == len(sentences):
            return question
        rest = " ".join(kept)
        if len(words(rest)) < 3 or "?" not in rest:
            return None
        fresh = self.understand(rest, language=question.language)
        return replace(fresh, language=question.language)

    def _sub_question(self, question: Question, texts: Sequence[str], at: int) -> Question:
        """One part as a question; a later part keeps the names of the part before it, or else its words."""
        fresh = self.understand(texts[at], language=question.language)
        inherited: tuple[Entity, ...] = ()
        if at and not any(e.kind in ("provider", "offer", "unlisted") for e in fresh.entities):
            first = self.linker.find(texts[at - 1])
            inherited = tuple(e for e in first if e.kind in ("provider", "offer"))
        leans = points_back(texts[at]) or not self._names_something(texts[at])
        context = texts[at - 1] if at and leans and not inherited else ""
        if context and not fresh.values("service_model"):
            inherited = tuple(e for e in self.linker.find(context) if e.kind == "service_model")
        entities = fresh.entities + inherited
        return replace(fresh, language=question.language, entities=entities, context=context)

    def _names_something(self, text: str) -> bool:
        """Whether a part has a word of its own besides what it asks to be counted or measured."""
        entities = self.linker.find(text)
        own = [w for w in residue(text, entities, meaning=True) if w not in _MEASURED and not w.isdigit()]
        return bool(own or entities)

    def _part(self, question: Question) -> Part:
        hits = self.search(question)
        is_deed = asks_for_a_deed(question.standalone)
        if is_deed and any(h.target_id.startswith(OFF_TOPIC) for h in hits[:_DEED_HITS]):
            return self._abstaining.plainly(question, hits, Outcome.OUT_OF_SCOPE)
        decided = self._by_names.decide(question, hits) or self._by_hits.decide(question, hits)
        part = decided if isinstance(decided, Part) else _composed(decided, question, hits)
        if part.outcome in (Outcome.OUT_OF_SCOPE, Outcome.CONFLICT) or _lists_offers(part):
            return part
        actual = self._by_names.contradicting(question)
        return _corrected(_composed(actual, question, hits), part) if actual else part


def _asks_about_stages(question: Question) -> bool:
    return bool(question.values("stage") or _ABOUT_STAGES.search(fold(question.standalone)))


def _lists_offers(part: Part) -> bool:
    return any(s.fact and s.fact.kind == "offer" for s in part.sources) and not part.outcome.abstains


def _is_known(part: Part) -> bool:
    """Whether a part that abstains is at least about something known: this subject, or a known other one."""
    return part.outcome is Outcome.NOT_IN_SOURCES or (
        part.hits[:1] != () and part.hits[0].target_id.startswith(OFF_TOPIC)
    )


def _corrected(actual: Part, part: Part) -> Part:
    """What is so of a name that a question takes for granted wrongly, before what else there is to say."""
    if part.outcome.abstains:
        reason = (part.lead,) if part.lead and part.sources else ()
        return replace(actual, outcome=Outcome.PARTIAL, notes=(*actual.notes, *reason))
    leads = [p.lead for p in (actual, part) if p.lead]
    return replace(
        part,
        lead=" ".join(leads) or None,
        notes=(*actual.notes, *part.notes),
        sources=(*actual.sources, *part.sources),
        drafts=(*actual.drafts, *part.drafts),
    )


def _composed(finding: Finding, question: Question, hits: Sequence[Hit]) -> Part:
    """A finding in words, with its sources."""
    confidence = confidence_of(hits)
    lead = word(finding.lead, question.language) if finding.lead else None
    if finding.outcome.abstains:
        nearest = tuple(fact_source(f) for f in finding.nearest)
        return Part(finding.outcome, lead, (), nearest, (), tuple(hits), confidence)
    sources = tuple(fact_source(f, finding.doc_id) for f in finding.facts)
    return Part(
        outcome=finding.outcome,
        lead=lead,
        notes=tuple(dict.fromkeys(s.uncertain[question.language] for s in sources if s.uncertain)),
        sources=sources,
        drafts=compose(finding, question.language),
        hits=tuple(hits),
        confidence=max(confidence, _LEAST_DECIDED),
    )


def _editions(data: SnapshotData) -> Editions:
    """The editions of the documents that list offers; of all documents where none does."""
    listing = {s.doc_id for f in data.facts if f.kind == "offer" for s in f.spans}
    dated = [s.document for s in data.structures if s.document.doc_id in listing or not listing]
    return Editions({d.edition: d.doc_id for d in dated})
