"""Token vectors trained so that texts lie as near each other as their meanings."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from training.bank import Bag, TextBank
from training.examples import Headings

_SAME = 0.93  # two texts this near for the teacher are not held against each other


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of a training run."""

    steps: int = 700
    blocks: int = 24
    block: int = 24  # neighbouring lines of a law together: the hard negatives of one another
    everyday: int = 512
    headings: int = 384
    rate: float = 1.5e-3
    scale: float = 20.0
    teacher_scale: float = 20.0
    distil: float = 1.0
    heading_weight: float = 1.0
    seed: int = 20


@dataclass(frozen=True, slots=True)
class Corpus:
    """Aligned texts with the teacher's vectors of the English ones."""

    english: TextBank
    french: TextBank
    teacher: NDArray[np.float16]


class Trainer:
    """Trains one matrix of token vectors."""

    def __init__(
        self, vectors: NDArray[np.float32], laws: Corpus, everyday: Corpus, headings: Headings,
        recipe: Recipe,
    ) -> None:  # fmt: skip
        self.weights = torch.nn.Parameter(torch.from_numpy(vectors.copy()))
        self._laws, self._everyday, self._headings = laws, everyday, headings
        self._recipe = recipe
        self._chance = np.random.default_rng(recipe.seed)

    def run(self, report: Callable[[int, dict[str, float]], None]) -> NDArray[np.float32]:
        """The trained vectors; the rate rises for 5 % of the steps, then falls to nothing."""
        recipe = self._recipe
        optimiser = torch.optim.SparseAdam([self.weights], lr=recipe.rate)
        warm = max(1, recipe.steps // 20)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser,
            lambda s: min((s + 1) / warm, (recipe.steps - s) / max(1, recipe.steps - warm)),
        )
        start = time.perf_counter()
        for step in range(recipe.steps):
            losses = {"pairs": self._pair_loss(), "headings": self._heading_loss()}
            loss = losses["pairs"] + recipe.heading_weight * losses["headings"]
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            if step % 100 == 0 or step + 1 == recipe.steps:
                values = {name: value.item() for name, value in losses.items()}
                report(step, values | {"seconds": time.perf_counter() - start})
        return self.weights.detach().numpy()

    def _encode(self, *bags: Bag) -> list[torch.Tensor]:
        """The unit vectors of several batches; only the tokens that occur get a gradient."""
        used, places = torch.unique(torch.cat([b.ids for b in bags]), return_inverse=True)
        rows = F.embedding(used, self.weights, sparse=True)
        parts = places.split([len(b.ids) for b in bags])
        pooled = [
            F.embedding_bag(part, rows, bag.offsets, mode="mean")
            for part, bag in zip(parts, bags, strict=True)
        ]
        return [F.normalize(p, dim=1, eps=1e-6) for p in pooled]

    def _pair_loss(self) -> torch.Tensor:
        laws, recipe = self._laws, self._recipe
        starts = self._chance.integers(0, len(laws.english) - recipe.block, recipe.blocks)
        lines = (starts[:, None] + np.arange(recipe.block)).ravel()
        others = self._chance.integers(0, len(self._everyday.english), recipe.everyday)
        daily = self._everyday
        encoded = self._encode(laws.english.bag(lines), daily.english.bag(others),
                               laws.french.bag(lines), daily.french.bag(others))  # fmt: skip
        english, french = torch.cat(encoded[:2]), torch.cat(encoded[2:])
        taught = np.concatenate([laws.teacher[lines], daily.teacher[others]])
        meaning = torch.from_numpy(taught.astype(np.float32))
        return self._aligned(english, french, meaning @ meaning.T)

    def _aligned(self, english: torch.Tensor, french: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
        """Translations first, and all else in the teacher's order, within and across languages."""
        recipe = self._recipe
        across = english @ french.T
        loss = contrast(across, taught, recipe.scale)
        for scores, own in ((across, True), (across.T, True), (english @ english.T, False),
                            (french @ french.T, False)):  # fmt: skip
            loss = loss + recipe.distil / 4 * divergence(
                scores, taught, recipe.scale, recipe.teacher_scale, keep_own=own
            )
        return loss

    def _heading_loss(self) -> torch.Tensor:
        recipe, headings = self._recipe, self._headings
        start = self._chance.integers(0, len(headings.titles) - 16, recipe.headings // 16)
        rows = (start[:, None] + np.arange(16)).ravel()
        size = self._chance.integers(1, headings.provisions.shape[1] + 1, (len(rows), 1))
        groups = headings.provisions[rows].copy()
        groups[np.arange(groups.shape[1])[None] >= size] = -1
        banks = (self._laws.english, self._laws.french)
        asked = banks[self._chance.integers(2)].bag(headings.titles[rows])
        found = banks[self._chance.integers(2)].joined(groups)
        taught = self._taught(headings.titles[rows]) @ self._taught_groups(groups).T
        questions, texts = self._encode(asked, found)
        scores = questions @ texts.T
        return contrast(scores, taught + 0.3, recipe.scale) + recipe.distil * divergence(
            scores, taught, recipe.scale, recipe.teacher_scale, keep_own=True
        )

    def _taught(self, rows: NDArray[np.int64]) -> torch.Tensor:
        return torch.from_numpy(self._laws.teacher[rows].astype(np.float32))

    def _taught_groups(self, groups: NDArray[np.int64]) -> torch.Tensor:
        vectors = self._laws.teacher[groups].astype(np.float32) * (groups >= 0)[..., None]
        return F.normalize(torch.from_numpy(vectors.sum(axis=1)), dim=1)


def contrast(scores: torch.Tensor, taught: torch.Tensor, scale: float) -> torch.Tensor:
    """InfoNCE both ways; what the teacher takes for the same is no negative."""
    same = (taught > _SAME) & ~torch.eye(len(scores), dtype=torch.bool)
    logits = (scores * scale).masked_fill(same, -1e4)
    labels = torch.arange(len(scores))
    return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.T, labels)) / 2


def divergence(
    scores: torch.Tensor, taught: torch.Tensor, scale: float, teacher_scale: float, *,
    keep_own: bool,
) -> torch.Tensor:  # fmt: skip
    """How far the softmax of the scores is from the teacher's, row by row (KL)."""
    goal, logits = taught * teacher_scale, scores * scale
    if not keep_own:
        own = torch.eye(len(scores), dtype=torch.bool)
        goal, logits = goal.masked_fill(own, -1e4), logits.masked_fill(own, -1e4)
    return F.kl_div(
        F.log_softmax(logits, dim=1), F.log_softmax(goal, dim=1), log_target=True,
        reduction="batchmean",
    )  # fmt: skip
