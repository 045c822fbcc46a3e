"""Convert and check over HTTP: what comes out, that nothing is stored, and attacks on both."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from content.sanitize import POLICY
from tests.http.house import PAGE, House

HTML = (
    '<h1>Is</h1><p onclick="x()">30 cm <a href="javascript:1">her</a> '
    f'<a href="urn:uuid:{PAGE}">avdelingen</a></p><script>ikke()</script><img src="/a.png">'
)


@pytest.fixture
def kari(own_house: House) -> str:
    """A token that may write drafts."""
    return own_house.token("drafts", name="Kari")


def data(response: Any, status: int = 200) -> Any:
    """The JSON of an answer that has this status."""
    assert response.status_code == status, response.text
    assert response.headers["cache-control"] == "no-store"
    return msgspec.json.decode(response.content)


def faults(response: Any) -> set[tuple[str, str]]:
    """Pointer and code of every fault."""
    return {(each["pointer"], each["code"]) for each in data(response, 400)["errors"]}


def test_html_is_a_body_a_fragment_a_report_and_what_was_dropped(own_house: House, kari: str) -> None:
    found = data(own_house.send("POST", "/v1/convert", {"html": HTML}, token=kari))
    assert set(found) == {"body", "fragment", "report", "advice", "dropped", "remarks", "policy"}
    assert [block["_type"] for block in found["body"]] == ["block", "block", "image"]
    assert found["fragment"].startswith('<div class="nk nk-body" lang="nb">\n<h2 ')
    assert "/pages/nb/internasjonal-avdeling" in found["fragment"]
    assert "ikke" not in found["fragment"]
    assert found["report"]["outcome"] == "failed"
    assert {(each["what"], each["name"]) for each in found["dropped"]} == {
        ("address", "javascript:1"),
        ("attribute", "onclick"),
        ("element", "script"),
    }
    assert [(each["pointer"], each["code"]) for each in found["remarks"]] == [("/2/alt", "missing_alt")]
    assert found["policy"] == POLICY.name


def test_markdown_goes_the_same_way(own_house: House, kari: str) -> None:
    sent = {"markdown": "# Is\n\nTo <script>x</script>", "locale": "nn", "heading_level": 4}
    found = data(own_house.send("POST", "/v1/convert", sent, token=kari))
    assert found["fragment"].startswith('<div class="nk nk-body" lang="nn">\n<h4 ')
    assert [(each["what"], each["name"]) for each in found["dropped"]] == [("element", "script")]


def test_a_draft_of_the_same_html_has_the_same_body_and_keeps_the_policy(own_house: House, kari: str) -> None:
    html = HTML.replace('<img src="/a.png">', "")
    found = data(own_house.send("POST", "/v1/convert", {"html": html}, token=kari))
    draft = {"kind": "news", "locale": "nb", "slug": "is", "title": "Is", "body_html": html}
    kept = data(own_house.send("POST", "/v1/drafts", draft, token=kari), 201)
    assert kept["body"] == found["body"]
    assert kept["policy"] == POLICY.name
    assert kept["dropped"] == found["dropped"]


def test_nothing_is_stored_not_even_under_a_key(own_house: House, kari: str) -> None:
    with own_house.parts.store.read() as reading:
        before = reading.head()
    first = own_house.send("POST", "/v1/convert", {"html": HTML}, token=kari, idempotency_key="a")
    again = own_house.send("POST", "/v1/convert", {"html": HTML}, token=kari, idempotency_key="a")
    assert data(first) == data(again)
    assert "idempotent-replayed" not in again.headers
    with own_house.parts.store.read() as reading:
        assert reading.head() == before
    assert data(own_house.send("GET", "/v1/drafts?mine=true", token=kari))["drafts"] == []


@pytest.mark.parametrize("path", ["/v1/convert", "/v1/check"])
def test_without_a_token_nothing_is_looked_at(own_house: House, path: str) -> None:
    assert own_house.send("POST", path, {"html": "a"}).status_code == 401
    assert own_house.send("POST", path, {"html": "a"}, token="nk_wrong").status_code == 401
    assert own_house.send("GET", path).status_code == 405


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, {("", "one_source")}),
        ({"html": "a", "markdown": "a"}, {("", "one_source")}),
        ({"html": 1, "markdown": None}, {("/html", "wrong_type"), ("/markdown", "wrong_type")}),
        ({"html": "a", "lang": "nb"}, {("/lang", "unknown_field")}),
        ({"html": "a", "heading_level": 7}, {("/heading_level", "out_of_range")}),
        ({"html": "<div>" * 65}, {("/html", "too_large")}),
        ({"html": "&" * 250_000}, {("/html", "too_large")}),
        ({"html": "<p>a" * 5_001}, {("/html", "too_long")}),
        ({"markdown": "> " * 3_000 + "a"}, {("/markdown", "too_large"), ("/markdown", "too_deep")}),
        ({"markdown": "[" * 9_000}, {("/markdown", "too_large")}),
        ([], {("", "wrong_type")}),
        ("a", {("", "wrong_type")}),
    ],
)
def test_what_is_no_text_to_convert_is_told(
    own_house: House, kari: str, sent: Any, expected: set[tuple[str, str]]
) -> None:
    found = faults(own_house.send("POST", "/v1/convert", sent, token=kari))
    assert found
    assert found <= expected


def test_a_locale_that_is_not_configured_is_told(own_house: House, kari: str) -> None:
    response = own_house.send("POST", "/v1/convert", {"html": "a", "locale": "de"}, token=kari)
    assert {pointer for pointer, _ in faults(response)} == {"/locale"}


@pytest.mark.parametrize("path", ["/v1/convert", "/v1/check"])
@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"html": "\xff"}', 400),
        (b"[" * 100_000, 400),
        (b'{"html": "a", "html": {"b": 1}}', 400),
    ],
)
def test_a_body_that_is_no_json_is_refused(
    own_house: House, kari: str, path: str, raw: bytes, status: int
) -> None:
    assert own_house.send("POST", path, raw, token=kari).status_code == status


@pytest.mark.parametrize("path", ["/v1/convert", "/v1/check"])
def test_half_a_character_makes_no_answer_that_cannot_be_written(
    own_house: House, kari: str, path: str
) -> None:
    response = own_house.send("POST", path, b'{"html": "<p>a\\ud800b\\u0000c</p>"}', token=kari)
    assert response.status_code in {200, 400}
    response.content.decode("utf-8")


def test_any_html_is_checked(own_house: House, kari: str) -> None:
    bad = data(own_house.send("POST", "/v1/check", {"html": "<p lang=nb>a<img src=b.png></p>"}, token=kari))
    assert (bad["outcome"], bad["publishable"]) == ("failed", False)
    level = {"html": "<div lang=nb><h4>a</h4><p>b</p></div>"}
    four = data(own_house.send("POST", "/v1/check", level | {"heading_level": 4}, token=kari))
    two = data(own_house.send("POST", "/v1/check", level, token=kari))
    assert (four["publishable"], two["publishable"]) == (True, False)
    page = {"html": "<!doctype html><html lang=nb><title>a</title><main><h1>a</h1></main>"}
    whole = data(own_house.send("POST", "/v1/check", page, token=kari))
    part = data(own_house.send("POST", "/v1/check", page | {"as": "fragment"}, token=kari))
    assert whole["tested"] != part["tested"]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, {("", "one_source")}),
        ({"html": "a", "url": "https://example.org/"}, {("", "one_source")}),
        ({"url": "https://127.0.0.1/"}, {("/url", "not_allowed")}),
        ({"url": "https://u:p@example.org/"}, {("/url", "not_allowed")}),
        ({"url": "file:///etc/passwd"}, {("/url", "not_allowed")}),
        ({"url": "no address"}, {("/url", "not_allowed")}),
        ({"url": "http://["}, {("/url", "not_fetched")}),
        ({"url": ""}, {("/url", "not_allowed")}),
        ({"html": "a", "locale": "de"}, {("/locale", "unknown_locale")}),
        ({"html": None}, {("/html", "wrong_type")}),
        ({"html": "a", "as": "page"}, {("/as", "not_allowed")}),
        ({"html": "a", "mode": "fragment"}, {("/mode", "unknown_field")}),
        ({"html": "a", "heading_level": "2"}, {("/heading_level", "wrong_type")}),
    ],
)
def test_what_is_nothing_to_check_is_told(
    own_house: House, kari: str, sent: Any, expected: set[tuple[str, str]]
) -> None:
    assert faults(own_house.send("POST", "/v1/check", sent, token=kari)) == expected


@pytest.mark.parametrize(
    "html", ["<div>" * 100_000, "&" * 500_000, "<b " + "a=1 " * 50_000 + ">", "<td>" * 50_000]
)
def test_a_check_of_what_is_made_to_be_slow_is_answered(own_house: House, kari: str, html: str) -> None:
    assert own_house.send("POST", "/v1/check", {"html": html}, token=kari).status_code in {200, 400, 413}
