"""The door to llama-index: our search and our answers as its types, and any of its models as ours.

    RetrieverQueryEngine.from_args(SncRetriever(assistant), llm=llm)
    SncQueryEngine(assistant).query("Qui est qualifié PaaS ?")
    Engines({"mine": LlamaIndexChat(llm)}, default="mine")

Importing this module imports llama-index, which takes seconds: nothing else here imports it.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, contextmanager
from contextvars import copy_context

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks import CallbackManager, CBEventType, EventPayload
from llama_index.core.llms.llm import LLM
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from snc_assistant.as_json import answer_json
from snc_assistant.assistant import Assistant
from snc_assistant.errors import ModelBroken, ModelUnavailable
from snc_assistant.generation.chat import (
    DEFAULT_TIMEOUTS,
    Message,
    ModelLoading,
    Timeouts,
    refuse_long_prompt,
    spoken,
)
from snc_assistant.types import Answer, Citation, Hit, Language

_OVER_FETCH = 4  # several hits show the same passage, and gaps show none
_ONLY_FOR_PROGRAMS = ["start", "end", "fact_id", "claims"]


class SncRetriever(BaseRetriever):
    """Finds passages: each node is one, with its place in its document."""

    def __init__(
        self,
        assistant: Assistant,
        *,
        k: int = 10,
        language: Language | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        """Keep the parts.

        :param k: the most nodes to return.
        :param language: of all queries; without one, each query's own.
        """
        super().__init__(callback_manager)
        self._assistant = assistant
        self._k = k
        self._language = language

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """The nodes, best first, each passage once.

        A score is the calibrated probability, in [0, 1], that the passage answers; it is never
        above that of the node before, so that sorting by it keeps the order.
        """
        hits = self._assistant.search(
            query_bundle.query_str, k=_OVER_FETCH * self._k, language=self._language
        )
        nodes: dict[str, NodeWithScore] = {}
        score = 1.0
        for hit in hits:
            if hit.passage.passage_id not in nodes:
                score = min(score, hit.confidence)
                nodes[hit.passage.passage_id] = self._node(hit, score)
        return list(nodes.values())[: self._k]

    def _node(self, hit: Hit, score: float) -> NodeWithScore:
        node = _citation_node(self._assistant.cite_hit(hit))
        if hit.target_id != hit.passage.passage_id:
            node.metadata["fact_id"] = hit.target_id
        return NodeWithScore(node=node, score=score)


class SncQueryEngine(BaseQueryEngine):
    """Answers like the assistant: checked claims, and the quotes that prove them as source nodes.

    Source nodes carry the numbers of the claims that cite them, and no score: a citation is a
    proof, not a rank. An abstention has none; what is nearest stands in the metadata, with the
    outcome and the claims (see `answer_json`).
    """

    def __init__(
        self,
        assistant: Assistant,
        *,
        language: Language | None = None,
        engine: str | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        """Keep the parts.

        :param language: where a question leaves it open.
        :param engine: who phrases the answers; without one, the assistant's default.
        """
        super().__init__(callback_manager)
        self._assistant = assistant
        self._language = language
        self._engine = engine
        self._one_at_a_time = threading.Lock()

    def _query(self, query_bundle: QueryBundle) -> Response:
        """The answer, from a loop of its own: the caller may be inside a running one.

        One at a time, as waiting for a model's turn is tied to one loop.
        """
        with self._one_at_a_time, ThreadPoolExecutor(1) as thread:
            return thread.submit(copy_context().run, asyncio.run, self._aquery(query_bundle)).result()

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        asked = query_bundle.query_str
        with self.callback_manager.event(CBEventType.QUERY, {EventPayload.QUERY_STR: asked}) as event:
            answer = await self._assistant.ask(asked, language=self._language, engine=self._engine)
            metadata = {k: v for k, v in answer_json(answer).items() if k != "text"}
            response = Response(response=answer.text, source_nodes=_cited_nodes(answer), metadata=metadata)
            event.on_end({EventPayload.RESPONSE: response})
        return response

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


class LlamaIndexChat:
    """Any llama-index `LLM` as our `ChatModel`.

    Temperature, seed, timeouts and the most tokens to write are the `LLM`'s own settings. Its
    window is believed, and a prompt that the server cut goes unnoticed: for Ollama and
    OpenAI-compatible servers, our own modules check more.
    """

    def __init__(self, llm: LLM, *, name: str | None = None, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> None:
        """Keep the model; nothing is asked of it yet."""
        self.name = name or _name(llm)
        self._llm = llm
        self._timeouts = timeouts

    async def check(self) -> None:
        """Return if the model describes itself, which is all that can be asked of every `LLM`.

        :raises ModelUnavailable: if not.
        """
        try:
            await self._window()
        except ModelBroken as exc:
            raise ModelUnavailable(str(exc)) from exc

    async def stream(
        self, messages: Sequence[Message], *, max_tokens: int
    ) -> AsyncGenerator[str | ModelLoading, None]:
        """The answer, piece by piece; see `ChatModel.stream`."""
        window = await self._window()
        if window > 0:
            refuse_long_prompt(messages, max_tokens, window)
        told = spoken(self._pieces(messages), self._timeouts, max_tokens=max_tokens, who=self.name)
        async with aclosing(told) as events:
            async for event in events:
                yield event

    async def _window(self) -> int:
        """The window in tokens, -1 if unknown; some models ask their server for it."""
        with _translated(self.name):
            return (await asyncio.to_thread(lambda: self._llm.metadata)).context_window

    async def _pieces(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """The words; an empty piece where the model only thinks."""
        asked = [ChatMessage(role=MessageRole(m.role), content=m.content) for m in messages]
        with _translated(self.name):
            async with aclosing(await self._llm.astream_chat(asked)) as replies:
                async for reply in replies:
                    yield reply.delta or ""


def _citation_node(citation: Citation) -> TextNode:
    """A node whose text is the quote and whose offsets are those in the document."""
    return TextNode(
        id_=f"{citation.doc_id}:{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={
            "doc_id": citation.doc_id,
            "edition": citation.edition,
            "language": citation.language,
            "heading_path": list(citation.heading_path),
            "start": citation.start,
            "end": citation.end,
        },
        excluded_llm_metadata_keys=_ONLY_FOR_PROGRAMS,
        excluded_embed_metadata_keys=_ONLY_FOR_PROGRAMS,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.doc_id)},
    )


def _cited_nodes(answer: Answer) -> list[NodeWithScore]:
    """The citations, each once, with the 0-based numbers of the claims that they prove."""
    claims: dict[Citation, list[int]] = {}
    for number, claim in enumerate(answer.claims):
        for citation in claim.citations:
            claims.setdefault(citation, []).append(number)
    nodes = []
    for citation, numbers in claims.items():
        node = _citation_node(citation)
        node.metadata["claims"] = numbers
        nodes.append(NodeWithScore(node=node))
    return nodes


def _name(llm: LLM) -> str:
    """What the model calls itself; its `metadata` would know, but may ask a server."""
    return str(getattr(llm, "model", None) or getattr(llm, "model_name", None) or llm.class_name())


@contextmanager
def _translated(who: str) -> Iterator[None]:
    """A foreign exception of whatever type becomes ours, as each integration has its own."""
    try:
        yield
    except Exception as exc:
        said = " ".join(f"{type(exc).__name__}: {exc}".split())[:200]
        raise ModelBroken(f"{who} failed ({said}); check the model's settings and its server") from exc
