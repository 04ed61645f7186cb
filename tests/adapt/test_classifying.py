"""Learning which target a question is about: words that tell targets apart count, frequent targets do not."""

import numpy as np
import pytest

from snc_assistant.adapt.classifying import learn_classifier
from snc_assistant.retrieval.classifier import Classifier
from tests.fakes import BagOfWordsEncoder

ENCODER = BagOfWordsEncoder()
TAUGHT = {
    "backup": [
        "à quel rythme sauvegarder les données ?",
        "la sauvegarde, c'est tous les combien ?",
        "how often are backups made?",
        "is there a daily backup of the data?",
    ],
    "price": [
        "combien ça coûte par an ?",
        "quel est le prix de la qualification ?",
        "how much does it cost a year?",
        "what is the price of a qualification?",
    ],
    "keys": [
        "qui garde les clés de chiffrement ?",
        "où sont les clés ?",
        "who keeps the encryption keys?",
        "where are the keys?",
    ],
}


def learnt(taught: dict[str, list[str]]) -> Classifier:
    texts = [t for questions in taught.values() for t in questions]
    targets = [name for name, questions in taught.items() for _ in questions]
    return learn_classifier(texts, targets, ENCODER.encode_queries(texts))


def best(classifier: Classifier, question: str) -> str:
    vector = ENCODER.encode_queries([question])[0]
    return classifier.targets[int(np.argmax(classifier.log_probabilities(question, vector)))]


@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("le prix ?", "price"),
        ("prices, please", "price"),
        ("et ma clef de chifrement ?", "keys"),
        ("my encription keys", "keys"),
        ("des sauvegardes quotidiennes ?", "backup"),
        ("backing up daily", "backup"),
    ],
)
def test_question_in_words_of_its_own_is_recognised(question: str, target: str) -> None:
    assert best(learnt(TAUGHT), question) == target


def test_target_with_many_questions_is_no_more_probable_for_that() -> None:
    many = {**TAUGHT, "price": [q for i in range(20) for q in (f"{i} prix ?", f"{i} price?")]}
    nothing = learnt(many).log_probabilities("zzz", np.zeros(ENCODER.dimension, dtype=np.float32))
    few = {n: p for n, p in zip(learnt(many).targets, nothing, strict=True) if n != "price"}
    at = learnt(many).targets.index("price")
    assert nothing[at] < max(few.values()) + 1.0


def test_same_texts_teach_the_same() -> None:
    one, other = learnt(TAUGHT), learnt(TAUGHT)
    np.testing.assert_array_equal(one.buckets, other.buckets)
    np.testing.assert_array_equal(one.bias, other.bias)


def test_progress_is_told_to_its_end() -> None:
    told: list[tuple[int, int]] = []
    texts, targets = ["one key", "two prices"], ["keys", "price"]
    learn_classifier(
        texts, targets, ENCODER.encode_queries(texts), lambda done, total: told.append((done, total))
    )
    assert told
    assert all(done <= total for done, total in told)
