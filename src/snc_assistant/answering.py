"""Question and hits → evidence: which facts answer, under which outcome, and what is missing.

The heart of the online path; pure, and the same for every engine.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from snc_assistant.facts.base import FactBase
from snc_assistant.facts.limits import limit_verdict
from snc_assistant.facts.lookup import Editions, Finding, LookUp, Phrase
from snc_assistant.facts.questions import OFF_TOPIC
from snc_assistant.generation.extractive import compose, compose_passage, fact_source, passage_source
from snc_assistant.generation.wording import word
from snc_assistant.grounding.evidence import Calibration, in_domain, is_redirection
from snc_assistant.ingest.passages import Structure
from snc_assistant.language import LanguageDetector, fold, words
from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.expects import expected_answer, gives
from snc_assistant.question.frame import residue
from snc_assistant.question.parts import split_parts
from snc_assistant.question.subject import LookUpOdds
from snc_assistant.question.understand import understand
from snc_assistant.retrieval.retriever import Retriever
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import (
    DraftClaim,
    EntityKind,
    Evidence,
    Fact,
    Gap,
    Hit,
    Language,
    Outcome,
    Question,
    Source,
    Turn,
)

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_PROGRESS = re.compile(
    r"\b(etapes?|stades?|stages?|jalons?|phases?|avancement|how far along|progress so far)\b"
)
_YEAR = re.compile(r"\b20\d\d\b")
_NEAREST = 3
_SHORT = 7  # words of a question that can be a bare name with a frame around it
_REORDERED = 15
_CONTRADICTS = 8  # ranks lost by a hit about another name than the one asked for
_NEAR_HITS = 6
_BESIDE = 2  # facts shown beside the best one
_AS_GOOD = 0.9  # of the best hit's relevance
_NEAR_COSINE = 0.1
_LOOK_UP = 1.0  # log odds from which the words beside the names make a look-up
_NO_LOOK_UP = -1.0
_NAMED_IN_FACTS: tuple[EntityKind, ...] = ("service_model", "stage", "provider", "edition")
_VOCABULARY_MIN = 3  # a word this frequent in the corpus is no misspelt name


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part of a question led to."""

    outcome: Outcome
    lead: str | None
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    drafts: tuple[DraftClaim, ...]
    hits: tuple[Hit, ...]
    confidence: float


class Answerer:
    """Finds the evidence for questions in one snapshot."""

    def __init__(self, data: SnapshotData, retriever: Retriever, calibration: Calibration) -> None:
        self.facts = FactBase(data.facts)
        self.structures: dict[str, Structure] = {s.document.doc_id: s for s in data.structures}
        self._gaps: dict[str, Gap] = {g.gap_id: g for g in data.gaps}
        self._retriever = retriever
        self._calibration = calibration
        self._vocabulary = _vocabulary(data)
        self.linker = EntityLinker(data.names, self._vocabulary)
        self._rivals = {e.target_id for e in data.entries if e.target_id.startswith(OFF_TOPIC)} | set(
            self._gaps
        )
        self._odds = _look_up_odds(data, self.facts)
        self.detector = _detector(data)
        listing = {s.doc_id for f in data.facts if f.kind == "offer" for s in f.spans}
        dated = [s.document for s in data.structures if s.document.doc_id in listing or not listing]
        editions = {d.edition: d.doc_id for d in dated}
        self._lookup = LookUp(self.facts, Editions(editions))

    def understand(
        self, text: str, *, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Question:
        """The question as understood with this snapshot's names and languages."""
        return understand(text, self.linker, self.detector, history=history, language=language)

    def search(self, question: Question, k: int = _REORDERED) -> list[Hit]:
        """The hits of a question's standalone wording, those that contradict its names last."""
        hits = self._retriever.search(question.standalone, question.language, max(k, _REORDERED))
        ordered = sorted(hits, key=lambda h: h.rank + _CONTRADICTS * self._contradicts(question, h))
        return [
            replace(h, rank=rank, confidence=self._calibration.confidence([h, *ordered], self._rivals))
            for rank, h in enumerate(ordered[:k], start=1)
        ]

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
            return self._merge(question, [self._abstain(question, [], Outcome.OUT_OF_SCOPE)])
        texts = split_parts(asked.standalone)
        if len(texts) == 1:
            return self._merge(question, [self._part(asked)])
        parts = [self._part(self._sub_question(asked, texts, at)) for at in range(len(texts))]
        if all(p.outcome.abstains for p in parts):
            return self._merge(question, [self._part(asked)])
        kept = [
            (p, t)
            for p, t in zip(parts, texts, strict=True)
            if not p.outcome.abstains or self._has_subject(t)
        ]
        return self._merge(question, [p for p, _ in kept], [t for _, t in kept])

    def _has_subject(self, text: str) -> bool:
        """Whether a part asks for something of its own ("is that allowed?" does not)."""
        expects = expected_answer(text) != "anything"
        return expects or len(residue(text, self.linker.find(text))) > 1

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
        """One part as a question; a later part keeps the names of the part before it."""
        fresh = self.understand(texts[at], language=question.language)
        entities = fresh.entities
        if at and not any(e.kind in ("provider", "offer", "unlisted") for e in entities):
            first = self.linker.find(texts[at - 1])
            entities += tuple(e for e in first if e.kind in ("provider", "offer"))
        return replace(fresh, language=question.language, entities=entities)

    def _part(self, question: Question) -> _Part:
        hits = self.search(question)
        finding = self._by_names(question, hits) or self._by_hits(question, hits)
        if isinstance(finding, _Part):
            return finding
        confidence = _confidence(hits)
        lead = word(finding.lead, question.language) if finding.lead else None
        if finding.outcome.abstains:
            sources = tuple(fact_source(f) for f in finding.nearest)
            return _Part(finding.outcome, lead, (), sources, (), tuple(hits), confidence)
        sources = tuple(fact_source(f, finding.doc_id) for f in finding.facts)
        notes = dict.fromkeys(s.uncertain[question.language] for s in sources if s.uncertain)
        drafts = compose(finding, question.language)
        return _Part(finding.outcome, lead, tuple(notes), sources, drafts, tuple(hits), max(confidence, 0.5))

    def _asks_progress(self, question: Question) -> bool:
        """Whether a question asks at which stage a given applicant is: a fact of no document."""
        if not (question.values("provider") or question.values("offer")):
            return False
        return bool(question.values("stage") or _PROGRESS.search(fold(question.standalone)))

    def _by_names(self, question: Question, hits: Sequence[Hit]) -> Finding | _Part | None:
        """What the names of a question decide without looking at meaning."""
        left = residue(question.standalone, question.entities)
        stages = question.values("stage")
        if any(not self._is_stage(label) for label in stages):
            return self._abstain(question, hits, Outcome.NOT_IN_SOURCES)
        if self._asks_progress(question):
            return self._next_gap(question, hits)
        if question.intent == "compare" and question.entities and _about_tables(question):
            return self._lookup.changes(question)
        if stages and not residue(question.standalone, question.entities, meaning=True):
            return self._lookup.stage(question)
        unknown = [w for w in left if w not in self._vocabulary]
        names = question.values("provider") + question.values("offer")
        unlisted = question.values("unlisted")
        if unlisted and not names and (not left or self._about_offers(hits)):
            return self._lookup.unlisted(unlisted[0])
        alone = left == unknown and 0 < len(left) <= 2 and not names and question.intent != "count"
        if alone and _asks_status(question) and len(words(question.standalone)) <= _SHORT:
            return self._lookup.unlisted(" ".join(left))
        if left and (not question.entities or self._odds.of(left) < _LOOK_UP):
            return None
        if question.values("family"):
            return self._lookup.family(question)
        if (
            names
            or question.values("status")
            or (question.intent in ("list", "count") and question.values("service_model"))
        ):
            return self._lookup.offers(question)
        return None

    def _about_offers(self, hits: Sequence[Hit]) -> bool:
        """Whether the best hit is about who is listed, not about something else said of a name."""
        target = hits[0].target_id if hits else ""
        if target not in self.facts:
            return target in self._gaps
        return _is_look_up(self.facts[target])

    def _by_hits(self, question: Question, hits: Sequence[Hit]) -> Finding | _Part:
        """What the best hit says, if it is good enough and is the kind of thing asked for."""
        confidence = _confidence(hits)
        if not hits or confidence < self._calibration.threshold:
            known = in_domain(question.standalone, bool(question.entities), confidence)
            return self._abstain(question, hits, Outcome.NOT_IN_SOURCES if known else Outcome.OUT_OF_SCOPE)
        best = hits[0]
        if best.target_id.startswith(OFF_TOPIC):
            return self._abstain(question, hits, Outcome.OUT_OF_SCOPE)
        if best.target_id in self._gaps:
            return self._gap(question, self._gaps[best.target_id], hits)
        if best.target_id not in self.facts:
            return self._passage(question, best, hits)
        fact = self.facts[best.target_id]
        if not self._answers(question, fact, hits):
            return self._next_gap(question, hits)
        return self._fact(question, fact, hits)

    def _answers(self, question: Question, fact: Fact, hits: Sequence[Hit]) -> bool:
        """Whether a fact on the right subject also says what is asked."""
        statements = " ".join(f.statement[question.language] for f in (fact, *self.facts.members(fact)))
        if not gives(statements, expected_answer(question.standalone)):
            return False
        if fact.kind == "offer" or fact.select:
            # A look-up says who is listed and how; any other subject in the question is not in it.
            odds = self._odds.of(residue(question.standalone, question.entities))
            return odds > _NO_LOOK_UP and not (odds < 0 and self._gap_is_near(hits))
        return True

    def _gap_is_near(self, hits: Sequence[Hit]) -> bool:
        """Whether a question known to have no answer is about as near as the best hit."""
        gaps = [h.dense_score for h in hits[:_NEAR_HITS] if h.target_id in self._gaps]
        return bool(gaps) and max(gaps) >= hits[0].dense_score - _NEAR_COSINE

    def _next_gap(self, question: Question, hits: Sequence[Hit]) -> _Part:
        """The abstention, named by the gap nearest to what is asked, of whichever provider."""
        unnamed = self._retriever.search(_without_names(question), question.language, _REORDERED)
        for hit in unnamed:
            if hit.target_id in self._gaps:
                return self._gap(question, self._gaps[hit.target_id], hits)
        return self._abstain(question, hits, Outcome.NOT_IN_SOURCES)

    def _is_stage(self, label: str) -> bool:
        return any(f.fields.get("stage") == label for f in self.facts.all())

    def _fact(self, question: Question, fact: Fact, hits: Sequence[Hit]) -> Finding | _Part:
        if fact.compute == "unlisted":
            names = question.values("unlisted")
            if names:
                return self._lookup.unlisted(names[0])
            return self._abstain(question, hits, Outcome.NOT_IN_SOURCES)
        if fact.kind == "topic":
            found = self._lookup.topic(fact, question)
        elif fact.kind == "stage":
            found = self._lookup.stage_of(fact, question)
        elif fact.kind == "offer":
            found = self._lookup.offers(question, {"provider": (fact.fields.get("provider", ""),)})
        else:
            verdict = limit_verdict(fact, question.standalone)
            beside = self._same_of_others(question, fact) or self._beside(fact, hits)
            found = Finding((fact, *beside), lead=verdict)
        return found or Finding((fact,))

    def _same_of_others(self, question: Question, fact: Fact) -> tuple[Fact, ...]:
        """What is said of the other service models that a question compares with the fact's."""
        asked = set(question.values("service_model")) - {fact.fields.get("service_model", "")}
        aspect = fact.fields.get("aspect")
        if fact.kind != "service_model" or not aspect:
            return ()
        twins = [f for f in self.facts.all() if f.kind == fact.kind and f.fields.get("aspect") == aspect]
        return tuple(f for f in twins if f.fields.get("service_model") in asked)

    def _beside(self, fact: Fact, hits: Sequence[Hit]) -> tuple[Fact, ...]:
        """Facts that match about as well as the best one: a question often needs two of them."""
        near = [self.facts[h.target_id] for h in hits[1:_NEAR_HITS] if self._as_good(h, hits[0])]
        return tuple(f for f in near if f is not fact)[:_BESIDE]

    def _as_good(self, hit: Hit, best: Hit) -> bool:
        if hit.target_id not in self.facts or hit.score < _AS_GOOD * best.score:
            return False
        return self.facts[hit.target_id].kind not in ("topic", "offer", "stage")

    def _gap(self, question: Question, gap: Gap, hits: Sequence[Hit]) -> _Part:
        nearest = [f for n in gap.nearest for f in self._leaves(n)]
        return _Part(
            Outcome.NOT_IN_SOURCES,
            gap.statement[question.language],
            (),
            tuple(fact_source(f) for f in nearest[:_NEAREST]),
            (),
            tuple(hits),
            _confidence(hits),
        )

    def _leaves(self, fact_id: str) -> tuple[Fact, ...]:
        fact = self.facts[fact_id]
        return self.facts.members(fact) if fact.kind == "topic" and not fact.spans else (fact,)

    def _passage(self, question: Question, hit: Hit, hits: Sequence[Hit]) -> _Part:
        document = self.structures[hit.passage.doc_id].document
        draft = compose_passage(hit.passage, document, question.language)
        confidence = _confidence(hits)
        source = passage_source(hit.passage)
        return _Part(Outcome.ANSWERED, None, (), (source,), (draft,), tuple(hits), confidence)

    def _abstain(self, question: Question, hits: Sequence[Hit], outcome: Outcome) -> _Part:
        sources = []
        for hit in hits if outcome is Outcome.NOT_IN_SOURCES else ():
            if hit.target_id.startswith(OFF_TOPIC):
                continue
            if hit.target_id in self.facts:
                sources += [fact_source(f) for f in self._leaves(hit.target_id)[:1]]
            elif hit.target_id not in self._gaps:
                sources.append(passage_source(hit.passage))
        lead = word(Phrase(outcome.value), question.language)
        confidence = _confidence(hits)
        return _Part(outcome, lead, (), tuple(sources[:_NEAREST]), (), tuple(hits), confidence)

    def _merge(self, question: Question, parts: Sequence[_Part], texts: Sequence[str] = ()) -> Evidence:
        """One evidence from the parts; what a part lacks is named in a note."""
        answered = [p for p in parts if not p.outcome.abstains]
        if not answered:
            answered = [next((p for p in parts if p.outcome is Outcome.NOT_IN_SOURCES), parts[0])]
            outcome = answered[0].outcome
        elif len(answered) < len(parts):
            outcome = Outcome.PARTIAL
        elif any(p.outcome is Outcome.CONFLICT for p in answered):
            outcome = Outcome.CONFLICT
        else:
            outcome = Outcome.ANSWERED
        notes = [n for p in answered for n in p.notes]
        if outcome is Outcome.PARTIAL:
            notes += [
                p.lead if p.outcome is Outcome.NOT_IN_SOURCES and p.lead and p.sources else
                word(Phrase("missing", {"part": t}), question.language)
                for p, t in zip(parts, texts, strict=True)
                if p.outcome.abstains
            ]  # fmt: skip
        leads = dict.fromkeys(p.lead for p in answered if p.lead)
        sources = {s.source_id: s for p in answered for s in p.sources}
        drafts = dict.fromkeys(d for p in answered for d in p.drafts)
        return Evidence(
            question=question,
            outcome=outcome,
            sources=tuple(sources.values()),
            drafts=tuple(drafts),
            hits=_unique([h for p in parts for h in p.hits]),
            lead=" ".join(leads) or None,
            notes=tuple(dict.fromkeys(notes)),
            confidence=min((p.confidence for p in answered), default=0.0),
        )


def _asks_status(question: Question) -> bool:
    return bool(question.values("status")) or bool(
        re.search(
            r"\b(qualif\w*|label\w*|liste\w*|listed|list|secnumcloud|snc)\b", question.standalone.lower()
        )
    )


def _without_names(question: Question) -> str:
    """The question with "a provider" in place of each name: what is asked, of whomever."""
    someone = "un prestataire" if question.language == "fr" else "a provider"
    text = question.standalone
    for entity in question.entities:
        if entity.kind in ("provider", "offer", "unlisted") and entity.surface:
            text = text.replace(entity.surface, someone)
    return text


def _about_tables(question: Question) -> bool:
    """Whether a comparison is about who is listed rather than about all that the editions say."""
    return any(e.kind in ("status", "provider", "offer", "service_model") for e in question.entities)


def _confidence(hits: Sequence[Hit]) -> float:
    """The probability that the best hit answers; 0 without hits."""
    return hits[0].confidence if hits else 0.0


def _unique(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.target_id, hit)
    return tuple(seen.values())


def _look_up_odds(data: SnapshotData, facts: FactBase) -> LookUpOdds:
    """Odds learnt from the corpus's questions: those about who is listed, and all others."""
    inside: list[str] = []
    outside: list[str] = []
    for entry in data.entries:
        if entry.kind == "question":
            listed = entry.target_id in facts and _is_look_up(facts[entry.target_id])
            (inside if listed else outside).append(entry.text)
    return LookUpOdds(inside, outside)


def _is_look_up(fact: Fact) -> bool:
    """Whether a fact says who is listed and how."""
    return fact.kind == "offer" or bool(fact.select or fact.compute)


def _detector(data: SnapshotData) -> LanguageDetector:
    """A detector that has seen the snapshot's own texts in both languages."""
    texts: dict[Language, list[str]] = {"fr": [], "en": []}
    for entry in data.entries:
        texts[entry.language].append(entry.text)
    return LanguageDetector(texts["fr"], texts["en"])


def _vocabulary(data: SnapshotData) -> frozenset[str]:
    """The words that occur often enough in the corpus to be ordinary, not names misspelt."""
    counts: dict[str, int] = {}
    for entry in data.entries:
        for token in words(entry.text):
            counts[token] = counts.get(token, 0) + 1
    names = {w for p in data.names.providers for a in (p.name, *p.aliases) for w in words(a)}
    return frozenset(w for w, n in counts.items() if n >= _VOCABULARY_MIN) | names
