"""Tokens, journal and security log over HTTP; limits; and a token that ends while a body is on its way."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import msgspec
import pytest

from content import tokens
from content.journal import Chain, Link
from content.ports import JournalEntry
from content.tokens import RevokeToken
from service.settings import Settings
from service.wiring import opened
from tests.http.house import House, furnished

TOKEN = re.compile(r"nk_[0-9A-Za-z]{49}")


@pytest.fixture
def boss(own_house: House) -> str:
    """A token that may do anything."""
    return own_house.token("admin", name="Berit")


@pytest.fixture
def tight(tmp_path: Path) -> Iterator[House]:
    """A house where little is enough."""
    settings = Settings(
        data=str(tmp_path),
        base_url="https://nordkalott.example.org",
        rate_limit=1,
        rate_burst=3,
        sign_in_limit=2,
    )
    with opened(settings) as parts:
        yield furnished(parts, examples=False)


def data(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    assert response.headers["cache-control"] == "no-store"
    return msgspec.json.decode(response.content)


def test_made_listed_replaced_and_ended(own_house: House, boss: str) -> None:
    asked = {"name": "desk", "scopes": ["publish"], "kinds": ["news"], "locales": ["nb"]}
    made = data(own_house.send("POST", "/v1/tokens", asked, token=boss), 201)
    assert TOKEN.fullmatch(made["token"])
    assert (made["phase"], made["created_by"], made["kinds"]) == ("living", "Berit", ["news"])
    assert own_house.send("GET", "/v1/drafts", token=made["token"]).status_code == 200

    turned = data(own_house.send("POST", "/v1/tokens/desk/rotate", {"overlap": 3600}, token=boss), 201)
    assert turned["replaces"] == made["id"]
    for text in (made["token"], turned["token"]):
        assert own_house.send("GET", "/v1/drafts", token=text).status_code == 200

    listed = own_house.send("GET", "/v1/tokens", token=boss)
    assert [each["name"] for each in data(listed)["tokens"]] == ["Berit", "desk", "desk"]
    assert not TOKEN.search(listed.text)

    ended = data(own_house.send("DELETE", f"/v1/tokens/{made['id']}?reason=Byttet", token=boss))
    assert [each["id"] for each in ended["tokens"]] == [made["id"]]
    assert own_house.send("GET", "/v1/drafts", token=made["token"]).status_code == 401
    data(own_house.send("DELETE", f"/v1/tokens/{turned['token']}", token=boss))
    assert own_house.send("GET", "/v1/drafts", token=turned["token"]).status_code == 401
    assert own_house.send("DELETE", "/v1/tokens/desk", token=boss).status_code == 409
    assert own_house.send("DELETE", "/v1/tokens/nobody", token=boss).status_code == 404

    entries = data(own_house.send("GET", "/v1/journal?actor=Berit", token=boss))["entries"]
    assert [each["verb"] for each in entries] == [
        "create-token",
        "rotate-token",
        "revoke-token",
        "revoke-token",
    ]
    assert entries[0]["detail"]["via"] == f"http {tokens.parse(boss).id} 127.0.0.1"
    assert entries[2]["detail"]["reason"] == "Byttet"
    assert own_house.parts.store.verify() == ()


def test_all_faults_at_once(own_house: House, boss: str) -> None:
    asked = {
        "name": "nk_x",
        "scopes": ["admin", "root"],
        "kinds": ["news"],
        "expires_at": "2020-01-01T00:00:00Z",
    }
    faults = data(own_house.send("POST", "/v1/tokens", asked, token=boss), 400)["errors"]
    assert {fault["pointer"] for fault in faults} == {"/scopes/1"}
    asked["scopes"] = ["admin"]
    faults = data(own_house.send("POST", "/v1/tokens", asked, token=boss), 400)["errors"]
    assert {fault["pointer"] for fault in faults} == {"/name", "/kinds", "/expires_at"}
    assert all(fault["detail_nb"] for fault in faults)
    twice = {"name": "Berit", "scopes": ["drafts"]}
    assert data(own_house.send("POST", "/v1/tokens", twice, token=boss), 409)["type"].endswith(":name-taken")


def test_an_answer_with_a_secret_is_kept_nowhere(
    own_house: House, boss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.authoring.once._PATIENCE", 0.0)
    asked = {"name": "desk", "scopes": ["drafts"]}
    key = "1f0c5b7e-9d3b-4a52-8f5e-6a0c3f1f6f10"
    made = data(own_house.send("POST", "/v1/tokens", asked, token=boss, idempotency_key=key), 201)
    again = own_house.send("POST", "/v1/tokens", asked, token=boss, idempotency_key=key)
    assert again.status_code == 409
    assert not TOKEN.search(again.text)
    assert len(data(own_house.send("GET", "/v1/tokens", token=boss))["tokens"]) == 2
    # A refusal has used up nothing, here as elsewhere.
    other = "1f0c5b7e-9d3b-4a52-8f5e-6a0c3f1f6f11"
    for _ in range(2):
        taken = own_house.send("POST", "/v1/tokens", asked, token=boss, idempotency_key=other)
        assert data(taken, 409)["type"].endswith(":name-taken")
    for path in Path(own_house.parts.settings.data).iterdir():
        if path.is_file():
            assert made["token"].encode() not in path.read_bytes()


def test_an_answer_that_was_lost_long_ago_is_not_waited_for(
    own_house: House, boss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.authoring.once._PATIENCE", 0.2)
    asked, key = {"name": "desk", "scopes": ["drafts"]}, "1f0c5b7e-9d3b-4a52-8f5e-6a0c3f1f6f12"
    data(own_house.send("POST", "/v1/tokens", asked, token=boss, idempotency_key=key), 201)
    time.sleep(0.25)
    never = SimpleNamespace(monotonic=time.monotonic, sleep=pytest.fail)
    monkeypatch.setattr("service.web.authoring.once.time", never)
    again = own_house.send("POST", "/v1/tokens", asked, token=boss, idempotency_key=key)
    assert data(again, 409)["type"].endswith(":idempotency-key-in-use")


def test_the_journal_can_be_copied_and_verified(own_house: House, boss: str) -> None:
    chain, since = Chain(Link()), 0
    while True:
        page = data(own_house.send("GET", f"/v1/journal?limit=7&since={since}", token=boss))
        for each in msgspec.convert(page["entries"], list[JournalEntry]):
            assert list(chain.faults(each)) == []
        if page["next"] is None:
            break
        since = page["next"]
    with own_house.parts.store.read() as reading:
        assert reading.journal(limit=1000)[-1].hash == chain.last.hash


def test_the_journal_answers_by_choice(own_house: House, boss: str) -> None:
    first = data(own_house.send("GET", "/v1/journal?verb=publish&limit=1", token=boss))["entries"][0]
    about = data(own_house.send("GET", f"/v1/journal?record={first['id']}", token=boss))["entries"]
    assert {each["id"] for each in about} == {first["id"]}
    for wrong in ("since=x", "since=-1", "record=barents", "limit=0", "nonsense=1"):
        assert own_house.send("GET", f"/v1/journal?{wrong}", token=boss).status_code == 400


def test_the_security_log_is_read(own_house: House, boss: str) -> None:
    own_house.send("GET", "/v1/drafts", token=tokens.mint(bytes(32)).text)
    own_house.parts.watch.flush()
    page = data(own_house.send("GET", "/v1/security", token=boss))
    (seen,) = page["attempts"]
    assert (seen["cause"], seen["route"], seen["count"]) == ("unknown", "GET /v1/drafts", 1)
    assert seen["token"] == tokens.mint(bytes(32)).id
    assert page["next"] is None


def test_a_loop_that_ran_away_is_stopped_and_told_for_how_long(tight: House) -> None:
    text = tight.token("drafts", name="loop")
    answers = [tight.send("GET", "/v1/drafts", token=text) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert [each.headers["ratelimit"] for each in answers[:3]] == [
        '"token";r=2;t=60',
        '"token";r=1;t=120',
        '"token";r=0;t=180',
    ]
    refused = answers[3]
    assert refused.headers["ratelimit-policy"] == '"token";q=3;w=180'
    assert 50 <= int(refused.headers["retry-after"]) <= 60
    body = data(refused, 429)
    assert (body["type"].rpartition(":")[2], str(body["retry_after"])) == (
        "too-many-requests",
        refused.headers["retry-after"],
    )
    # Others are not hit, and the public side never is.
    assert tight.send("GET", "/v1/drafts", token=tight.token("drafts", name="other")).status_code == 200
    assert tight.get("/v1/records").status_code == 200
    tight.parts.watch.flush()
    with tight.parts.store.read() as reading:
        assert [each.cause for each in reading.security.attempts()] == ["rate"]


def test_an_address_that_fails_too_often_is_slowed_and_locks_nobody_out(tight: House) -> None:
    good = tight.token("drafts", name="desk")
    answers = [tight.send("GET", "/v1/drafts", token="garbage").status_code for _ in range(4)]
    assert answers == [401, 401, 429, 429]
    assert tight.send("GET", "/v1/drafts", token=good).status_code == 200


@pytest.mark.parametrize("ends", [True, False])
def test_a_token_that_ends_while_the_body_is_on_its_way(own_house: House, *, ends: bool) -> None:
    text = own_house.token("drafts", name="desk")
    draft = msgspec.json.encode({"kind": "page", "locale": "nb", "slug": "ny", "title": "Ny"})

    async def body() -> AsyncIterator[bytes]:
        yield draft[:10]
        if ends:
            own_house.parts.commands.revoke_token(RevokeToken(ref="desk", actor="test"))
        yield draft[10:]

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=own_house.app)
        headers = {"authorization": f"Bearer {text}", "content-type": "application/json"}
        async with httpx.AsyncClient(
            transport=transport, base_url=own_house.parts.settings.base_url
        ) as client:
            return await client.post("/v1/drafts", content=body(), headers=headers)

    assert asyncio.run(ask()).status_code == (401 if ends else 201)
    with own_house.parts.store.read() as reading:
        assert (reading.resolve("nb", "ny", drafts=True) is None) is ends


def test_no_log_holds_a_token(own_house: House, boss: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found = own_house.token("drafts", name="desk")
    own_house.send("DELETE", f"/v1/tokens/{found}", token=boss)
    own_house.send("GET", "/v1/drafts", token=found)
    ours = [record for record in caplog.records if record.name.startswith("nordkalott")]
    shown = "\n".join(f"{record.getMessage()} {getattr(record, 'data', '')}" for record in ours)
    assert "/v1/tokens/…" in shown
    assert "nk_" not in shown
