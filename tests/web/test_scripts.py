"""Scripts joined into one: the same values, in the order that they need, and nothing unread."""

import re
from pathlib import Path

import pytest

from snc_assistant.web.files import STATIC
from snc_assistant.web.scripts import join_scripts


def write(folder: Path, **scripts: str) -> Path:
    """The scripts as files; returns main.js."""
    for name, text in scripts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "main.js"


def test_a_joined_script_holds_each_module_once_and_after_what_it_needs(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        main='import { b } from "./b.js";\nimport * as whole from "./a.js";\nimport words from "./fr.js";\nb();\n',
        b='import { A, c } from "./a.js";\n\nexport async function* b() {}\nexport class B {}\n',
        a="export const A = 1;\nexport function c() {}\n",
        fr='export default {\n  "à": "é",\n};\n',
    )
    assert join_scripts(entry) == (
        "const modules = {};\n\n"
        '// a.js\nmodules["a.js"] = (() => {\nconst A = 1;\nfunction c() {}\n\nreturn { A, c };\n})();\n\n'
        '// b.js\nmodules["b.js"] = (() => {\nconst { A, c } = modules["a.js"];\n\n'
        "async function* b() {}\nclass B {}\n\nreturn { b, B };\n})();\n\n"
        '// fr.js\nmodules["fr.js"] = (() => {\nconst exported = {\n  "à": "é",\n};\n\n'
        "return { default: exported };\n})();\n\n"
        '// main.js\nconst { b } = modules["b.js"];\nconst whole = modules["a.js"];\n'
        'const words = modules["fr.js"].default;\nb();\n'
    )


@pytest.mark.parametrize(
    "line",
    [
        'import "./a.js";',
        'import { a as b } from "./a.js";',
        'import {\n  a,\n} from "./a.js";',
        'import { a } from "../a.js";',
        'import { a } from "https://evil.example/a.js";',
        'export { a } from "./a.js";',
        "export let a = 1;",
        'const later = () => import("./a.js");',
    ],
)
def test_a_form_that_it_does_not_know_is_refused(tmp_path: Path, line: str) -> None:
    entry = write(tmp_path, main=line, a="export const a = 1;\n")
    with pytest.raises(ValueError, match=r"main\.js cannot be joined: (import|export|const later)"):
        join_scripts(entry)


def test_scripts_that_import_each_other_are_refused(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        main='import { a } from "./a.js";',
        a='import { b } from "./b.js";',
        b='import { a } from "./a.js";',
    )
    with pytest.raises(ValueError, match=r"import each other.*main\.js, a\.js, b\.js"):
        join_scripts(entry)


@pytest.mark.parametrize("entry", ["main.js", "openapi_page.js"])
def test_the_page_needs_nothing_but_its_joined_script(entry: str) -> None:
    joined = join_scripts(STATIC / "js" / entry)
    assert re.findall(r"^import\b|^export\b|\bimport\(", joined, re.MULTILINE) == []
    parts = re.findall(r"^// ([\w.]+\.js)$", joined, re.MULTILINE)
    assert len(parts) == len(set(parts)) > 10
    assert parts[-1] == entry


def test_every_script_belongs_to_a_page() -> None:
    pages = [join_scripts(STATIC / "js" / entry) for entry in ("main.js", "openapi_page.js")]
    joined = set(re.findall(r"^// ([\w.]+\.js)$", "".join(pages), re.MULTILINE))
    assert {p.name for p in (STATIC / "js").iterdir()} - joined == {"early_theme.js"}
