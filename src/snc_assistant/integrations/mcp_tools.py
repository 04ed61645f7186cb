"""The MCP tools as functions of an assistant: checked arguments in, spans out. Knows no protocol."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pydantic import BaseModel

from snc_assistant.as_json import Json, citation_json
from snc_assistant.assistant import Assistant
from snc_assistant.errors import UsageError
from snc_assistant.integrations.mcp_schemas import (
    MAX_SOURCE,
    AskArguments,
    AskOut,
    ClaimOut,
    HitOut,
    SearchArguments,
    SearchOut,
    SourceArguments,
    SourceOut,
)
from snc_assistant.types import Citation, Claim, Language, Span

_ASK = """\
Answer a question about SecNumCloud from the documents of this server, in the question's language (French or English). \
The result is verified spans, not prose: an outcome, and claims, each with the verbatim quotes that prove it, their \
document, edition, offsets and link. Outcomes: answered; partial (a note names what is missing); conflict (the editions \
disagree: report both sides); not_in_sources and out_of_scope (no claims: say that the documents do not answer, and add \
nothing from elsewhere). Quotes stay in their own language.

En français : pose une question sur SecNumCloud ; la réponse est dans la langue de la question, chaque affirmation avec \
ses citations exactes. Sans affirmation, les documents ne répondent pas : dites-le."""
_SEARCH = """\
Find the passages of this server's documents nearest to a query, in both languages whatever the query's. Each is a \
verbatim quote with its document, edition, headings, offsets and link. A low confidence means that it hardly answers.

En français : cherche les passages les plus proches d'une requête, dans les deux langues, avec leur citation exacte."""
_SOURCE = """\
Read a document verbatim, whole or between two offsets such as those of a citation. Documents: {documents}.

En français : lit un document mot à mot, en entier ou entre deux positions."""
_NO_DOCUMENT: Mapping[Language, str] = {
    "fr": "doc_id : pas de document {wanted} ; il y a : {known}",
    "en": "doc_id: no document {wanted}; there are: {known}",
}
_NO_STRETCH: Mapping[Language, str] = {
    "fr": "start doit être inférieur à end et à la longueur du document, {length}",
    "en": "start must be less than end and than the document's length, {length}",
}


class Unacceptable(UsageError):
    """Arguments that only the documents can refuse, said in both languages."""

    def __init__(self, said: Mapping[Language, str]) -> None:
        """Keep what to say."""
        super().__init__(said["en"])
        self.said = said


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as a client sees it, and what it does with checked arguments."""

    name: str
    title: str
    description: str
    arguments: type[BaseModel]
    result: type[BaseModel]
    run: Callable[[BaseModel], Awaitable[BaseModel]]


class SpanTools:
    """What the tools do, over one assistant."""

    def __init__(self, assistant: Assistant, page: str) -> None:
        """Keep the parts.

        :param page: address of the web page that links lead to.
        """
        self._assistant = assistant
        self._page = page if page.endswith("/") else f"{page}/"
        self._structures = {s.document.doc_id: s for s in assistant.snapshot.structures}

    def all(self) -> tuple[Tool, ...]:
        """The tools, in the order in which they are listed."""
        documents = "; ".join(
            f"{s.document.doc_id} ({s.document.title}, {s.document.edition}, {s.document.language})"
            for s in self._structures.values()
        )
        source = _SOURCE.format(documents=documents)
        return (
            Tool("ask", "Ask, with verified citations", _ASK, AskArguments, AskOut, self.ask),
            Tool("search", "Search passages", _SEARCH, SearchArguments, SearchOut, self.search),
            Tool("get_source", "Read a source", source, SourceArguments, SourceOut, self.get_source),
        )

    async def ask(self, given: BaseModel) -> AskOut:
        """The answer to a question.

        :raises UsageError: if the question or the engine is not acceptable.
        """
        asked = AskArguments.model_validate(given)
        answer = await self._assistant.ask(
            asked.question,
            history=[t.turn() for t in asked.history],
            language=asked.language,
            engine=asked.engine,
        )
        return AskOut(
            outcome=answer.outcome.value,
            language=answer.question.language,
            engine=answer.engine,
            engine_note=answer.engine_note,
            lead=answer.lead,
            claims=[self._claim(c) for c in answer.claims],
            notes=list(answer.notes),
            nearest=[self._citation(c) for c in answer.nearest],
        )

    async def search(self, given: BaseModel) -> SearchOut:
        """The passages nearest to a query.

        :raises UsageError: if the query is not acceptable.
        """
        wanted = SearchArguments.model_validate(given)
        hits = self._assistant.search(wanted.query, language=wanted.language, k=wanted.k)
        return SearchOut(
            hits=[
                HitOut(
                    **self._citation(self._assistant.cite_hit(hit)),
                    rank=hit.rank,
                    confidence=round(hit.confidence, 4),
                )
                for hit in hits
            ]
        )

    async def get_source(self, given: BaseModel) -> SourceOut:
        """A stretch of a document.

        :raises Unacceptable: if there is no such document or stretch.
        """
        wanted = SourceArguments.model_validate(given)
        structure = self._structures.get(wanted.doc_id)
        if structure is None:
            known = ", ".join(self._structures)
            raise Unacceptable(_said(_NO_DOCUMENT, wanted=repr(wanted.doc_id), known=known))
        document = structure.document
        length = len(document.text)
        end = min(length if wanted.end is None else wanted.end, length, wanted.start + MAX_SOURCE)
        if wanted.start >= end:
            raise Unacceptable(_said(_NO_STRETCH, length=str(length)))
        return SourceOut(
            doc_id=document.doc_id,
            title=document.title,
            edition=document.edition,
            language=document.language,
            publisher=document.publisher,
            length=length,
            start=wanted.start,
            end=end,
            text=document.text[wanted.start : end],
            next_start=end if end < length else None,
            heading_path=list(structure.heading_path(Span(document.doc_id, wanted.start, end))),
            link=self._link(document.doc_id, wanted.start, end),
        )

    def _claim(self, claim: Claim) -> ClaimOut:
        citations = [self._citation(c) for c in claim.citations]
        return ClaimOut.model_validate(
            {"text": claim.text, "uncertain": claim.uncertain, "citations": citations}
        )

    def _citation(self, citation: Citation) -> Json:
        return citation_json(citation) | {"link": self._link(citation.doc_id, citation.start, citation.end)}

    def _link(self, doc_id: str, start: int, end: int) -> str:
        return f"{self._page}#/source/{quote(doc_id, safe='')}/{start}-{end}"


def _said(templates: Mapping[Language, str], **values: str) -> dict[Language, str]:
    return {language: text.format(**values) for language, text in templates.items()}
