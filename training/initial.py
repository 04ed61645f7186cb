"""Token vectors to start from: MiniLM's, frequent ones small, French ones regressed on English."""

from collections.abc import Sequence

import numpy as np
import scipy.linalg
import scipy.sparse as sp
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.bank import TextBank
from training.teacher import Teacher

_RARE = 1e-3  # a token of this frequency has half the length of a rare one
_FRENCH = 2.0  # a piece this many times more frequent in French starts from what its translations say
_LONGEST = 64  # pieces of a text to regress on; longer ones tell less about each
_RIDGE = 1.0
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
    scaled = (vectors * (_RARE / (_RARE + frequency))[:, None]).astype(np.float32)
    is_french = counts[1] > _FRENCH * np.maximum(counts[0], 1)
    rows = np.flatnonzero(is_french)
    scaled[rows] = regress(scaled, english, french, rows)
    return scaled


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


def regress(
    start: NDArray[np.float32], english: TextBank, french: TextBank, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Vectors of these French pieces, so that French texts add up to what their translations do.

    Ridge regression over all aligned texts, solved exactly; a pair weighs one over the square root
    of its French length, and a piece seen rarely stays small. After the linear mapping of Mikolov,
    Le & Sutskever (2013), with texts in the place of a dictionary and a vector free for each piece.
    """
    short = np.flatnonzero((english.lengths <= _LONGEST) & (french.lengths <= _LONGEST))
    weights = sp.diags(np.maximum(3, french.lengths[short]) ** -0.5).astype(np.float32)
    counts = [weights @ _counts(bank, len(start))[short] for bank in (french, english)]
    unknown = counts[0][:, rows]
    shared = start.copy()
    shared[rows] = 0.0
    missing = counts[1] @ start - counts[0] @ shared
    squares = (unknown.T @ unknown).toarray()
    squares.flat[:: len(rows) + 1] += _RIDGE
    return scipy.linalg.solve(squares, unknown.T @ missing, assume_a="pos", overwrite_a=True)


def _counts(bank: TextBank, size: int) -> sp.csr_matrix:
    """How often each piece stands in each text."""
    rows = np.repeat(np.arange(len(bank)), bank.lengths)
    return sp.csr_matrix((np.ones(len(rows), np.float32), (rows, bank.flat)), (len(bank), size))
