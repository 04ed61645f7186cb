"""Learns which stem translates which: `python -m training.translations --data FOLDER --out FOLDER`.

Model 1 of Brown et al. (1993), over the stems that the sparse search compares, each once a text;
both directions, combined by their geometric mean so that a pair must hold either way (Darwish &
Oard 2003 use such tables to search across languages). No chance is involved. Knows nothing about
vectors.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from snc_assistant.retrieval.analyzer import terms
from snc_assistant.retrieval.translations import FILE, Translations, write_translations
from snc_assistant.types import LANGUAGES, Language
from training.examples import phrase_pairs
from training.pairs import Pair, read_laws, read_phrases, read_terms

ROUNDS = 6
LEAST_TEXTS = 2  # a stem seen in one text aligns with all of the other
LEAST = 0.05  # of both directions combined: below it, mostly neighbours of the translation
MOST = 5  # translations of a stem
_EVERYDAY = 3  # times that our own phrases count, as for the encoder
_NEGLIGIBLE = 0.002  # dropped between rounds, to keep the tables sparse
_CHUNK = 20_000  # texts at a time

Table = sparse.csr_matrix


def learn_translations(pairs: Sequence[Pair]) -> Translations:
    """The best translations of each stem, either way, with probabilities that sum to 1."""
    stems: Mapping[Language, list[list[str]]] = {
        "fr": [terms(p.french, "fr") for p in pairs],
        "en": [terms(p.english, "en") for p in pairs],
    }
    known = {lang: _vocabulary(stems[lang]) for lang in LANGUAGES}
    texts = {lang: _incidence(stems[lang], known[lang]) for lang in LANGUAGES}
    english, french = align(texts["fr"], texts["en"]), align(texts["en"], texts["fr"])
    both = english.multiply(french.T).sqrt().tocsr()
    return {
        "fr": _best(both, known["fr"], known["en"]),
        "en": _best(both.T.tocsr(), known["en"], known["fr"]),
    }


def align(sources: Table, targets: Table, rounds: int = ROUNDS) -> Table:
    """P(target stem | source stem) of aligned texts by expectation maximisation, shape (sources, targets).

    :param sources: which stems each text has, shape (texts, stems), of zeros and ones.
    """
    nothing = np.ones((sources.shape[0], 1), np.float32)  # a target stem may translate no word at all
    sources = sparse.hstack([sources, nothing]).tocsr()
    shares = sparse.diags_array(1 / np.asarray(sources.sum(axis=1)).ravel()) @ targets
    found = _normal((sources.T @ shares).tocsr())
    for _ in range(rounds - 1):
        shares = sparse.vstack(
            [_shares(sources[i : i + _CHUNK] @ found, targets[i : i + _CHUNK])
             for i in range(0, sources.shape[0], _CHUNK)]
        )  # fmt: skip
        found = _normal((sources.T.tocsr() @ shares).multiply(found).tocsr())
    return found[:-1]


def _shares(expected: Table, targets: Table) -> Table:
    """One over what the source stems of each text give to each target stem that it has."""
    shares = expected.multiply(targets).tocsr()
    shares.eliminate_zeros()
    shares.data = 1 / shares.data
    return shares


def _normal(counts: Table) -> Table:
    """The counts as probabilities, row by row, without the negligible ones."""
    totals = np.asarray(counts.sum(axis=1)).ravel()
    counts.data /= np.repeat(np.maximum(totals, 1e-12), np.diff(counts.indptr))
    counts.data[counts.data < _NEGLIGIBLE] = 0
    counts.eliminate_zeros()
    return counts


def _vocabulary(texts: Sequence[Sequence[str]]) -> list[str]:
    """The stems to translate: figures need no translation."""
    counts = Counter(stem for text in texts for stem in set(text))
    return sorted(s for s, n in counts.items() if n >= LEAST_TEXTS and not s[0].isdigit())


def _incidence(texts: Sequence[Sequence[str]], stems: Sequence[str]) -> Table:
    """Which stems each text has, shape (texts, stems)."""
    number = {s: i for i, s in enumerate(stems)}
    columns = [sorted({number[s] for s in text if s in number}) for text in texts]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate([np.array(c, dtype=np.int64) for c in columns])
    return sparse.csr_matrix((np.ones(len(flat), np.float32), flat, starts), (len(texts), len(stems)))


def _best(
    both: Table, sources: Sequence[str], targets: Sequence[str]
) -> dict[str, tuple[tuple[str, float], ...]]:
    best = {}
    for at, source in enumerate(sources):
        row = both[[at]]
        order = np.argsort(-row.data, kind="stable")[:MOST]
        kept = [i for i in order if row.data[i] >= LEAST]
        total = float(sum(row.data[i] for i in kept))
        if kept:
            best[source] = tuple(
                (targets[row.indices[i]], round(float(row.data[i]) / total, 3)) for i in kept
            )
    return best


def main() -> None:
    """Learn the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="laws and terms")
    parser.add_argument("--out", type=Path, required=True, help="the table goes here")
    arguments = parser.parse_args()
    data = arguments.data
    pairs = [*read_laws(data), *read_terms(data), *phrase_pairs(read_phrases()) * _EVERYDAY]
    found = learn_translations(pairs)
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_translations(arguments.out / FILE, found)
    print({lang: len(table) for lang, table in found.items()}, file=sys.stderr)


if __name__ == "__main__":
    main()
