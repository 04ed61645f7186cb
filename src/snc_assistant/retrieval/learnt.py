"""What is counted over a corpus's texts when it is built, so that opening it need not count again."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Learnt:
    """The ordinary words of a corpus in order, and log odds of words and letter groups.

    `language_odds` are those of French against English, `look_up_odds` those of questions about
    who is listed against all others.
    """

    vocabulary: tuple[str, ...] = ()
    language_odds: Mapping[str, float] = field(default_factory=dict)
    look_up_odds: Mapping[str, float] = field(default_factory=dict)
