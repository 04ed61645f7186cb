"""A WordPiece vocabulary of both languages: MiniLM's own English pieces beside French ones."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

# Printable ASCII, euro, pound, section, degree, guillemets, oe, ae, sharp s, powers, micro, dashes
# and curly quotes.
_LATIN = re.compile(
    "[\x21-\x7e\u20ac\xa3\xa7\xb0\xab\xbb\u0153\xe6\xdf\xb2\xb3\xb5\u2013\u2014\u2018\u2019\u201c\u201d\u2026]+"
)
_REPEATED = 3  # a word seen so often is kept whole
_UNKNOWN = "[UNK]"
_PADDING = "[PAD]"


def build_tokenizer(
    english: Sequence[str], french: Sequence[str], english_pieces: Iterable[str], french_size: int
) -> Tokenizer:
    """A lower-case, accentless tokenizer without special tokens.

    :param english: texts whose repeated words are kept whole, as are those of the French ones.
    :param english_pieces: the teacher's vocabulary; its words and Latin pieces are kept.
    :param french_size: how many pieces to learn from the French texts before merging.
    """
    kept = [p for p in english_pieces if _LATIN.fullmatch(p.removeprefix("##"))]
    learned = _learn(french, french_size)
    counts = Counter(w for text in [*english, *french] for w in split_words(text))
    whole = [w for w, n in counts.most_common() if n >= _REPEATED and _LATIN.fullmatch(w)]
    pieces = dict.fromkeys([_PADDING, _UNKNOWN, *_alphabet(), *kept, *learned, *whole])
    return _tokenizer({piece: i for i, piece in enumerate(pieces)})


def split_words(text: str) -> list[str]:
    """The words and signs that WordPiece sees."""
    return [w for w, _ in _SPLIT.pre_tokenize_str(_NORMALIZER.normalize_str(text))]


_NORMALIZER = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
_SPLIT = pre_tokenizers.BertPreTokenizer()


def _tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=_UNKNOWN, max_input_chars_per_word=60))
    tokenizer.normalizer = _NORMALIZER
    tokenizer.pre_tokenizer = _SPLIT
    return tokenizer


def _learn(texts: Sequence[str], size: int) -> list[str]:
    tokenizer = _tokenizer({_UNKNOWN: 0})
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=3, special_tokens=[_UNKNOWN], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    ordered = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    return [p for p, _ in ordered if _LATIN.fullmatch(p.removeprefix("##"))]


def _alphabet() -> list[str]:
    """Every letter and digit, alone and inside a word, so that no Latin word is unknown."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789\u0153\xe6\xdf"
    return [*letters, *(f"##{c}" for c in letters), *"\xb2\xb3\xb5\u20ac\xa3\xa7\xb0"]
