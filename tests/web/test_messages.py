"""The interface's words: the same keys and places in both languages, all used, none missing."""

import re

from snc_assistant.web.files import STATIC

SCRIPTS = STATIC / "js"
_ENTRY = re.compile(r'^  "([\w.]+)": "((?:[^"\\]|\\.)*)",$', re.MULTILINE)
_MADE = ("outcome.", "engine.", "language.", "suggestion.", "error.", "key.", "help.key_", "view.", "fact.")


def catalog(language: str) -> dict[str, str]:
    return dict(_ENTRY.findall((SCRIPTS / f"messages.{language}.js").read_text(encoding="utf-8")))


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(catalog("fr")) == list(catalog("en"))
    assert len(catalog("fr")) > 150


def test_every_line_of_a_catalog_is_an_entry() -> None:
    for language in ("fr", "en"):
        text = (SCRIPTS / f"messages.{language}.js").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line.startswith("  ")]
        assert len(lines) == len(catalog(language))


def test_both_languages_fill_the_same_places() -> None:
    places = {
        lang: {k: set(re.findall(r"\{(\w+)\}", v)) for k, v in catalog(lang).items()} for lang in ("fr", "en")
    }
    assert places["fr"] == places["en"]


def test_every_key_in_use_exists_and_every_key_is_in_use() -> None:
    sources = [
        p.read_text(encoding="utf-8") for p in SCRIPTS.glob("*.js") if not p.name.startswith("messages.")
    ]
    sources += [p.read_text(encoding="utf-8") for p in STATIC.glob("*.html")]
    text = "\n".join(sources)
    asked = set(re.findall(r'\bt\("([\w.]+)"', text))
    asked |= set(re.findall(r'data-(?:i18n|i18n-label|i18n-placeholder|page-title)="([\w.]+)"', text))
    known = {re.sub(r"\.(one|other)$", "", k) for k in catalog("fr")}
    assert asked <= known
    unused = {k for k in known if f'"{k}"' not in text and not k.startswith(_MADE)}
    assert unused == set()
