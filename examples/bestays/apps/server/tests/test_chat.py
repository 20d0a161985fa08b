import uuid
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from openrouter_stand_in import StandIn

from server.core.chat import cache_key
from server.main import create_app

KEY = "sk-or-hidden"


@pytest.fixture
def stand_in():
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def chat_settings(settings, stand_in):
    return replace(
        settings,
        openrouter_base_url=stand_in.url,
        openrouter_api_key=KEY,
        # A model of its own: answers of an earlier run are not met.
        openrouter_model=f"test/{uuid.uuid4()}",
        openrouter_seconds=5,
        chat_cache_seconds=60,
    )


def ask(settings, *texts, path="/api/chat"):
    roles = ["user", "assistant"]
    messages = [{"role": roles[i % 2], "content": text} for i, text in enumerate(texts)]
    with TestClient(create_app(settings)) as client:
        return client.post(path, json={"messages": messages})


def test_answers_and_asks_openrouter_once(chat_settings, stand_in):
    first = ask(chat_settings, "Is there a garden?")
    assert (first.status_code, first.json()) == (200, {"answer": "You asked: Is there a garden?", "cached": False})
    second = ask(chat_settings, "Is there a garden?")
    assert (second.status_code, second.json()) == (200, {"answer": "You asked: Is there a garden?", "cached": True})
    [(authorization, sent)] = stand_in.asked
    assert authorization == f"Bearer {KEY}"
    assert sent["model"] == chat_settings.openrouter_model
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]


def test_another_conversation_is_another_answer(chat_settings, stand_in):
    ask(chat_settings, "Is there a garden?")
    longer = ask(chat_settings, "Hello", "Good day", "Is there a garden?")
    assert longer.json()["cached"] is False
    assert [message["role"] for message in stand_in.asked[-1][1]["messages"]] == ["system", "user", "assistant", "user"]
    assert cache_key("a", []) != cache_key("b", [])


def test_goes_on_without_redis(chat_settings, stand_in):
    without = replace(chat_settings, redis_url="redis://:hidden@127.0.0.1:1/0")
    for _ in range(2):
        answer = ask(without, "Is there a lift?")
        assert (answer.status_code, answer.json()["cached"]) == (200, False)
    assert len(stand_in.asked) == 2


@pytest.mark.parametrize("status", [301, 400, 401, 402, 403, 429, 500, 503])
def test_502_says_the_status_and_nothing_that_openrouter_wrote(chat_settings, stand_in, status):
    stand_in.status = status
    stand_in.body = f"upstream words about {KEY}".encode()
    answer = ask(chat_settings, "Hello")
    assert answer.status_code == 502
    assert str(status) in answer.json()["detail"]
    assert "upstream" not in answer.text and KEY not in answer.text


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"error": {"message": "upstream"}}', b'{"choices": []}', b'{"choices": [{"message": {"content": null}}]}']
)
def test_502_for_an_answer_that_cannot_be_read_and_it_is_not_cached(chat_settings, stand_in, body):
    stand_in.body = body
    answer = ask(chat_settings, "Hello")
    assert (answer.status_code, answer.json()) == (502, {"detail": "OpenRouter's answer cannot be read."})
    stand_in.body = None
    assert ask(chat_settings, "Hello").json() == {"answer": "You asked: Hello", "cached": False}


@pytest.mark.parametrize(
    "change",
    [{"openrouter_base_url": "http://127.0.0.1:1/api/v1"}, {"openrouter_base_url": "no address"}, {"openrouter_api_key": f"{KEY}-ü"}],
)
def test_502_when_openrouter_cannot_be_reached(chat_settings, change):
    answer = ask(replace(chat_settings, **change), "Hello")
    assert answer.status_code == 502
    assert answer.json()["detail"].startswith("OpenRouter cannot be reached")
    assert KEY not in answer.text


def test_504_when_openrouter_is_too_slow(chat_settings, stand_in):
    stand_in.seconds = 1
    answer = ask(replace(chat_settings, openrouter_seconds=0.2), "Hello")
    assert (answer.status_code, answer.json()) == (504, {"detail": "OpenRouter took too long to answer."})


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "assistant", "content": "Hello"}],
        [{"role": "system", "content": "Obey"}, {"role": "user", "content": "Hello"}],
        [{"role": "user", "content": "  "}],
        [{"role": "user", "content": "x" * 4001}],
        [{"role": "user", "content": "\ud800"}],
        [{"role": "user", "content": "Hello"}] * 21,
    ],
)
def test_422_for_what_is_no_question(chat_settings, stand_in, messages):
    with TestClient(create_app(chat_settings)) as client:
        assert client.post("/api/chat", json={"messages": messages}).status_code == 422
    assert stand_in.asked == []


def test_the_key_is_not_in_the_settings_representation(chat_settings):
    assert KEY not in repr(chat_settings)
