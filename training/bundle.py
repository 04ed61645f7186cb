"""Writes the model: float32 in sentence-transformers' form, and int8 as it ships."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

TABLE = "embedding.weight"  # the name that StaticEmbedding gives to its matrix
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {
        "idx": 1, "name": "1", "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]  # fmt: skip


def write_static_embedding(folder: Path, vectors: NDArray[np.float32], tokenizer: Tokenizer) -> None:
    """A folder that `SentenceTransformer(folder)` loads."""
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file({TABLE: np.ascontiguousarray(vectors)}, folder / "model.safetensors")
    (folder / "modules.json").write_text(json.dumps(_MODULES, indent=2), encoding="utf-8")
    settings = {"similarity_fn_name": "cosine", "prompts": {}, "default_prompt_name": None}
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps(settings, indent=2), encoding="utf-8")


def write_bundle(folder: Path, vectors: NDArray[np.float32], tokenizer: Tokenizer) -> None:
    """The form that ships: int8 rows, a float32 scale per row, and the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(vectors)
    save_file({"rows": rows, "scales": scales}, folder / "weights.safetensors")
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf-8")


def read_bundle(folder: Path) -> tuple[NDArray[np.float32], Tokenizer]:
    """The vectors of a bundle, in float32, and its tokenizer."""
    arrays = load_file(folder / "weights.safetensors")
    vectors = arrays["rows"].astype(np.float32) * arrays["scales"][:, None]
    return vectors, Tokenizer.from_file(str(folder / "tokenizer.json"))


def quantise(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows of int8 and the scale of each, so that row times scale is nearly the vector."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales
