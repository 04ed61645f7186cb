"""How people write the names of providers and offers, and names that are in no table."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from snc_assistant.errors import CorpusError
from snc_assistant.facts.load import NAMES_FILE
from snc_assistant.facts.yaml_lines import read_yaml


@dataclass(frozen=True, slots=True)
class Provider:
    """A listed provider: its slug in the offers, its printed name and other spellings."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferName:
    """A listed offer, whose it is, and other spellings."""

    offer: str
    provider: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A well-known name that stands in no table; `related` are slugs worth offering."""

    name: str
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A name that no document speaks of, and the gap that says so: another scheme or law, say."""

    name: str
    gap: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageName:
    """A stage of the procedure, and what people call it: "the first step"."""

    stage: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """All names that a question may use."""

    providers: tuple[Provider, ...] = ()
    offers: tuple[OfferName, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()
    unspoken: tuple[Unspoken, ...] = ()
    common_words: tuple[str, ...] = ()
    stages: tuple[StageName, ...] = ()


def load_names(folder: Path) -> Names:
    """The names of a corpus; none if it has no names.yaml.

    :raises CorpusError: if the file is wrong.
    """
    path = folder / NAMES_FILE
    if not path.exists():
        return Names()
    content = read_yaml(path)
    try:
        return Names(
            providers=tuple(
                Provider(e["slug"], e["name"], _texts(e, "aliases"), _texts(e, "related"))
                for e in content.get("providers", ())
            ),
            offers=tuple(
                OfferName(e["offer"], e["provider"], _texts(e, "aliases")) for e in content.get("offers", ())
            ),
            unlisted=tuple(
                Unlisted(e["name"], _texts(e, "aliases"), _texts(e, "related"))
                for e in content.get("unlisted", ())
            ),
            unspoken=tuple(
                Unspoken(e["name"], e["gap"], _texts(e, "aliases")) for e in content.get("unspoken", ())
            ),
            stages=tuple(StageName(e["stage"], _texts(e, "aliases")) for e in content.get("stages", ())),
            common_words=tuple(str(w) for w in content.get("common_words", ())),
        )
    except (KeyError, TypeError) as exc:
        raise CorpusError(f"{path}: an entry lacks {exc}") from exc


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(v) for v in entry.get(key) or ())
