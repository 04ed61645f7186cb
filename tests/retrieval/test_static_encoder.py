"""The bundled encoder's arithmetic, on a model of four tokens, and its promises on the real one."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from snc_assistant.errors import DependencyMissing
from snc_assistant.retrieval.static_encoder import BUNDLED, StaticEncoder, read_safetensors

tokenizers = pytest.importorskip("tokenizers")

_ROWS = np.array([[0, 0], [127, 0], [0, 127], [-127, 0]], dtype=np.int8)
_SCALES = np.array([1.0, 0.02, 0.01, 0.01], dtype=np.float32)


def write_model(folder: Path, rows: np.ndarray = _ROWS, scales: np.ndarray = _SCALES) -> Path:
    """A model of the words `cloud`, `nuage` and `not`, written byte by byte."""
    folder.mkdir(exist_ok=True)
    vocabulary = {"[UNK]": 0, "cloud": 1, "nuage": 2, "not": 3}
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=60)
    )
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    body = rows.tobytes() + scales.tobytes()
    header = json.dumps({
        "rows": {"dtype": "I8", "shape": list(rows.shape), "data_offsets": [0, rows.nbytes]},
        "scales": {
            "dtype": "F32", "shape": list(scales.shape), "data_offsets": [rows.nbytes, len(body)],
        },
    }).encode()  # fmt: skip
    head = len(header).to_bytes(8, "little")
    (folder / "weights.safetensors").write_bytes(head + header + body)
    return folder


def test_text_is_the_normalised_mean_of_its_scaled_rows(tmp_path: Path) -> None:
    vectors = StaticEncoder(write_model(tmp_path)).encode_passages(["cloud", "CLOUD nuage"])
    np.testing.assert_allclose(vectors[0], [1.0, 0.0], atol=1e-6)
    np.testing.assert_allclose(vectors[1], np.array([2.0, 1.0]) / np.sqrt(5), atol=1e-6)


@pytest.mark.parametrize("text", ["", " ", "日本"], ids=repr)
def test_text_that_says_nothing_has_a_finite_vector(tmp_path: Path, text: str) -> None:
    vectors = StaticEncoder(write_model(tmp_path)).encode_queries([text])
    np.testing.assert_allclose(vectors, [[0.0, 0.0]], atol=1e-6)


def test_no_texts_make_no_vectors(tmp_path: Path) -> None:
    assert StaticEncoder(write_model(tmp_path)).encode_queries([]).shape == (0, 2)


def test_long_text_is_not_cut_off(tmp_path: Path) -> None:
    text = "cloud " * 600 + "nuage " * 1200
    vectors = StaticEncoder(write_model(tmp_path)).encode_passages([text])
    np.testing.assert_allclose(vectors[0], np.array([1.0, 1.0]) / np.sqrt(2), atol=1e-5)


def test_identity_changes_with_the_weights(tmp_path: Path) -> None:
    one = StaticEncoder(write_model(tmp_path / "model")).identity
    again = StaticEncoder(write_model(tmp_path / "model")).identity
    other = StaticEncoder(write_model(tmp_path / "model", scales=_SCALES * 2)).identity
    assert one == again
    assert one != other
    assert one.startswith("model@")


def test_missing_folder_says_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(DependencyMissing, match=r"needs weights\.safetensors and tokenizer\.json"):
        StaticEncoder(tmp_path / "nowhere")


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    (write_model(tmp_path) / "weights.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    with pytest.raises(DependencyMissing, match="no static encoder"):
        StaticEncoder(tmp_path)


def test_arrays_are_read_as_written(tmp_path: Path) -> None:
    arrays = read_safetensors((write_model(tmp_path) / "weights.safetensors").read_bytes())
    np.testing.assert_array_equal(arrays["rows"], _ROWS)
    np.testing.assert_array_equal(arrays["scales"], _SCALES)


@pytest.fixture(scope="module")
def bundled() -> StaticEncoder:
    """The model that ships."""
    return StaticEncoder(BUNDLED)


def test_bundled_vectors_are_of_unit_length(bundled: StaticEncoder) -> None:
    vectors = bundled.encode_passages(["chiffrement des données", "who is qualified?", "x"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_batch_gives_the_same_vectors_as_one_text_at_a_time(bundled: StaticEncoder) -> None:
    texts = [f"offre numéro {i} " + "sauvegarde " * (i % 7) for i in range(600)]
    single = np.concatenate([bundled.encode_passages([t]) for t in texts])
    np.testing.assert_allclose(bundled.encode_passages(texts), single, atol=1e-6)


@pytest.mark.parametrize(
    ("french", "english", "other"),
    [
        ("mot de passe oublié", "forgotten password", "annual report"),
        ("chiffrement des données", "data encryption", "list of providers"),
        ("hébergeur en panne", "the host is down", "data encryption"),
    ],
    ids=["password", "encryption", "outage"],
)
def test_translation_is_nearer_than_another_subject(
    bundled: StaticEncoder, french: str, english: str, other: str
) -> None:
    asked, same, different = bundled.encode_queries([french, english, other])
    assert float(asked @ same) > float(asked @ different) + 0.2


def test_accents_and_case_do_not_matter(bundled: StaticEncoder) -> None:
    vectors = bundled.encode_queries(["Étape de qualification", "etape de QUALIFICATION"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


def test_bundle_is_small(bundled: StaticEncoder) -> None:
    assert sum(f.stat().st_size for f in BUNDLED.iterdir()) < 25e6


def test_neither_torch_nor_transformers_is_imported() -> None:
    code = (
        "import sys; from snc_assistant.retrieval.static_encoder import StaticEncoder;"
        "StaticEncoder().encode_queries(['bonjour']);"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
