"""How probable it is that the best hit is right, and where the numbers are kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.retrieval.calibration import (
    CALIBRATION_FILE,
    LEAST_TAUGHT,
    UNFITTED,
    Calibration,
    Fit,
    features,
    read_fits,
    write_fit,
)
from snc_assistant.types import Hit, Passage

CALIBRATION = Calibration(bias=-0.5, sparse=3.0, margin=6.0, threshold=0.4, no_rival=0.3)


def hit(
    target: str = "fact",
    dense: float = 0.5,
    sparse: float = 0.5,
    score: float = 0.0,
    taught: float | None = 0.0,
) -> Hit:
    """A hit with such scores."""
    passage = Passage("p", "d", "fr", (), "x", 0, 1, "sentence")
    return Hit(target, passage, 1, score, dense, sparse, (), "x", taught=taught)


def test_confidence_is_the_logistic_of_its_terms() -> None:
    calibration = Calibration(bias=-1.0, sparse=0.0, margin=2.0, threshold=0.5, no_rival=0.0)
    assert calibration.confidence([hit(dense=0.5)], set()) == 0.5


def test_confidence_grows_with_the_words_that_are_covered() -> None:
    few, many = ([hit(sparse=s)] for s in (0.1, 0.8))
    assert CALIBRATION.confidence(few, set()) < CALIBRATION.confidence(many, set())


def test_confidence_shrinks_as_a_question_without_answer_comes_near() -> None:
    found = [[hit(dense=0.6), hit("gap", dense=rival)] for rival in (0.2, 0.5, 0.7)]
    confidences = [CALIBRATION.confidence(hits, {"gap"}) for hits in found]
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == 3


def test_another_answer_is_no_rival_of_an_answer() -> None:
    assert CALIBRATION.confidence([hit(), hit("other")], {"gap"}) == CALIBRATION.confidence([hit()], {"gap"})


def test_answers_are_the_rivals_of_a_question_without_answer() -> None:
    found = [("gap", 0.7), ("other gap", 0.69), ("fact", 0.5)]
    hits = [hit(target, dense, taught=None) for target, dense in found]
    assert features(hits, {"gap", "other gap"}, 0.3) == (0.5, pytest.approx(0.2), 0.0)


def test_what_the_classifier_makes_more_probable_is_surer() -> None:
    calibration = replace(CALIBRATION, taught=0.3)
    sure, torn = ([hit(), hit("gap", taught=t)] for t in (-6.0, -0.1))
    assert calibration.confidence(sure, {"gap"}) > calibration.confidence(torn, {"gap"})
    assert CALIBRATION.confidence(sure, {"gap"}) == CALIBRATION.confidence(torn, {"gap"})


def test_hit_without_a_rival_is_beyond_the_least_probable_one() -> None:
    alone, least = [hit(taught=-1.0)], [hit(taught=-1.0), hit("gap", dense=0.3, taught=LEAST_TAUGHT)]
    assert features(alone, {"gap"}, 0.3) == features(least, {"gap"}, 0.3)


def test_what_the_classifier_was_not_taught_is_neither_sure_nor_torn() -> None:
    sure, torn = ([hit(), hit("gap", taught=t)] for t in (-7.9, -0.1))
    for hits in ([hit(taught=None), hit("gap")], [hit(), hit("gap", taught=None)]):
        unknown = features(hits, {"gap"}, 0.3)[2]
        assert features(torn, {"gap"}, 0.3)[2] < unknown == 0.0 < features(sure, {"gap"}, 0.3)[2]


def test_rival_that_the_classifier_was_not_taught_says_nothing_of_the_others() -> None:
    known = [hit(), hit("gap", taught=-3.0)]
    beside = [*known, hit("added gap", taught=None)]
    gaps = {"gap", "added gap"}
    assert features(beside, gaps, 0.3) == features(known, gaps, 0.3)


def test_fused_score_does_not_count() -> None:
    assert CALIBRATION.confidence([hit(score=9.0)], set()) == CALIBRATION.confidence([hit()], set())


def test_nothing_found_is_no_confidence() -> None:
    assert CALIBRATION.confidence([], set()) == 0.0


def test_fits_of_several_encoders_are_kept_side_by_side(tmp_path: Path) -> None:
    write_fit(tmp_path, "b", Fit("0123", 10, CALIBRATION))
    path = write_fit(tmp_path, "a", Fit("4567", 20, UNFITTED))
    assert read_fits(tmp_path) == {"a": Fit("4567", 20, UNFITTED), "b": Fit("0123", 10, CALIBRATION)}
    assert path.read_bytes() == write_fit(tmp_path, "b", Fit("0123", 10, CALIBRATION)).read_bytes()


def test_corpus_without_a_file_has_no_fits(tmp_path: Path) -> None:
    assert read_fits(tmp_path) == {}


@pytest.mark.parametrize("content", ["{", '{"a": {"n": 1}}', "[]"])
def test_wrong_file_is_refused_with_the_cure(tmp_path: Path, content: str) -> None:
    (tmp_path / CALIBRATION_FILE).write_text(content)
    with pytest.raises(CorpusError, match=r"calibration\.json is wrong; run `snc-assistant eval calibrate`"):
        read_fits(tmp_path)
