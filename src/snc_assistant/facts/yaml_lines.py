"""YAML read safely, each mapping knowing the line it starts on."""

from pathlib import Path
from typing import Any

import yaml

from snc_assistant.errors import CorpusError

LINE = "__line__"


class _LineLoader(yaml.SafeLoader):
    """PyYAML's safe loader, which also notes where each mapping starts."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping with its 1-based line under `LINE`."""
        keys = [k.value for k, _ in node.value]
        twice = sorted({k for k in keys if keys.count(k) > 1})
        if twice:
            raise CorpusError(f"line {node.start_mark.line + 1}: key given twice: {', '.join(twice)}")
        mapping = super().construct_mapping(node, deep=deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def read_yaml(path: Path) -> dict[str, Any]:
    """The top-level mapping of a YAML file.

    :raises CorpusError: if it cannot be read or is not a mapping.
    """
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506 (a SafeLoader)
    except FileNotFoundError as exc:
        raise CorpusError(f"{path} is missing") from exc
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise CorpusError(f"{path} cannot be read: {exc}") from exc
    except CorpusError as exc:
        raise CorpusError(f"{path}: {exc}") from exc
    if not isinstance(loaded, dict):
        raise CorpusError(f"{path}: expected a mapping at the top")
    return loaded
