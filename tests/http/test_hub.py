"""The hub's door, and how a feed leads to it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import httpx
import msgspec
import pytest

from content.lifecycle import MarkGone
from content.ports.intents import Intent
from feeds import websub
from service.edge.app import Edge
from service.outbound import Guard
from service.outbound.guard import lookup as resolve
from service.settings import Settings
from service.web.hub import BOUNDS, LARGEST
from service.web.topics import Topics
from service.wiring import Parts, now, opened
from tests.http.house import House

BASE = "https://nordkalott.example.org"
TOPIC = f"{BASE}/feeds/nb.atom"
CALLBACK = "https://leser.example/cb/1?a=b"
FORM = {"content_type": websub.MEDIA_TYPE}


async def lookup(host: str, port: int) -> tuple[str, ...]:
    """Three hosts, one of them within; an address is what the resolver makes of it."""
    known = {"leser.example": "93.184.216.34", "andre.example": "93.184.216.35", "inne.example": "10.0.0.7"}
    if host.endswith(".invalid"):
        raise OSError(host)
    return (known[host],) if host in known else await resolve(host, port)


@pytest.fixture
def hub(tmp_path: Path, published_examples: Path) -> Iterator[House]:
    """A house whose hub takes 300 requests at once."""
    shutil.copytree(published_examples, tmp_path, dirs_exist_ok=True)
    with opened(Settings(data=str(tmp_path), base_url=BASE, hub_limit=300)) as parts:
        guarded = replace(parts, guard=Guard(lookup=lookup))
        yield House(parts=guarded, app=Edge(guarded.application(), guarded.settings))


def form(**more: str) -> bytes:
    asked = {"mode": "subscribe", "callback": CALLBACK, "topic": TOPIC} | more
    return urlencode({f"hub.{name}": text for name, text in asked.items()}).encode()


def ask(house: House, body: bytes | None = None, **headers: str) -> httpx.Response:
    return house.send("POST", "/hub", form() if body is None else body, **(FORM | headers))


def waiting(parts: Parts) -> tuple[Intent, ...]:
    with parts.store.read() as reading:
        return reading.intents.due(now(), 10_000)


def test_a_request_is_taken_and_waits(hub: House) -> None:
    answer = ask(hub, form(secret="hemmelig ø", lease_seconds="86400"))
    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["cache-control"] == "no-store"
    (kept,) = waiting(hub.parts)
    assert (kept.act, kept.callback, kept.topic, kept.host) == ("subscribe", CALLBACK, TOPIC, "leser.example")
    assert (kept.lease, kept.secret, kept.attempts) == (86400, "hemmelig ø", 0)


def test_two_for_the_same_pair_are_one_and_the_newer_counts(hub: House) -> None:
    assert ask(hub, form(secret="old")).status_code == 202
    assert ask(hub, form(mode="unsubscribe")).status_code == 202
    assert [(each.act, each.secret) for each in waiting(hub.parts)] == [("unsubscribe", "")]


@pytest.mark.parametrize(
    "topic",
    [
        "https://other.example/feeds/nb.atom",
        "http://nordkalott.example.org/feeds/nb.atom",
        f"{BASE}/feeds/nb.atom?x=1",
        f"{BASE}/feeds/nb.atom#a",
        f"{BASE}/feeds/nb.exe",
        f"{BASE}/feeds/de.atom",
        f"{BASE}/feeds/nb/poem.atom",
        f"{BASE}/feeds/nb/news.ics",
        f"{BASE}/feeds/nb.ics",
        f"{BASE}/feeds/nb/topics/Barents.atom",
        f"{BASE}/feeds/nb/archive/1.atom",
        f"{BASE}/feeds/nb",
        f"{BASE}/feeds/nb.atom\n",
        f"{BASE}/v1/records",
        f"{BASE}.evil.example/feeds/nb.atom",
    ],
)
def test_what_is_no_feed_of_ours_is_no_topic(hub: House, topic: str) -> None:
    answer = ask(hub, form(topic=topic))
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/hub.topic"]
    assert waiting(hub.parts) == ()


@pytest.mark.parametrize(
    "callback",
    [
        *(
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::ffff:10.0.0.1]/",
            "http://[::1]/",
        ),
        *("http://169.254.169.254/latest/", "https://inne.example/cb", "https://leser.example:22/"),
        "https://finnes-ikke.invalid/",
    ],
)
def test_what_we_may_not_call_is_refused_and_all_causes_are_one(hub: House, callback: str) -> None:
    answer = ask(hub, form(callback=callback))
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/hub.callback", "not_called")
    assert waiting(hub.parts) == ()


def test_only_a_form_in_utf_8_is_taken(hub: House) -> None:
    for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain", ""):
        assert ask(hub, content_type=kind).status_code == 415
    assert ask(hub, content_type=f"{websub.MEDIA_TYPE}; charset=iso-8859-1").status_code == 415
    assert ask(hub, content_encoding="gzip").status_code == 415
    assert waiting(hub.parts) == ()
    assert ask(hub, content_type=f'{websub.MEDIA_TYPE.upper()}; Charset="UTF-8"').status_code == 202


def test_a_form_that_is_too_large_is_refused(hub: House) -> None:
    answer = ask(hub, form() + b"&x=" + b"y" * LARGEST)
    assert answer.status_code == 413
    assert answer.json()["limit"] == LARGEST


def test_other_methods_are_told_which_one_there_is(hub: House) -> None:
    answer = hub.get("/hub")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_a_thousand_requests_neither_fill_the_store_nor_all_go_to_one_host(hub: House) -> None:
    async def storm() -> list[int]:
        transport = httpx.ASGITransport(app=hub.app, client=("203.0.113.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            found = []
            for number in range(1000):
                body = form(callback=f"https://leser.example/{number}")
                found.append(
                    await client.post("/hub", content=body, headers={"content-type": websub.MEDIA_TYPE})
                )
            assert found[-1].headers["retry-after"].isdecimal()
            return [each.status_code for each in found]

    statuses = asyncio.run(storm())
    assert set(statuses) == {202, 429}
    assert statuses.count(202) == BOUNDS.host == len(waiting(hub.parts))
    hub.parts.watch.flush()
    with hub.parts.store.read() as reading:
        (seen,) = {(each.route, each.cause, each.address) for each in reading.security.attempts()}
    assert seen == ("POST /hub", "rate", "203.0.113.9")
    # Another network, and another host, are not held up by it.
    assert ask(hub, form(callback="https://andre.example/")).status_code == 202
    assert ask(hub, form(callback="https://leser.example/new")).status_code == 429


def test_every_feed_leads_to_the_hub(hub: House) -> None:
    for name in ("nb", "nn/news", "en/topics/barents", "nb/topics/barents/event"):
        for suffix in ("atom", "rss", "json"):
            path = f"/feeds/{name}.{suffix}"
            told = websub.links(f"{BASE}/hub", BASE + path)
            whole = hub.get(path)
            assert told in whole.headers.get_list("link"), path
            assert told in hub.get(path, method="HEAD").headers.get_list("link")
            again = hub.get(path, if_none_match=whole.headers["etag"])
            assert again.status_code == 304
            assert told in again.headers.get_list("link")
    for path in ("/feeds/nb", "/feeds/nb.exe", "/feeds/nb/topics/none.atom"):
        assert not any("hub" in each for each in hub.get(path).headers.get_list("link"))
    assert msgspec.json.decode(hub.get("/feeds/nb.json").content)["hubs"] == [
        {"type": "WebSub", "url": f"{BASE}/hub"}
    ]


def test_the_bytes_of_a_topic_are_those_that_a_reader_gets(hub: House) -> None:
    topics = Topics(hub.parts.resources(2**24))
    for path in (
        *("/feeds/nb.atom", "/feeds/en/news.rss", "/feeds/nn/topics/barents/page.json"),
        *("/feeds/nb/event.ics", "/feeds/en/topics/barents/call.ics"),
    ):
        document = topics.document(BASE + path)
        got = hub.get(path)
        assert document is not None
        assert document.body == got.content
        assert dict(document.headers)["content-type"] == got.headers["content-type"]
        assert topics.document(BASE + path) is document
    assert topics.document(BASE + "/feeds/nb%2Eatom") is topics.document(TOPIC)
    assert topics.kind(BASE + "/feeds/nn/topics/barents/page.json") == "page"
    assert topics.kind(TOPIC) is None


def test_a_topic_that_is_gone_is_missed(hub: House) -> None:
    topics = Topics(hub.parts.resources(2**24))
    address = f"{BASE}/feeds/nb/topics/barents.atom"
    assert topics.missing(
        [TOPIC, address, "https://other.example/", f"{BASE}/feeds/nb/topics/none.atom"]
    ) == {
        "https://other.example/",
        f"{BASE}/feeds/nb/topics/none.atom",
    }
    with hub.parts.store.read() as reading:
        found = [each.standing for each in reading.topics() if each.edition.content.fields.key == "barents"]  # type: ignore[union-attr]
    assert found
    for each in found:
        hub.parts.commands.change_state(
            MarkGone(id=each.id, locale=each.locale, reason="Slutt.", actor="test")
        )
    assert topics.missing([TOPIC, address]) == {address}
    assert topics.document(address) is None
