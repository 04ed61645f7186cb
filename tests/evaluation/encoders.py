"""Encoders without a model: one that knows words, one that knows nothing."""

import hashlib
from collections.abc import Sequence

import numpy as np

from snc_assistant.language import words
from snc_assistant.retrieval.encoder import Vectors


class BagOfWordsEncoder:
    """Hashes words into 256 places, so that texts which share words are near."""

    identity = "bag-of-words@1"
    dimension = 256

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._encode(t) for t in texts])

    encode_passages = encode_queries

    def _encode(self, text: str) -> Vectors:
        vector = np.full(self.dimension, 1e-6, dtype=np.float32)
        for word in words(text):
            vector[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % 256] += 1
        return vector / np.linalg.norm(vector)


class RandomEncoder(BagOfWordsEncoder):
    """A vector that depends on the whole text: any other text is as far as any."""

    identity = "random@1"

    def _encode(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)
