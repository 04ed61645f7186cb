"""A real Ollama server: `SNC_OLLAMA_URL=http://127.0.0.1:11434 pytest -m ollama`.

`SNC_OLLAMA_MODEL` names another model than the default one.
"""

import asyncio
import os
from contextlib import aclosing

import pytest

from snc_assistant.generation.chat import Timeouts
from snc_assistant.generation.draft import DraftParser
from snc_assistant.generation.ollama import OllamaChat
from snc_assistant.generation.prompt import build_messages
from snc_assistant.types import (
    Bilingual,
    DraftClaim,
    Evidence,
    Language,
    Outcome,
    Question,
    Source,
    Span,
)

URL = os.environ.get("SNC_OLLAMA_URL", "")
MODEL = os.environ.get("SNC_OLLAMA_MODEL", "ministral-3:8b")

pytestmark = [
    pytest.mark.ollama,
    pytest.mark.skipif(not URL, reason="set SNC_OLLAMA_URL to test against a real Ollama server"),
]


def evidence(ask: str, lang: Language) -> Evidence:
    """Two sources, one of which answers."""
    stage = Bilingual(
        "L'étape J1 est l'acceptation de la stratégie d'évaluation.",
        "Stage J1 is the acceptance of the evaluation strategy.",
    )
    share = Bilingual(
        "Une société hors UE détient au plus 24 % individuellement.",
        "A non-EU company holds at most 24 % individually.",
    )
    sources = (
        Source("stage", stage, (Span("d", 0, 9),)),
        Source("share", share, (Span("d", 10, 19),)),
    )
    return Evidence(Question(ask, ask, lang), Outcome.ANSWERED, sources, (), ())


async def answer(ask: str, lang: Language) -> tuple[list[DraftClaim], DraftParser]:
    """The claims of a whole answer, and the parser that made them."""
    model = OllamaChat(URL, MODEL, num_ctx=4096, timeouts=Timeouts(total_s=600))
    await model.check()
    prompt = build_messages(evidence(ask, lang))
    parser = DraftParser(prompt.numbering)
    claims: list[DraftClaim] = []
    async with aclosing(model.stream(prompt.messages, max_tokens=200)) as events:
        async for event in events:
            claims += parser.feed(event) if isinstance(event, str) else []
    return claims + parser.close(), parser


@pytest.mark.parametrize(
    ("ask", "lang", "word"),
    [("Qu'est-ce que J1 ?", "fr", "stratégie"), ("What is J1?", "en", "strategy")],
    ids=["fr", "en"],
)
def test_a_real_model_answers_with_its_source(ask: str, lang: Language, word: str) -> None:
    claims, _ = asyncio.run(answer(ask, lang))
    assert any(word in c.text and "stage" in c.source_ids for c in claims)


@pytest.mark.parametrize(
    ("ask", "lang"),
    [("Combien coûte la qualification ?", "fr"), ("What does the qualification cost?", "en")],
    ids=["fr", "en"],
)
def test_a_real_model_says_when_the_sources_do_not(ask: str, lang: Language) -> None:
    _, parser = asyncio.run(answer(ask, lang))
    assert parser.no_answer
