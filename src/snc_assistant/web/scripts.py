"""Joins a script and all that it imports into one, so that a browser fetches one file and not fifty.

The sources stay small modules; joined, each becomes a function that returns what it exports. Reads the
plain forms of import and export that the page's own scripts use, one a line, and refuses every other.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_IMPORT = re.compile(
    r'^import (?:(?P<default>\w+)|\* as (?P<all>\w+)|(?P<names>\{ \w+(?:, \w+)* \})) from "\./(?P<file>[\w.]+)";$'
)
_DECLARED = re.compile(r"^export (?:async )?(?:function\*?|class|const) (\w+)")
_DEFAULT = "export default "
_OTHER = re.compile(r"^(?:import|export)\b|\bimport\(")


@dataclass(frozen=True, slots=True)
class _Module:
    """A script's text without its imports and exports, the files it needs and what it returns."""

    body: str
    needs: list[str]
    exports: list[str]


def join_scripts(entry: Path) -> str:
    """One module that does what `entry` does with all that it imports, from the same folder.

    :raises ValueError: if a script imports or exports in another form, or scripts import each other.
    """
    modules: dict[str, _Module] = {}
    _collect(entry, modules, ())
    last = modules.pop(entry.name)
    functions = "".join(_as_function(name, module) for name, module in modules.items())
    return f"const modules = {{}};\n\n{functions}// {entry.name}\n{last.body}"


def _collect(script: Path, modules: dict[str, _Module], above: tuple[str, ...]) -> None:
    """Add a script after all that it needs."""
    if script.name in above:
        raise ValueError(f"scripts that import each other cannot be joined: {', '.join(above)}")
    if script.name in modules:
        return
    module = _read(script)
    for needed in module.needs:
        _collect(script.with_name(needed), modules, (*above, script.name))
    modules[script.name] = module


def _as_function(name: str, module: _Module) -> str:
    returned = ", ".join(module.exports)
    return f'// {name}\nmodules["{name}"] = (() => {{\n{module.body}\nreturn {{ {returned} }};\n}})();\n\n'


def _read(script: Path) -> _Module:
    module = _Module("", [], [])
    lines = script.read_text(encoding="utf-8").splitlines()
    body = "".join(f"{_joinable(line, script.name, module)}\n" for line in lines)
    return _Module(body, module.needs, module.exports)


def _joinable(line: str, name: str, module: _Module) -> str:
    """The line as it stands in the joined script; what it imports or exports is noted in the module."""
    if imported := _IMPORT.match(line):
        module.needs.append(imported["file"])
        source = f'modules["{imported["file"]}"]'
        if imported["default"]:
            return f"const {imported['default']} = {source}.default;"
        return f"const {imported['all'] or imported['names']} = {source};"
    if declared := _DECLARED.match(line):
        module.exports.append(declared[1])
        return line.removeprefix("export ")
    if line.startswith(_DEFAULT):
        module.exports.append("default: exported")
        return f"const exported = {line.removeprefix(_DEFAULT)}"
    if _OTHER.search(line):
        raise ValueError(f"{name} cannot be joined: {line}")
    return line
