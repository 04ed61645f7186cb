"""What is trained on: aligned texts, headings with their provisions, questions from patterns."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.pairs import Meaning, Pair

_WINDOW = 400  # lines to either side in which a heading's provision is looked for
_CHUNK = 1000
_ENOUGH = 0.45  # the teacher's cosine from which a provision counts as the heading's
_TOGETHER = 4  # at most so many provisions are put together as one long text

# Each line: ways to ask the same about something, in English and in French.
_PATTERNS: Sequence[tuple[Sequence[str], Sequence[str]]] = (
    (("what is {}?", "{} meaning", "what's {}", "define {}", "what does {} mean?"),
     ("qu'est-ce que {} ?", "c'est quoi {}", "définition {}", "c koi {}", "que signifie {} ?")),
    (("who is responsible for {}?", "who takes care of {}?", "who handles {}"),
     ("qui est responsable de {} ?", "qui s'occupe de {} ?", "c qui qui gère {}")),
    (("is {} mandatory?", "do we need {}?", "must we have {}"),
     ("{} est-il obligatoire ?", "faut-il {} ?", "on est obligé d'avoir {}")),
    (("how does {} work?", "explain {}", "how {} works"),
     ("comment fonctionne {} ?", "expliquez {}", "comment ça marche {}")),
    (("how many {} are there?", "number of {}", "how many {}"),
     ("combien y a-t-il de {} ?", "nombre de {}", "cb de {}")),
    (("when is {} due?", "date of {}", "when {}"),
     ("quand {} ?", "date de {}", "c'est quand {}")),
    (("where can I find {}?", "looking for {}", "where is {}"),
     ("où trouver {} ?", "je cherche {}", "c'est où {}")),
    (("can I use {}?", "is {} allowed?", "are we allowed {}"),
     ("puis-je utiliser {} ?", "{} c'est autorisé ?", "a-t-on droit à {}")),
    (("what are the conditions for {}?", "requirements for {}", "criteria of {}"),
     ("quelles sont les conditions pour {} ?", "exigences pour {}", "critères de {}")),
    (("how much does {} cost?", "price of {}"),
     ("combien coûte {} ?", "prix de {}")),
    (("what happens if {} fails?", "what if there is no {}"),
     ("que se passe-t-il si {} échoue ?", "et s'il n'y a pas de {}")),
    (("list of {}", "give me all {}", "which {} exist?"),
     ("liste des {}", "donne-moi tous les {}", "quels {} existent ?")),
    (("{} and {}", "difference between {} and {}"),
     ("{} et {}", "différence entre {} et {}")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Headings:
    """Positions of headings and, for each, of the provisions beneath it, best first; -1 is none."""

    titles: NDArray[np.int64]
    provisions: NDArray[np.int64]


def is_heading(text: str) -> bool:
    """Whether a line of a law reads as a heading rather than as a provision."""
    return 6 < len(text) < 90 and not text.rstrip().endswith((".", ":", ";", ",", "—"))


def find_headings(laws: Sequence[Pair], teacher: NDArray[np.float16]) -> Headings:
    """The headings whose provision stands near them and means the same to the teacher."""
    heading = np.array([is_heading(p.english) for p in laws])
    titles, provisions = [], []
    for start in range(0, len(laws), _CHUNK):
        low, high = max(0, start - _WINDOW), min(len(laws), start + _CHUNK + _WINDOW)
        asked = start + np.flatnonzero(heading[start : start + _CHUNK])
        texts = low + np.flatnonzero(~heading[low:high])
        if not len(asked) or len(texts) < _TOGETHER:
            continue
        scores = teacher[asked].astype(np.float32) @ teacher[texts].astype(np.float32).T
        scores[np.abs(asked[:, None] - texts[None]) > _WINDOW] = -1.0
        best = np.argsort(-scores, axis=1)[:, :_TOGETHER]
        reached = np.take_along_axis(scores, best, axis=1)
        keep = reached[:, 0] >= _ENOUGH
        near = reached >= np.maximum(_ENOUGH, reached[:, :1] - 0.15)
        titles.append(asked[keep])
        provisions.append(np.where(near, texts[best], -1)[keep])
    return Headings(np.concatenate(titles), np.concatenate(provisions))


def phrase_pairs(meanings: Sequence[Meaning]) -> list[Pair]:
    """Every English wording of a meaning with every French one."""
    return [Pair(e, f) for m in meanings for e in m.english for f in m.french]


def ask_about(things: Sequence[Pair], count: int, seed: int) -> list[Pair]:
    """Questions about things, from patterns, asked in both languages."""
    chance = random.Random(seed)
    questions = []
    for _ in range(count):
        english, french = chance.choice(_PATTERNS)
        first, second = chance.choice(things), chance.choice(things)
        both = "{} and {}" in english
        questions.append(
            Pair(
                chance.choice(english).format(first.english, second.english) if both
                else chance.choice(english).format(first.english),
                chance.choice(french).format(first.french, second.french) if both
                else chance.choice(french).format(first.french),
            )
        )  # fmt: skip
    return questions


def misspell(text: str, chance: random.Random) -> str:
    """The text in lower case with a slip in about one of its longer words in four."""
    words = text.lower().split()
    return " ".join(_slip(w, chance) if len(w) > 4 and chance.random() < 0.25 else w for w in words)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice("aeiourstnl") + word[at + 1 :]


def short_things(pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs short enough to be asked about."""
    words = re.compile(r"[\w' -]+")
    return [p for p in pairs if len(p.english.split()) <= 4 and words.fullmatch(p.english)]
