"""Our retriever, query engine and chat model inside real llama-index pipelines; no network."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import pytest
from llama_index.core import get_response_synthesizer
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, LLMMetadata
from llama_index.core.callbacks import CallbackManager, CBEventType, EventPayload, LlamaDebugHandler
from llama_index.core.chat_engine import ContextChatEngine
from llama_index.core.chat_engine.types import AgentChatResponse
from llama_index.core.evaluation import RetrieverEvaluator
from llama_index.core.llms.callbacks import llm_chat_callback
from llama_index.core.llms.mock import MockLLM
from llama_index.core.memory import ChatMemoryBuffer
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import NodeWithScore
from llama_index.core.selectors import LLMSingleSelector
from llama_index.core.tools import QueryEngineTool

from snc_assistant.assistant import Assistant
from snc_assistant.build import build_index, open_snapshot
from snc_assistant.errors import ModelBroken, ModelTimeout, ModelUnavailable, PromptTooLong
from snc_assistant.generation.chat import Message, ModelLoading, Timeouts
from snc_assistant.generation.engines import Engines
from snc_assistant.integrations.llama_index import LlamaIndexChat, SncQueryEngine, SncRetriever
from snc_assistant.retrieval.static_encoder import StaticEncoder
from tests.conftest import CORPUS, Built
from tests.fakes import BagOfWordsEncoder

FRENCH = "Combien de capital une société hors UE peut-elle détenir individuellement ?"
ENGLISH = "How much of the capital and voting rights may a non-EU entity hold individually?"
QUESTIONS = pytest.mark.parametrize("question", [FRENCH, ENGLISH], ids=["fr", "en"])
ASKED = [Message("system", "Réponds en français."), Message("user", "Qu'est-ce que J1 ?")]


def assert_verbatim(nodes: Sequence[NodeWithScore], snapshot: Built) -> None:
    """Every node says what its document says at its offsets, and where that is."""
    for found in nodes:
        node, structure = found.node, snapshot.structures[found.node.metadata["doc_id"]]
        start, end = node.metadata["start"], node.metadata["end"]
        assert structure.document.text[start:end] == node.text
        assert (node.start_char_idx, node.end_char_idx) == (start, end)
        assert node.ref_doc_id == structure.document.doc_id
        assert node.metadata["edition"] == structure.document.edition
        assert node.metadata["language"] == structure.document.language
        assert isinstance(node.metadata["heading_path"], list)


@QUESTIONS
def test_nodes_are_distinct_passages_in_the_order_of_their_scores(
    assistant: Assistant, snapshot: Built, question: str
) -> None:
    nodes = SncRetriever(assistant, k=8).retrieve(question)
    assert_verbatim(nodes, snapshot)
    assert len({n.node.node_id for n in nodes}) == len(nodes) == 8
    scores = [n.get_score() for n in nodes]
    assert scores == sorted(scores, reverse=True)
    assert 0.46 < scores[0] <= 1
    assert "24 %" in nodes[0].node.text.replace("24%", "24 %")
    assert nodes[0].node.metadata["fact_id"] in {f.fact_id for f in snapshot.data.facts}


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> SncRetriever:
    """A retriever with the bundled encoder, for which the scores are calibrated."""
    index, encoder = tmp_path_factory.mktemp("index"), StaticEncoder()
    build_index(CORPUS, index, encoder)
    manifest, data = open_snapshot(CORPUS, index, encoder.identity)
    return SncRetriever(Assistant(manifest, data, encoder, Engines({})))


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        (FRENCH, True),
        (ENGLISH, True),
        ("Quelle est la recette des crêpes ?", False),
        ("What is the weather in Paris?", False),
        ("Combien coûte la qualification ?", False),
        ("What does the qualification cost?", False),
    ],
)
def test_the_first_score_tells_whether_anything_answers(
    calibrated: SncRetriever, question: str, answered: bool
) -> None:
    assert (calibrated.retrieve(question)[0].get_score() > 0.46) is answered


@QUESTIONS
def test_a_pipeline_reads_our_passages_and_drops_those_below_its_cutoff(
    assistant: Assistant, snapshot: Built, question: str
) -> None:
    engine = RetrieverQueryEngine.from_args(
        SncRetriever(assistant, k=8),
        llm=MockLLM(),  # answers with its prompt
        response_synthesizer=get_response_synthesizer(llm=MockLLM(), response_mode="compact"),
        node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=0.46)],
    )
    response = engine.query(question)
    assert 0 < len(response.source_nodes) <= 8
    assert all(n.get_score() >= 0.46 for n in response.source_nodes)
    assert_verbatim(response.source_nodes, snapshot)
    assert all(n.node.text in str(response) for n in response.source_nodes)
    assert "fact_id" not in str(response)


@QUESTIONS
def test_a_chat_engine_reads_our_passages_at_each_turn(
    assistant: Assistant, snapshot: Built, question: str
) -> None:
    memory = ChatMemoryBuffer.from_defaults(token_limit=100_000)
    chat = ContextChatEngine.from_defaults(SncRetriever(assistant, k=3), llm=MockLLM(), memory=memory)

    async def converse() -> list[AgentChatResponse]:
        return [await chat.achat("PaaS"), await chat.achat(question)]

    for asked, response in zip(("PaaS", question), asyncio.run(converse()), strict=True):
        expected = [n.node.node_id for n in SncRetriever(assistant, k=3).retrieve(asked)]
        assert [n.node.node_id for n in response.source_nodes] == expected
        assert_verbatim(response.source_nodes, snapshot)
        assert all(n.node.text in str(response) for n in response.source_nodes)


@QUESTIONS
def test_the_citation_engine_of_llama_index_numbers_our_passages(assistant: Assistant, question: str) -> None:
    retriever = SncRetriever(assistant, k=3)
    engine = CitationQueryEngine.from_args(None, llm=MockLLM(), retriever=retriever, citation_chunk_size=512)
    response = engine.query(question)
    for number, (cited, found) in enumerate(
        zip(response.source_nodes, retriever.retrieve(question), strict=True), start=1
    ):
        assert cited.node.text.strip() == f"Source {number}:\n{found.node.text}".strip()
        assert cited.node.metadata["doc_id"] == found.node.metadata["doc_id"]


@QUESTIONS
def test_the_evaluator_of_llama_index_measures_our_retriever(assistant: Assistant, question: str) -> None:
    retriever = SncRetriever(assistant, k=5)
    ids = [n.node.node_id for n in retriever.retrieve(question)]
    evaluator = RetrieverEvaluator.from_metric_names(["mrr", "hit_rate"], retriever=retriever)
    measured = asyncio.run(evaluator.aevaluate(question, expected_ids=[ids[1]]))
    assert measured.metric_vals_dict == {"mrr": 0.5, "hit_rate": 1.0}


@QUESTIONS
def test_the_query_engine_tells_its_callbacks(assistant: Assistant, question: str) -> None:
    debug = LlamaDebugHandler(print_trace_on_end=False)
    engine = SncQueryEngine(assistant, callback_manager=CallbackManager([debug]))
    response = asyncio.run(engine.aquery(question))
    [(start, end)] = debug.get_event_pairs(CBEventType.QUERY)
    assert start.payload[EventPayload.QUERY_STR] == question
    assert str(end.payload[EventPayload.RESPONSE]) == str(response) != ""


def test_the_fusion_of_llama_index_keeps_our_order(assistant: Assistant) -> None:
    ours = SncRetriever(assistant, k=6)
    fused = QueryFusionRetriever([ours], num_queries=1, mode="relative_score", use_async=False, llm=MockLLM())
    fused.similarity_top_k = 6
    expected = [n.node.node_id for n in ours.retrieve(FRENCH)]
    assert [n.node.node_id for n in fused.retrieve(FRENCH)] == expected


def test_the_asynchronous_retriever_finds_the_same(assistant: Assistant) -> None:
    retriever = SncRetriever(assistant, language="en")
    assert asyncio.run(retriever.aretrieve("PaaS")) == retriever.retrieve("PaaS")


@QUESTIONS
def test_the_query_engine_answers_with_its_citations_as_nodes(
    assistant: Assistant, snapshot: Built, question: str
) -> None:
    answer = asyncio.run(assistant.ask(question))
    response = SncQueryEngine(assistant).query(question)
    assert response.response == answer.text
    assert response.metadata is not None
    assert response.metadata["outcome"] == "answered"
    assert [c["text"] for c in response.metadata["claims"]] == [c.text for c in answer.claims]
    assert_verbatim(response.source_nodes, snapshot)
    cited = {(c.doc_id, c.start, c.end) for claim in answer.claims for c in claim.citations}
    places = {tuple(n.node.metadata[k] for k in ("doc_id", "start", "end")) for n in response.source_nodes}
    assert places == cited
    assert response.source_nodes[0].node.metadata["claims"] == [0]


def test_a_quote_of_several_claims_is_one_node(assistant: Assistant) -> None:
    nodes = SncQueryEngine(assistant).query("Quelles offres sont qualifiées PaaS ?").source_nodes
    assert len({n.node.node_id for n in nodes}) == len(nodes) > 1


def test_an_abstention_has_no_source_nodes_but_says_what_is_nearest(assistant: Assistant) -> None:
    response = SncQueryEngine(assistant).query("Combien coûte la qualification ?")
    assert response.source_nodes == []
    assert response.metadata is not None
    assert response.metadata["outcome"] == "not_in_sources"
    assert response.metadata["nearest"]


def test_the_query_engine_works_inside_a_running_loop(assistant: Assistant) -> None:
    engine = SncQueryEngine(assistant)

    async def ask() -> tuple[str, str]:
        return str(engine.query(ENGLISH)), str(await engine.aquery(ENGLISH))

    one, other = asyncio.run(ask())
    assert one == other != ""


def test_the_query_engine_is_a_tool_for_a_router(assistant: Assistant) -> None:
    tool = QueryEngineTool.from_defaults(SncQueryEngine(assistant), name="snc", description="SecNumCloud")
    chooses = LLMSingleSelector.from_defaults(llm=Scripted('[{"choice": 1, "reason": "SecNumCloud"}]'))
    router = RouterQueryEngine(selector=chooses, query_engine_tools=[tool], llm=MockLLM())
    assert str(router.query(ENGLISH)) == str(SncQueryEngine(assistant).query(ENGLISH))


class Scripted(MockLLM):
    """Streams these words, each a reply of its own; `!` breaks off, `…` waits, `(…)` is thought."""

    script: str = ""
    window: int = 8192
    asked: list[Any] = []
    closed: list[bool] = []

    def __init__(self, script: str, **settings: Any) -> None:
        super().__init__(callback_manager=CallbackManager([LlamaDebugHandler(print_trace_on_end=False)]))
        self.script, self.asked, self.closed = script, [], []
        self.window = settings.get("window", 8192)

    @property
    def metadata(self) -> LLMMetadata:
        if self.window == 0:
            raise ConnectionError("no server")
        return LLMMetadata(context_window=self.window)

    def predict(self, *_: Any, **__: Any) -> str:
        return self.script

    @llm_chat_callback()
    async def astream_chat(
        self, messages: Sequence[ChatMessage], **_: Any
    ) -> AsyncGenerator[ChatResponse, None]:
        self.asked.append([(m.role.value, m.content) for m in messages])
        return self._replies()

    async def _replies(self) -> AsyncGenerator[ChatResponse, None]:
        try:
            for word in self.script.split():
                if word == "!":
                    raise RuntimeError("the socket\nbroke")
                if word == "…":
                    await asyncio.sleep(60)
                thought = word.startswith("(")
                message = ChatMessage(role="assistant", content="")
                more = {"thinking_delta": word} if thought else {}
                yield ChatResponse(
                    message=message, delta=None if thought else f"{word} ", additional_kwargs=more
                )
        finally:
            self.closed.append(True)


def ask(llm: Scripted, max_tokens: int = 50, **more: Any) -> list[str | ModelLoading]:
    """All events of one answer."""

    async def collect() -> list[str | ModelLoading]:
        return [e async for e in LlamaIndexChat(llm, **more).stream(ASKED, max_tokens=max_tokens)]

    return asyncio.run(collect())


def test_a_model_of_llama_index_is_asked_and_its_thinking_ignored() -> None:
    llm = Scripted("(hmm) J1 est <think>non </think>l'acceptation.")
    assert "".join(map(str, ask(llm))) == "J1 est l'acceptation. "
    assert llm.asked == [[("system", "Réponds en français."), ("user", "Qu'est-ce que J1 ?")]]


def test_a_model_is_named_by_what_it_says_of_itself() -> None:
    assert LlamaIndexChat(MockLLM()).name == "MockLLM"
    assert LlamaIndexChat(MockLLM(), name="mine").name == "mine"


def test_whatever_a_model_raises_is_our_error() -> None:
    with pytest.raises(ModelBroken, match=r"MockLLM failed \(RuntimeError: the socket broke\)"):
        ask(Scripted("J1 est !"))


@pytest.mark.parametrize(
    ("script", "max_tokens", "error"),
    [("J1 " * 400, 50, ModelBroken), ("(hmm)", 50, ModelBroken), ("J1 …", 50, ModelTimeout), ("J1", 8180, PromptTooLong)],
    ids=["endless", "only thinks", "stalls", "no room"],
)  # fmt: skip
def test_a_model_that_misbehaves_is_an_error(script: str, max_tokens: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(Scripted(script), max_tokens, timeouts=Timeouts(idle_s=0.2))


def test_a_window_that_is_not_known_refuses_nothing() -> None:
    assert ask(Scripted("Oui.", window=-1), 100_000) == ["Oui. "]


def test_check_needs_the_model_to_describe_itself() -> None:
    asyncio.run(LlamaIndexChat(Scripted("")).check())
    with pytest.raises(ModelUnavailable, match="no server"):
        asyncio.run(LlamaIndexChat(Scripted("", window=0)).check())


def test_leaving_closes_the_model_s_stream() -> None:
    llm = Scripted("J1 …")

    async def leave() -> None:
        async with aclosing(LlamaIndexChat(llm).stream(ASKED, max_tokens=50)) as events:
            await anext(events)
        await asyncio.sleep(0.05)

    asyncio.run(leave())
    assert llm.closed == [True]


@pytest.fixture
def asked_through(snapshot: Built) -> Any:
    """The answer of an assistant whose engine is a llama-index model."""

    def ask_it(question: str, llm: MockLLM) -> Any:
        engines = Engines({"mine": LlamaIndexChat(llm)}, default="mine")
        ours = Assistant(snapshot.manifest, snapshot.data, BagOfWordsEncoder(), engines)
        return asyncio.run(ours.ask(question))

    return ask_it


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            FRENCH,
            "Une société hors UE détient au plus 24 % du capital individuellement, 39 % collectivement.",
        ),
        (ENGLISH, "A non-EU company may hold at most 24 % of the capital individually, 39 % collectively."),
    ],
    ids=["fr", "en"],
)
def test_an_assistant_checks_what_the_model_says(asked_through: Any, question: str, sentence: str) -> None:
    phrased = asked_through(question, Scripted(f"{sentence} [1][2]"))
    assert phrased.engine == "mine"
    assert sentence in [c.text for c in phrased.claims]
    wrong = asked_through(question, Scripted(f"{sentence} [1]".replace("24", "42")))
    assert (wrong.engine, wrong.dropped) == ("extractive", 1)
    assert wrong.engine_note


@QUESTIONS
def test_a_mock_model_that_repeats_its_prompt_convinces_nobody(asked_through: Any, question: str) -> None:
    answer = asked_through(question, MockLLM(max_tokens=40))
    assert answer.engine == "extractive"
    assert answer.engine_note


@pytest.mark.parametrize(
    "module", ["snc_assistant.cli", "snc_assistant.integrations", "snc_assistant.opening"]
)
def test_nothing_else_imports_llama_index(module: str) -> None:
    code = f"import sys, {module}; sys.exit(any(m.split('.')[0] == 'llama_index' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
