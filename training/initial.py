"""Token vectors to start from: MiniLM's, frequent tokens small, French ones from English ones."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.bank import TextBank
from training.teacher import Teacher

_RARE = 1e-3  # a token of this frequency has half the length of a rare one
_FRENCH = 2.0  # a piece this many times more frequent in French starts from its translations
_NEAREST = 6
_SAMPLE = 6_000


def initial_vectors(
    tokenizer: Tokenizer, teacher: Teacher, english: TextBank, french: TextBank
) -> NDArray[np.float32]:
    """Start vectors, shape (pieces, 384)."""
    size = tokenizer.get_vocab_size()
    pieces = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().__getitem__)
    vectors = teacher.encode([p.removeprefix("##") for p in pieces]).astype(np.float32)
    counts = [np.bincount(b.flat, minlength=size).astype(np.float64) for b in (english, french)]
    frequency = sum(counts) / sum(c.sum() for c in counts)
    scaled = vectors * (_RARE / (_RARE + frequency))[:, None].astype(np.float32)
    is_french = counts[1] > _FRENCH * np.maximum(counts[0], 1)
    table = translations(english, french, size)[is_french]
    mass = np.asarray(table.sum(axis=1)).ravel()
    translated = (table @ scaled) / np.maximum(mass, 1e-9)[:, None]
    share = np.minimum(1.0, mass / 0.3)[:, None].astype(np.float32)
    scaled[is_french] = share * translated + (1 - share) * scaled[is_french]
    return scaled.astype(np.float32)


def blend(trained: NDArray[np.float32], start: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Trained and start vectors mixed, each first brought to a mean length of one.

    After "Robust fine-tuning" (Wortsman et al., CVPR 2022): keeps what training on laws forgets.
    """
    lengths = [np.linalg.norm(v, axis=1).mean() for v in (trained, start)]
    return share * trained / lengths[0] + (1 - share) * start / lengths[1]


def without_common(
    vectors: NDArray[np.float32], banks: Sequence[TextBank], count: int
) -> NDArray[np.float32]:
    """The vectors without the strongest directions that all texts share.

    After "All-but-the-Top" (Mu & Viswanath, ICLR 2018), measured on texts rather than on tokens.
    """
    means = []
    for bank in banks:
        rows = np.random.default_rng(0).integers(0, len(bank), _SAMPLE)
        bag = bank.bag(rows)
        pooled = F.embedding_bag(bag.ids, torch.from_numpy(vectors), bag.offsets, mode="mean")
        means.append(F.normalize(pooled, dim=1).numpy())
    texts = np.concatenate(means)
    directions = np.linalg.svd(texts.T @ texts / len(texts))[0][:, :count]
    return np.ascontiguousarray(vectors - vectors @ directions @ directions.T)


def translations(english: TextBank, french: TextBank, size: int) -> sp.csr_matrix:
    """For each French piece the English pieces that occur beside it most, by Dice's measure."""
    rows = [_presence(b, size) for b in (french, english)]
    together = (rows[0].T @ rows[1]).tocoo()
    seen = [np.asarray(r.sum(axis=0)).ravel() for r in rows]
    dice = 2 * together.data / (seen[0][together.row] + seen[1][together.col])
    keep = (dice > 0.02) & (together.data >= 2)
    scores = sp.csr_matrix((dice[keep], (together.row[keep], together.col[keep])), (size, size))
    return _best(scores)


def _presence(bank: TextBank, size: int) -> sp.csr_matrix:
    rows = np.repeat(np.arange(len(bank)), bank.lengths)
    matrix = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, bank.flat)), (len(bank), size))
    matrix.data[:] = 1.0
    return matrix


def _best(scores: sp.csr_matrix) -> sp.csr_matrix:
    """The strongest few of each row, squared so that the best one counts most."""
    for start, end in zip(scores.indptr[:-1], scores.indptr[1:], strict=True):
        values = scores.data[start:end]
        if len(values) > _NEAREST:
            values[values < np.partition(values, -_NEAREST)[-_NEAREST]] = 0.0
    scores.data **= 2
    scores.eliminate_zeros()
    return scores
