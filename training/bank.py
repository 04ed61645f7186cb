"""Texts as token ids in one flat array, from which batches are gathered quickly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Bag:
    """A batch of token bags, as `torch.nn.functional.embedding_bag` wants them."""

    ids: torch.Tensor
    offsets: torch.Tensor


class TextBank:
    """The token ids of many texts."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str], longest: int = 256) -> None:
        parts: list[NDArray[np.int32]] = []
        for start in range(0, len(texts), _CHUNK):
            batch = list(texts[start : start + _CHUNK])
            encodings = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            parts += [np.array(e.ids[:longest], dtype=np.int32) for e in encodings]
        self.lengths = np.array([len(p) for p in parts], dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]]).astype(np.int64)
        self.flat = np.concatenate(parts)

    def __len__(self) -> int:
        return len(self.lengths)

    def bag(self, rows: NDArray[np.int64]) -> Bag:
        """The token bags of the texts at these positions."""
        return self.joined(rows[:, None])

    def joined(self, groups: NDArray[np.int64]) -> Bag:
        """One bag per row of positions, the texts of a row put together; -1 is no text."""
        rows = groups.ravel()
        lengths = np.where(rows >= 0, self.lengths[rows], 0)
        ends = np.cumsum(lengths)
        within = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
        ids = self.flat[np.repeat(self.starts[rows], lengths) + within]
        per_group = lengths.reshape(groups.shape).sum(axis=1)
        offsets = np.concatenate([[0], np.cumsum(per_group)[:-1]])
        return Bag(torch.from_numpy(ids.astype(np.int64)), torch.from_numpy(offsets))
