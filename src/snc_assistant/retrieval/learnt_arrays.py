"""Arrays that were learnt for one corpus and one encoder, and are kept with the corpus."""

import io
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from snc_assistant.errors import CorpusError

Arrays = Mapping[str, NDArray[Any]]
_ENCODER = "encoder"
_UNREADABLE = (
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_arrays(path: Path, encoder_identity: str) -> Arrays | None:
    """The arrays of a file by name; None if there is none, or if it was learnt for another encoder.

    :raises CorpusError: if the file is there and unreadable.
    """
    if not path.is_file():
        return None
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        identity = str(arrays.pop(_ENCODER))
    except _UNREADABLE as exc:
        raise wrong(path) from exc
    return arrays if identity == encoder_identity else None


def write_arrays(path: Path, encoder_identity: str, arrays: Arrays) -> Path:
    """Keep arrays with a corpus; the file's path.

    :raises CorpusError: if it cannot be written.
    """
    try:
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **{_ENCODER: np.array(encoder_identity), **arrays})
    except OSError as exc:
        raise CorpusError(
            f"{path} cannot be written: {exc.strerror}; copy the corpus and give --corpus"
        ) from exc
    return path


def wrong(path: Path) -> CorpusError:
    """The error that says what to do about a file that does not hold what it should."""
    return CorpusError(f"{path} is wrong; run `snc-assistant adapt`, or delete it")
