"""What a callback says to a call, whatever it answers."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from msgspec import structs

from content.ports.intents import Intent
from service.hub import calls
from service.outbound import Answered, CannotFetchError, NotAllowedError

NOW = datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC)
INTENT = Intent(
    id=UUID(int=1),
    act="subscribe",
    callback="https://leser.example/cb?a=1",
    topic="https://x/feeds/nb.atom",
    host="leser.example",
    lease=86400,
    reason="Borte.",
    address="192.0.2.7",
    made_at=NOW,
    due_at=NOW,
)


def answering(make: Callable[[str], Any], seen: list[dict[str, str]], status: int = 200) -> calls.Ask:
    async def ask(url: str) -> Answered:
        await asyncio.sleep(0)
        asked = {name: texts[0] for name, texts in parse_qs(urlsplit(url).query).items()}
        seen.append(asked)
        made = make(asked.get("hub.challenge", ""))
        if isinstance(made, Exception):
            raise made
        return Answered(status=status, headers={}, body=made)

    return ask


def said(make: Callable[[str], Any], status: int = 200, **more: Any) -> str:
    return asyncio.run(calls.verified(answering(make, [], status), structs.replace(INTENT, **more)))


def test_an_exact_echo_is_a_yes_with_any_2xx() -> None:
    for status in (200, 201, 204, 299):
        assert said(str.encode, status) == "yes"


@pytest.mark.parametrize(
    "make",
    [
        *(lambda _: b"", lambda text: text.encode() + b"\n", lambda text: b" " + text.encode()),
        *(lambda text: text.upper().encode(), lambda _: b"ok", lambda text: text[:-1].encode()),
        lambda text: f'"{text}"'.encode(),
    ],
)
def test_anything_else_is_a_no(make: Callable[[str], bytes]) -> None:
    assert said(make) == "no"


@pytest.mark.parametrize(
    ("status", "what"),
    [
        *((301, "no"), (302, "no"), (307, "no"), (308, "no"), (400, "no"), (404, "no"), (410, "no")),
        *((408, "nothing"), (429, "nothing"), (500, "nothing"), (503, "nothing"), (599, "nothing")),
    ],
)
def test_other_statuses_are_a_no_or_an_again_even_with_the_echo(status: int, what: str) -> None:
    assert said(str.encode, status) == what


def test_who_cannot_be_reached_is_asked_again_and_who_may_not_be_called_is_not() -> None:
    assert said(lambda _: CannotFetchError(nb="", en="")) == "nothing"
    assert said(lambda _: NotAllowedError(nb="", en="")) == "no"


def test_a_challenge_is_never_used_twice_and_has_the_characters_that_the_recommendation_allows() -> None:
    seen: list[dict[str, str]] = []
    for _ in range(50):
        asyncio.run(calls.verified(answering(str.encode, seen), INTENT))
    challenges = {each["hub.challenge"] for each in seen}
    assert len(challenges) == 50
    assert all(len(each) == 43 and each.replace("-", "").replace("_", "").isalnum() for each in challenges)
    assert {(each["a"], each["hub.mode"], each["hub.lease_seconds"]) for each in seen} == {
        ("1", "subscribe", "86400")
    }


def test_the_challenge_of_an_earlier_call_is_a_no() -> None:
    seen: list[dict[str, str]] = []
    asyncio.run(calls.verified(answering(str.encode, seen), INTENT))
    old = seen[0]["hub.challenge"].encode()
    assert said(lambda _: old) == "no"


def test_who_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(url: str) -> Answered:
        del url
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(calls, "SECONDS", 0.01)
    assert asyncio.run(calls.verified(hang, INTENT)) == "nothing"
    assert asyncio.run(calls.denied(hang, INTENT)) == "nothing"


def test_a_denial_is_heard_whatever_is_answered() -> None:
    seen: list[dict[str, str]] = []
    for status, what in ((200, "yes"), (404, "yes"), (302, "yes"), (503, "nothing")):
        ask = answering(lambda _: b"", seen, status)
        assert asyncio.run(calls.denied(ask, INTENT)) == what
    assert seen[0] == {
        "a": "1", "hub.mode": "denied", "hub.topic": INTENT.topic, "hub.reason": "Borte."
    }  # fmt: skip
