"""Rules of the architecture that import-linter cannot state."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "snc_assistant"
MODULES = sorted(SOURCE.rglob("*.py"))
TREES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def imports(tree: ast.AST) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def calls(tree: ast.AST) -> set[str]:
    """The dotted names of what a module calls."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def importing(package: str) -> set[str]:
    """The modules that import a package."""
    return {name for name, tree in TREES.items() if package in imports(tree)}


@pytest.mark.parametrize(
    "package", ["pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"]
)
def test_no_module_imports_a_pickler(package: str) -> None:
    assert importing(package) == set()


@pytest.mark.parametrize(
    "call",
    [
        "eval",
        "exec",
        "compile",
        "__import__",
        "torch.load",
        "os.system",
        "yaml.unsafe_load",
        "yaml.full_load",
    ],
)
def test_no_module_runs_what_it_reads(call: str) -> None:
    assert {name for name, tree in TREES.items() if call in calls(tree)} == set()


def test_yaml_is_read_by_safe_loaders_only() -> None:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "yaml.load":
                [loader] = [ast.unparse(k.value) for k in node.keywords if k.arg == "Loader"]
                classes = {
                    c.name: {ast.unparse(b) for b in c.bases}
                    for c in ast.walk(tree)
                    if isinstance(c, ast.ClassDef)
                }
                assert "yaml.SafeLoader" in classes.get(loader, {loader}), name


def test_arrays_are_never_loaded_with_pickle() -> None:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.load", "numpy.load"):
                assert {k.arg: ast.unparse(k.value) for k in node.keywords}.get("allow_pickle") == "False", (
                    name
                )


def test_faiss_is_imported_by_the_dense_index_only() -> None:
    assert importing("faiss") - {"evaluation/baselines.py"} == {"retrieval/dense.py"}


def test_bm25_is_imported_by_the_sparse_index_only() -> None:
    assert importing("bm25s") - {"evaluation/baselines.py"} == {"retrieval/sparse.py"}


@pytest.mark.parametrize("package", ["fastapi", "starlette", "uvicorn"])
def test_web_framework_stays_in_the_web_folder(package: str) -> None:
    assert {name for name in importing(package) if not name.startswith("web/")} == set()


def test_ollama_is_imported_by_its_module_only() -> None:
    assert importing("ollama") <= {"generation/ollama.py"}


@pytest.mark.parametrize("package", ["requests", "urllib3", "aiohttp"])
def test_no_other_http_client_is_used(package: str) -> None:
    assert importing(package) == set()


def test_print_belongs_to_nobody() -> None:
    assert {name for name, tree in TREES.items() if "print" in calls(tree)} == set()


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "common", "base_utils", "misc"])
def test_no_module_is_named_for_nothing(name: str) -> None:
    assert [p for p in MODULES if p.stem == name] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, tree in TREES.items() if not ast.get_docstring(tree)]
    assert silent == []


def test_environment_is_read_by_the_settings_only() -> None:
    readers = {
        name
        for name, tree in TREES.items()
        if any("environ" in ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute))
    }
    assert readers <= {"settings.py", "retrieval/encoder.py"}  # the encoder keeps the model hub offline


HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "llama_index",
    "faiss",
    "bm25s",
    "fastapi",
    "mcp",
    "numpy",
)


def heavy_after(code: str) -> list[str]:
    """The heavy packages that are imported once some code has run in a fresh interpreter."""
    report = f"import sys\n{code}\nprint('HEAVY', *[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()[1:]


def test_help_imports_nothing_heavy() -> None:
    code = "from snc_assistant.cli import main\nmain(['--help'], standalone_mode=False)"
    assert heavy_after(code) == []


def test_help_of_the_module_is_printed() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "snc_assistant", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Usage: " in done.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert loaded & set(HEAVY) == set()


@pytest.mark.parametrize(
    "command", ["index", "ask", "search", "serve", "doctor", "enrich", "adapt", "mcp", "eval"]
)
def test_help_of_each_command_imports_nothing_heavy(command: str) -> None:
    code = f"from snc_assistant.cli import main\nmain(['{command}', '--help'], standalone_mode=False)"
    assert heavy_after(code) == []


def test_answering_needs_neither_torch_nor_llama_index() -> None:
    loaded = heavy_after("import snc_assistant.assistant, snc_assistant.opening")
    assert set(loaded) <= {"faiss", "bm25s", "numpy"}
