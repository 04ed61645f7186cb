"""The one door of this package: text and history → `Question`."""

import re
from collections.abc import Sequence

from snc_assistant.language import LanguageDetector, normalise
from snc_assistant.question.entities import EntityLinker
from snc_assistant.question.followup import make_standalone
from snc_assistant.question.frame import intent_of, is_yes_no
from snc_assistant.question.parts import without_thanks
from snc_assistant.question.relation import read_relation
from snc_assistant.types import Language, Question, Turn

_IN_NO_LANGUAGE = ("provider", "offer", "unlisted", "service_model", "stage")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACE = re.compile(r"\s+")


def understand(
    text: str,
    linker: EntityLinker,
    detector: LanguageDetector,
    *,
    history: Sequence[Turn] = (),
    language: Language | None = None,
) -> Question:
    """The question with its language, standalone wording, entities and intent.

    :param language: of the interface; decides only where the words do not.
    """
    standalone = make_standalone(_asked(text), history, linker)
    spoken = " ".join([*(t.content for t in history if t.role == "user"), text])
    default = detector.detect(_without_names(spoken, linker), language or "fr")
    entities = linker.find(standalone)
    return Question(
        text=text,
        standalone=standalone,
        language=detector.detect(_without_names(text, linker), default),
        entities=entities,
        intent=intent_of(standalone, entities),
        yes_no=is_yes_no(standalone),
        relation=read_relation(standalone, entities),
    )


def _asked(text: str) -> str:
    """What is asked: the text without markup, and without the thanks after it."""
    return without_thanks(_without_markup(normalise(text)))


def _without_markup(text: str) -> str:
    """The text without HTML: a comment is dropped, a tag ends a sentence."""
    return _SPACE.sub(" ", _TAG.sub(". ", _COMMENT.sub(" ", text))).strip(" .") if "<" in text else text


def _without_names(text: str, linker: EntityLinker) -> str:
    """The text without names: "Oodrive Work" says nothing of who is asking."""
    for entity in linker.find(text):
        if entity.kind in _IN_NO_LANGUAGE:
            text = text.replace(entity.surface, " ")
    return text
