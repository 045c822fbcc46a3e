"""ETag and Last-Modified as the public meets them: what moves them, what does not, and how long nothing is said."""

from __future__ import annotations

import base64
import datetime
import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace as with_
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from msgspec import structs

from content.lifecycle import Withdraw
from content.model import News
from content.store import moments
from service import wiring
from service.edge.app import Edge
from service.settings import Settings
from service.web import handler, making
from service.web.application import application
from service.web.conditions import date, http_date
from service.wiring import opened
from tests.http.house import PAGE, House, furnished

NEWS_ID = UUID("01a20900-0000-7000-8000-0000000000aa")
FEED = "/feeds/nb.atom"
OF_UNCHANGED = {
    "cache-control",
    "content-location",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "vary",
}
OF_EVERY_ANSWER = {
    "access-control-allow-origin", "access-control-expose-headers", "content-security-policy", "cross-origin-resource-policy",
    "permissions-policy", "referrer-policy", "strict-transport-security", "x-content-type-options", "x-request-id",
}  # fmt: skip


class Hands:
    """One clock for the service and for the writer of its store, in seconds since 1970."""

    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.at, datetime.UTC)

    def micros(self) -> int:
        return round(self.at * 1_000_000)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands(1_900_000_000.0)
    monkeypatch.setattr(moments, "clock", hands.micros)
    monkeypatch.setattr(wiring, "now", hands.now)
    told = SimpleNamespace(now=lambda _: hands.now())
    monkeypatch.setattr(making, "datetime", SimpleNamespace(datetime=told, UTC=datetime.UTC))
    monkeypatch.setattr(handler, "time", SimpleNamespace(time=lambda: hands.at, monotonic=time.monotonic))
    return hands


@pytest.fixture
def timed(tmp_path: Path, clock: Hands) -> Iterator[House]:
    settings = Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        house = furnished(parts, examples=False)
        resources = with_(parts.resources(settings.snapshot_bytes), now=clock.now)
        clock.at += 60
        yield House(parts=house.parts, app=Edge(application(resources), settings))


def withdraw(house: House) -> None:
    house.parts.commands.change_state(Withdraw(id=PAGE, locale="nb", reason="Til ettersyn", actor="test"))


def modified(house: House, path: str) -> int | None:
    said = house.get(path).headers.get("last-modified")
    return date(said, 1_900_000_000.0) if said else None


PATHS = [
    FEED, "/feeds/nb.rss", "/feeds/nb.json", "/v1/records?locale=nb", f"/v1/records/{PAGE}?locale=nb", f"/fragments/{PAGE}?locale=nb",
    "/pages/nb/internasjonal-avdeling", "/sitemap.xml", "/v1/changes", "/?locale=nb", "/fragments/list?locale=nb",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_withdrawal_moves_both_validators_and_a_poll_by_either_hears_of_it(
    timed: House, clock: Hands, path: str
) -> None:
    before = timed.get(path)
    held = before.headers["last-modified"]
    assert timed.get(path, if_modified_since=held).status_code == 304
    clock.at += 10
    withdraw(timed)
    clock.at += 10
    by_date = timed.get(path, if_modified_since=held)
    by_etag = timed.get(path, if_none_match=before.headers["etag"])
    assert (by_date.status_code, by_etag.status_code) == (200, 200)
    assert date(by_date.headers["last-modified"], clock.at) == 1_900_000_072


def test_what_a_change_does_not_touch_keeps_its_last_modified(timed: House, clock: Hands) -> None:
    other = modified(timed, "/v1/records?locale=en")
    clock.at += 100
    timed.publish(NEWS_ID, "nb", News(slug="nytt", title="Nytt"))
    clock.at += 10
    assert modified(timed, "/v1/records?locale=en") == other
    assert modified(timed, "/v1/records?locale=nb") == 1_900_000_162


def test_nothing_is_said_while_it_is_younger_than_a_second_and_nothing_in_the_future(
    timed: House, clock: Hands
) -> None:
    clock.at += 0.5
    withdraw(timed)
    written = clock.at
    for later in (0.0, 0.4, 0.6, 0.99):
        clock.at = written + later
        response = timed.get(FEED, if_modified_since=http_date(int(written) + 3600))
        assert (response.status_code, "last-modified" in response.headers) == (200, False)
    clock.at = written + 1.6
    said = modified(timed, FEED)
    assert said is not None
    assert written < said <= clock.at


def test_a_clock_that_is_set_back_an_hour_tells_nothing_that_is_not_true(timed: House, clock: Hands) -> None:
    held = timed.get(FEED).headers["last-modified"]
    clock.at -= 3600
    withdraw(timed)
    clock.at += 10
    response = timed.get(FEED, if_modified_since=held)
    assert (response.status_code, "last-modified" in response.headers) == (200, False)
    clock.at += 3700
    response = timed.get(FEED, if_modified_since=held)
    assert response.status_code == 200
    assert date(response.headers["last-modified"], clock.at) == date(held, clock.at) + 1  # type: ignore[operator]


def test_a_silent_change_moves_what_shows_it(timed: House, clock: Hands) -> None:
    path = f"/fragments/{PAGE}?locale=nb"
    before = modified(timed, path)
    clock.at += 100
    timed.parts.store.write(lambda writing: cast("Any", writing).touch(PAGE, "nb", clock.now()))
    clock.at += 10
    assert (before, modified(timed, path)) == (1_900_000_002, 1_900_000_162)


def test_an_etag_beats_a_date(timed: House) -> None:
    first = timed.get(FEED)
    etag, told = first.headers["etag"], first.headers["last-modified"]
    assert timed.get(FEED, if_none_match='"x"', if_modified_since=told).status_code == 200
    assert (
        timed.get(FEED, if_none_match=etag, if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status_code
        == 304
    )
    assert timed.get(FEED, if_match='"x"', if_none_match=etag).status_code == 412
    failed = timed.get(FEED, if_unmodified_since="Thu, 01 Jan 1970 00:00:00 GMT")
    assert (failed.status_code, failed.headers["content-type"]) == (412, "application/problem+json")
    assert failed.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("path", [*PATHS, "/docs", "/static/nordkalott.css", "/openapi.json"])
def test_each_coding_has_an_etag_of_its_own_and_the_same_content(
    house: House, path: str, coding: str
) -> None:
    plain = house.get(path, accept_encoding="identity")
    packed = house.get(path, accept_encoding=f"{coding};q=0.5, zstd")
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == (coding, False)
    assert packed.content == plain.content  # httpx has unpacked it
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    for each in (plain, packed):
        assert "Accept-Encoding" in each.headers["vary"]
    for accepted, etag, status in (
        (coding, packed, 304), ("identity", plain, 304), (coding, plain, 200), ("identity", packed, 200), ("gzip;q=0, *", plain, 304),
    ):  # fmt: skip
        answer = house.get(path, accept_encoding=accepted, if_none_match=etag.headers["etag"])
        assert answer.status_code == status


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_packed_fragment_proves_the_bytes_that_were_checked(house: House, coding: str) -> None:
    """Unencoded-Digest is over the bytes without a coding. Repr-Digest would be over the coded ones (RFC 9530): it stays away."""
    path = f"/fragments/{PAGE}?locale=nb"
    plain, packed = (house.get(path, accept_encoding=each) for each in ("identity", coding))
    digest = base64.b64encode(hashlib.sha256(plain.content).digest()).decode()
    assert packed.content == plain.content
    assert plain.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert "repr-digest" not in packed.headers
    for each in (plain, packed):
        assert each.headers["unencoded-digest"] == f"sha-256=:{digest}:"
        assert each.headers["vary"] == "Accept-Encoding"


def test_a_packed_answer_goes_when_the_plain_one_does(timed: House) -> None:
    before = [timed.get(FEED, accept_encoding=each).headers["etag"] for each in ("br", "gzip", "identity")]
    withdraw(timed)
    after = [timed.get(FEED, accept_encoding=each) for each in ("br", "gzip", "identity")]
    assert after[0].content == after[1].content == after[2].content
    assert not set(before) & {each.headers["etag"] for each in after}


@pytest.mark.parametrize("path", PATHS)
def test_a_304_says_what_the_rfc_lists_and_no_more(timed: House, path: str) -> None:
    for accepted in ("br", "gzip", "identity"):
        first = timed.get(path, accept_encoding=accepted)
        again = timed.get(path, accept_encoding=accepted, if_none_match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        assert set(again.headers) - OF_EVERY_ANSWER <= OF_UNCHANGED
        for name in (OF_UNCHANGED & set(first.headers)) - {"date"}:  # each has its own
            assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "*/*",
        "image/png",
        "",
        "application/rss+xml;q=0",
        ";;q=x,,",
        "application/json",
        "text/html;q=0.9, */*;q=0.1",
    ],
)
@pytest.mark.parametrize(
    "query", ["", "?utm_source=nyhetsbrev&utm_source=x", "?locale=en", "?%FF=%", "?" + "a" * 3000]
)
def test_a_feed_answers_a_feed_whatever_is_asked_for(house: House, accept: str, query: str) -> None:
    plain = house.get(FEED)
    response = house.get(FEED + query, accept=accept)
    assert (response.status_code, response.content) == (200, plain.content)
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["etag"] == plain.headers["etag"]


def test_a_page_takes_no_notice_of_what_trackers_add(house: House) -> None:
    path = "/pages/nb/internasjonal-avdeling"
    plain = house.get(path)
    for query in ("?fbclid=IwAR0&fbclid=x", "?utm_source=nyhetsbrev&gclid=1", "?%FF=%", "?" + "a" * 3000):
        response = house.get(path + query)
        assert (response.status_code, response.content) == (200, plain.content)
    assert house.get("/?record=kai").status_code == 400


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_where_there_is_nothing_the_answer_says_what_it_was_chosen_by(house: House, accept: str) -> None:
    response = house.get("/ingenting", accept=accept)
    assert (response.status_code, response.headers["vary"]) == (404, "Accept, Accept-Language")


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/xx.atom",
        "/feeds/nb.pdf",
        "/feeds/nb/topics/ukjent.atom",
        "/feeds/nb/ukjent.rss",
        "/feeds/nb/topics/ukjent/news.json",
    ],
)
def test_a_feed_that_there_is_none_of_is_a_problem_that_is_kept_for_a_moment(house: House, path: str) -> None:
    response = house.get(path, accept="text/html")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    assert response.headers["cache-control"] == "public, max-age=5"
    assert "last-modified" not in response.headers


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_a_feed_may_be_stale_where_there_is_nothing_newer(house: House, suffix: str) -> None:
    told = house.get(f"/feeds/nb.{suffix}").headers["cache-control"]
    assert {"public", "stale-while-revalidate=60", "stale-if-error=86400"} <= set(told.split(", "))


def test_a_browser_of_any_site_may_ask_on_a_condition_and_read_what_it_needs(house: House) -> None:
    preflight = house.get(
        FEED, method="OPTIONS", origin="https://app.example", access_control_request_method="GET",
        access_control_request_headers="if-none-match, if-modified-since",
    )  # fmt: skip
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    allowed = preflight.headers["access-control-allow-headers"].lower().split(", ")
    assert {"if-none-match", "if-modified-since", "range"} <= set(allowed)
    exposed = (
        house.get(FEED, origin="https://app.example")
        .headers["access-control-expose-headers"]
        .lower()
        .split(", ")
    )
    assert {
        "etag",
        "link",
        "last-modified",
        "content-location",
        "date",
        "vary",
        "repr-digest",
        "unencoded-digest",
    } <= set(exposed)


def test_another_program_or_another_setting_moves_everything(tmp_path: Path, clock: Hands) -> None:
    settings = Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")
    told: list[int | None] = []
    for publisher in ("En", "En", "En annen", "En"):
        clock.at += 100
        with opened(structs.replace(settings, publisher=publisher)) as parts:
            if not told:
                furnished(parts, examples=False)
            parts.application()  # notes that it is this one
            resources = with_(parts.resources(1_000_000), now=clock.now)
            clock.at += 100
            told.append(modified(House(parts=parts, app=Edge(application(resources), parts.settings)), FEED))
    assert told == [1_900_000_102, 1_900_000_102, 1_900_000_502, 1_900_000_702]


def test_a_notice_that_gives_way_to_a_tombstone_moves_the_feed(timed: House, clock: Hands) -> None:
    withdraw(timed)
    with timed.parts.store.read() as reading:
        standing = reading.standing(PAGE, "nb")
    assert standing is not None
    over = (standing.changed_at + datetime.timedelta(days=30)).timestamp()
    clock.at = over - 10
    before = timed.get(FEED)
    clock.at = over + 10
    after = timed.get(FEED, if_modified_since=before.headers["last-modified"])
    assert after.status_code == 200
    assert "deleted-entry" in after.text
