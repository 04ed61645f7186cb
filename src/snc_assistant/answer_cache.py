"""Phrased answers that were given before, for exactly the same prompt to exactly the same model.

There is no notion of similar questions: a key is a digest of all that the answer depends on.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from snc_assistant.generation.engines import Choice
from snc_assistant.generation.prompt import Prompt
from snc_assistant.types import Answer, Claim


@dataclass(frozen=True, slots=True)
class Phrased:
    """What a model made of an extractive answer; holds no word of the question."""

    claims: tuple[Claim, ...]
    dropped_by: Mapping[str, int]


def answer_key(snapshot_id: str, choice: Choice, prompt: Prompt, embedded: Answer, answer_tokens: int) -> str:
    """A digest of everything that a phrased answer depends on.

    The settings of the engines do not take part: they are fixed as long as this process lives,
    and so is the cache.
    """
    question = embedded.question
    parts = [
        snapshot_id,
        [choice.name, choice.model.name if choice.model else "", choice.digest, answer_tokens],
        [asdict(m) for m in prompt.messages],
        prompt.numbering,
        [question.standalone, question.language, [(e.kind, e.value) for e in question.entities]],
        [embedded.outcome.value, embedded.text],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class AnswerCache:
    """Keeps the answers that were used last."""

    def __init__(self, size: int) -> None:
        """Start empty.

        :param size: how many answers to keep; 0 keeps none.
        """
        self._size = size
        self._answers: OrderedDict[str, Phrased] = OrderedDict()

    def get(self, key: str) -> Phrased | None:
        """The answer kept under a key."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, key: str, answer: Phrased) -> None:
        """Keep a completed answer; the one that was not used for longest makes room."""
        self._answers[key] = answer
        self._answers.move_to_end(key)
        while len(self._answers) > self._size:
            self._answers.popitem(last=False)
