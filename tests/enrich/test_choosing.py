"""A question is kept if it is new, in its language, and finds its own passage among all candidates."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from snc_assistant.build import read_corpus
from snc_assistant.enrich.choosing import Candidate, Verdict, choose
from snc_assistant.enrich.needs import find_needs
from snc_assistant.retrieval.snapshot import SnapshotData
from snc_assistant.types import Language
from tests.corpora import write_corpus
from tests.fakes import BagOfWordsEncoder

RULES = [
    "Les badges sont rendus au gardien chaque soir",
    "Le plan de reprise est essayé deux fois par an",
    "Les clés de chiffrement restent chez le commanditaire",
    "Un antivirus surveille les postes des administrateurs",
    "Le contrat fixe la juridiction française",
    "Les journaux sont conservés douze mois",
    "La climatisation est doublée dans la salle",
    "Les visiteurs signent un registre papier",
    "Les mots de passe changent au départ d'un agent",
    "Un comité suit les incidents graves",
    "Les câbles du réseau sont étiquetés en couleur",
    "Les disques usés sont broyés sur place",
    "Une astreinte répond la nuit et le dimanche",
    "Les correctifs critiques sont posés sous deux jours",
    "Le budget prévoit la formation du personnel",
    "Les sauvegardes partent vers un second site",
]
WEATHER = ["quel temps fera-t-il demain ?", "va-t-il pleuvoir demain ?", "quel temps demain à Brest ?",
           "pleuvra-t-il à Brest ?", "météo de demain à Brest", "la météo annonce de la pluie ?"]  # fmt: skip


def corpus_of(folder: Path, lines: Sequence[str]) -> SnapshotData:
    corpus = write_corpus(
        folder, guide="# Règles\n\n" + "".join(f"- {r}\n" for r in lines), facts="facts: []\n"
    )
    (corpus / "questions" / "q.jsonl").write_text("")
    (corpus / "questions" / "gaps.yaml").unlink()
    return read_corpus(corpus)


@pytest.fixture
def data(tmp_path: Path) -> SnapshotData:
    """Sixteen French rules and two English sentences, without questions."""
    return corpus_of(tmp_path / "corpus", RULES)


def judged(data: SnapshotData, asked: Sequence[tuple[str, Language, str]], first: int = 1) -> list[Verdict]:
    """Verdicts on questions, each with the first words of its passage."""
    needs = {n.passage.text: n for n in find_needs(data)}
    candidates = [
        Candidate(next(n for t, n in needs.items() if t.startswith(of)), language, text)
        for of, language, text in asked
    ]
    seen: list[int] = []
    verdicts = choose(data, BagOfWordsEncoder(), candidates, first, seen.append)
    assert [v.candidate for v in verdicts] == candidates
    assert seen == list(range(1, len(candidates) + 1))
    return verdicts


def test_a_question_that_finds_its_passage_is_kept(data: SnapshotData) -> None:
    [fr, en] = judged(
        data,
        [
            ("Les badges", "fr", "à qui rendre les badges le soir ?"),
            ("Guests", "en", "which book do guests sign?"),
        ],
    )
    assert (fr.kept, fr.rank, en.kept, en.rank) == (True, 1, True, 1)


def test_a_question_about_another_passage_is_dropped(data: SnapshotData) -> None:
    [wrong] = judged(data, [("Le budget", "fr", "à qui rendre les badges le soir ?")])
    assert (wrong.kept, wrong.reason) == (False, "finds other passages")


def test_questions_that_only_resemble_each_other_are_dropped(data: SnapshotData) -> None:
    verdicts = judged(data, [("Les disques", "fr", w) for w in WEATHER], first=3)
    assert not any(v.kept for v in verdicts)
    assert "not answered by its passage" in {v.reason for v in verdicts}


def test_a_question_that_finds_its_siblings_finds_its_passage(data: SnapshotData) -> None:
    text = "que deviennent les disques durs en fin de vie ?"
    others = [("Les sauvegardes", "fr", "que deviennent les sauvegardes en fin de journée ?")]
    siblings = [("Les disques", "fr", "que devient un disque en fin de vie ?")]
    alone = judged(data, [("Les disques", "fr", text), *others])[0]
    helped = judged(data, [("Les disques", "fr", text), *others, *siblings])[0]
    assert (alone.kept, alone.reason) == (False, "finds other passages")
    assert helped.kept


def test_its_own_entry_is_no_proof(data: SnapshotData) -> None:
    asked = [("Les visiteurs", "fr", "que fait l'astreinte le dimanche et la nuit ?")]
    assert judged(data, asked, first=1)[0].kept is False


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "who gives the badges back to the guard?"), ("en", "à qui faut-il rendre les badges le soir ?")],
)
def test_a_question_in_the_other_language_is_dropped(
    data: SnapshotData, language: Language, text: str
) -> None:
    assert judged(data, [("Les badges", language, text)])[0].reason == "other language"


def test_the_same_question_is_kept_once_whatever_its_accents_and_case(data: SnapshotData) -> None:
    texts = ["Les journaux sont conservés combien de mois ?", "les journaux sont conserves combien de mois"]
    assert [v.reason for v in judged(data, [("Les journaux", "fr", t) for t in texts])] == ["", "duplicate"]


def test_a_question_that_the_corpus_has_already_is_dropped(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    data = read_corpus(corpus)
    [verdict] = judged(data, [("Guests", "en", "How often to back up")])
    assert verdict.reason == "duplicate"


@pytest.mark.parametrize("text", ["le contrat ?", "contrat juridiction"])
def test_keywords_in_a_corpus_of_one_language_are_in_the_language_asked_for(
    tmp_path: Path, text: str
) -> None:
    corpus = tmp_path / "corpus"
    corpus_of(corpus, RULES)
    toml = (corpus / "sources.toml").read_text()
    (corpus / "sources.toml").write_text(toml[: toml.index("[[document]]", 5)])
    assert hashlib.sha256((corpus / "documents" / "guide.md").read_bytes()).hexdigest() in toml
    assert judged(read_corpus(corpus), [("Le contrat", "fr", text)])[0].kept
