"""With a language model behind a scripted Ollama server: extracts first, then its checked sentences."""

import json
import time

import httpx
import pytest
from fastapi import FastAPI

from snc_assistant.generation.ollama import OllamaChat
from tests.generation.fake_ollama import CUT, FOREVER, FakeOllama, refused_url
from tests.web.conftest import MakeApp
from tests.web.events import Received, names, read_events
from tests.web.server import LiveServer

QUESTION = {
    "fr": "Quelles sont les limites de détention du capital par des entités hors UE ?",
    "en": "What are the limits on capital held by non-EU entities?",
}
SENTENCE = {
    "fr": "La détention du capital par des entités hors UE est limitée à 24 % individuellement et 39 % "
    "collectivement. [1]",
    "en": "Capital held by non-EU entities is limited to 24% individually and 39% collectively. [1]",
}
LIST = {"fr": "Quels prestataires sont qualifiés ?", "en": "Which providers are qualified?"}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def ask(server: LiveServer, question: str, **more: object) -> list[Received]:
    body = {"question": question, **more}
    with httpx.stream("POST", f"{server.url}/api/ask/stream", json=body, timeout=60) as response:
        return list(read_events(response.iter_lines()))


@LANGUAGES
def test_extracts_come_at_once_and_the_models_sentence_replaces_them(
    phrased_app: FastAPI, ollama: FakeOllama, language: str
) -> None:
    ollama.say(SENTENCE[language], load_s=1.5)
    with LiveServer(phrased_app) as server:
        events = ask(server, QUESTION[language])
    assert names(events) == ["understood", "evidence", "outcome", "claim", "status", "reset", "claim", "done"]
    claims = [e.data for e in events if e.name == "claim"]
    assert claims[0]["engine"] == "extractive"
    assert claims[-1]["engine"] == "ollama"
    assert claims[-1]["text"] + " [1]" == SENTENCE[language]
    reset = next(e.data for e in events if e.name == "reset")
    status = next(e.data for e in events if e.name == "status")
    done = events[-1].data
    assert (reset["reason"], status["kind"]) == ("phrased", "model_loading")
    assert (done["engine"], [c["text"] for c in done["claims"]]) == ("ollama", [claims[-1]["text"]])


def test_the_extracts_do_not_wait_for_a_slow_model(phrased_app: FastAPI, ollama: FakeOllama) -> None:
    ollama.play(FOREVER)
    with LiveServer(phrased_app) as server:
        httpx.post(f"{server.url}/api/search", json={"query": "J1"}, timeout=60)
        began = time.monotonic()
        body = {"question": QUESTION["fr"]}
        with httpx.stream("POST", f"{server.url}/api/ask/stream", json=body, timeout=60) as response:
            first = next(e for e in read_events(response.iter_lines()) if e.name == "claim")
            waited = time.monotonic() - began
    assert first.data["engine"] == "extractive"
    assert waited < 2


@LANGUAGES
def test_a_model_that_breaks_off_leaves_the_marked_extracts(
    phrased_app: FastAPI, ollama: FakeOllama, language: str
) -> None:
    ollama.play(FakeOllama.line(SENTENCE[language] + "\n"), FakeOllama.line("Et puis "), 0.3, CUT)
    with LiveServer(phrased_app) as server:
        events = ask(server, QUESTION[language])
    resets = [e.data["reason"] for e in events if e.name == "reset"]
    done = events[-1].data
    extracts = [e.data["text"] for e in events if e.name == "claim" and e.data["engine"] == "extractive"]
    assert resets in (["phrased", "failed"], [])
    assert done["engine"] == "extractive"
    assert [c["text"] for c in done["claims"]] == extracts
    assert {"fr": "Le modèle a échoué", "en": "The model failed"}[language] in done["engine_note"]


FAULTS = {
    "error": lambda o: o.refuse(500, "boom"),
    "garbage": lambda o: o.play(b"<html>\n"),
    "cut at once": lambda o: o.play(CUT),
    "silence": lambda o: o.play(FakeOllama.end(200)),
    "unchecked": lambda o: o.say("La limite est de 99 %. [1]"),
    "uncited": lambda o: o.say("Je pense que oui."),
}


@LANGUAGES
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_faulty_model_leaves_the_marked_extracts_on_the_plain_path(
    phrased_app: FastAPI, ollama: FakeOllama, fault: object, language: str
) -> None:
    fault(ollama)
    with LiveServer(phrased_app) as server:
        answer = httpx.post(f"{server.url}/api/ask", json={"question": QUESTION[language]}, timeout=60).json()
    assert (answer["engine"], answer["outcome"], answer["language"]) == ("extractive", "answered", language)
    assert "24" in answer["text"] and "99" not in answer["text"]
    word = {"fr": "extractive", "en": "extractive answer"}[language]
    assert word in answer["engine_note"]
    assert "Traceback" not in json.dumps(answer)


@LANGUAGES
def test_an_absent_model_is_told(make_app: MakeApp, language: str) -> None:
    url = refused_url()
    app = make_app(ollama=OllamaChat(url, "ministral-3:8b"))
    with LiveServer(app) as server:
        events = ask(server, QUESTION[language])
    assert names(events) == ["understood", "evidence", "outcome", "claim", "done"]
    note = {
        "fr": "Réponse extractive, sans modèle de langue (ollama : aucun serveur Ollama à l'adresse {} ; "
        "lancez-le avec « ollama serve »)",
        "en": "Extractive answer, no language model (ollama: no Ollama server at {}; start it with `ollama serve`)",
    }
    assert events[-1].data["engine_note"] == note[language].format(url)


@LANGUAGES
def test_a_long_list_is_not_given_to_the_model(
    phrased_app: FastAPI, ollama: FakeOllama, language: str
) -> None:
    with LiveServer(phrased_app) as server:
        events = ask(server, LIST[language])
    assert ollama.chats == []
    assert events[-1].data["engine"] == "extractive"
