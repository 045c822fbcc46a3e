"""Answers of people over HTTP: who may give them, what is refused, and what the public sees at once."""

from __future__ import annotations

import datetime
import time
from types import SimpleNamespace
from typing import Any

import pytest

from service.web import handler, making
from service.wiring import now
from tests.http.house import House
from tests.http.test_drafts import begin, data, faults, path

ASKS = '<p>Om tilskudd i Barents, <a href="https://example.org/">les mer</a>.</p>'
FAILS = '<p><a href="https://example.org/">les mer</a></p>'


def _text(html: str) -> dict[str, Any]:
    return {"kind": "news", "locale": "nb", "slug": "sporsmal", "title": "Spørsmål", "body_html": html}


def _until(**time: float) -> str:
    return (now() + datetime.timedelta(**time)).isoformat()


@pytest.fixture
def editor(own_house: House) -> str:
    return own_house.token("publish", name="Berit")


@pytest.fixture
def boss(own_house: House) -> str:
    return own_house.token("admin", name="Sjefen")


def _draft(house: House, token: str, html: str) -> dict[str, Any]:
    return dict(data(house.send("POST", "/v1/drafts", _text(html), token=token), 201))


def _finding(house: House, draft: dict[str, Any], token: str, outcome: str) -> dict[str, Any]:
    report = data(house.send("POST", f"{path(draft)}/check", token=token))
    return next(dict(each) for each in report["findings"] if each["outcome"] == outcome)


def _answer(draft: dict[str, Any], finding: dict[str, Any], **more: Any) -> dict[str, Any]:
    sent = {"id": draft["id"], "locale": "nb", "rule": finding["rule"], "subject": finding["subject"]}
    return sent | {"reason": "Setningen sier det"} | more


def _records(house: House, identity: str) -> list[dict[str, Any]]:
    """The record as JSON in every answer that holds it."""
    return [
        house.json(f"/v1/records/{identity}?locale=nb"),
        house.json(f"/v1/records/{identity}/editions/1?locale=nb"),
        *(
            each
            for address in ("/v1/records?locale=nb", "/v1/records?locale=nb&q=tilskudd")
            for each in house.json(address)["records"]
            if each["id"] == identity
        ),
        *(each["record"] for each in house.json("/v1/changes")["changes"] if each["id"] == identity),
    ]


def test_an_answer_is_public_at_once_and_gone_as_soon_as_it_is_revoked(own_house: House, editor: str) -> None:
    draft = _draft(own_house, editor, ASKS)
    data(own_house.send("POST", f"{path(draft)}/publish", {"revision": 1}, token=editor))
    public = f"/v1/records/{draft['id']}/accessibility?locale=nb&format=json"
    parts = f"/fragments/{draft['id']}.json?locale=nb"
    changes = own_house.json("/v1/changes")
    assert own_house.json(public)["outcome"] == "no_failures_found"
    asked = f"/v1/attestations?open=true&record={draft['id']}&locale=nb"
    [question] = data(own_house.send("GET", asked, token=editor))["questions"]

    made = data(
        own_house.send("POST", "/v1/attestations", _answer(draft, question, answer="passed"), token=editor),
        201,
    )
    assert (made["by"], made["phase"], made["answer"]) == ("Berit", "current", "passed")
    for report in (own_house.json(public), own_house.json(parts)["report"]):
        assert report["outcome"] == "attested"
        assert "2.4.4" in report["attested"]
        [told] = [each["attestation"] for each in report["findings"] if "attestation" in each]
        assert (told["by"], told["reason"]) == ("Berit", "Setningen sier det")
    for shown in _records(own_house, draft["id"]):
        assert shown["accessibility"]["outcome"] == "attested"
    now_told = own_house.json("/v1/changes")["changes"]
    assert [each["seq"] for each in now_told] == [each["seq"] for each in changes["changes"]]
    assert data(own_house.send("GET", asked, token=editor))["questions"] == []

    gone = data(own_house.send("DELETE", f"/v1/attestations/{made['number']}?reason=Feil", token=editor))
    assert (gone["phase"], gone["revoked_by"]) == ("revoked", "Berit")
    assert own_house.json(public)["outcome"] == "no_failures_found"
    for shown in _records(own_house, draft["id"]):
        assert shown["accessibility"]["outcome"] == "no_failures_found"
    assert own_house.parts.store.verify() == ()


def test_an_answer_that_ends_leaves_the_record_and_no_feed_moves(
    own_house: House, editor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = _draft(own_house, editor, ASKS)
    data(own_house.send("POST", f"{path(draft)}/publish", {"revision": 1}, token=editor))
    feeds = [f"/feeds/nb.{suffix}" for suffix in ("atom", "rss", "json")]
    before = [own_house.get(each) for each in feeds]
    finding = _finding(own_house, draft, editor, "cantTell")
    tags = {own_house.get(f"/v1/records/{draft['id']}?locale=nb").headers["etag"]}
    sent = _answer(draft, finding, answer="failed", until=_until(days=2))
    data(own_house.send("POST", "/v1/attestations", sent, token=editor), 201)
    for shown in _records(own_house, draft["id"]):
        assert shown["accessibility"]["outcome"] == "failed"
    tags.add(own_house.get(f"/v1/records/{draft['id']}?locale=nb").headers["etag"])
    assert len(tags) == 2

    later = now() + datetime.timedelta(days=3)
    clock = SimpleNamespace(now=later.astimezone)
    monkeypatch.setattr(making, "datetime", SimpleNamespace(datetime=clock, UTC=datetime.UTC))
    monkeypatch.setattr(handler, "time", SimpleNamespace(time=later.timestamp, monotonic=time.monotonic))
    for shown in _records(own_house, draft["id"]):
        assert shown["accessibility"]["outcome"] == "no_failures_found"
    for address, known in zip(feeds, before, strict=True):
        again = own_house.get(address)
        assert (again.content, again.headers["etag"]) == (known.content, known.headers["etag"])


def test_only_admin_overrides_and_what_is_let_pass_is_shown(own_house: House, editor: str, boss: str) -> None:
    draft = _draft(own_house, editor, FAILS)
    finding = _finding(own_house, draft, editor, "failed")
    sent = _answer(draft, finding, until=_until(days=30))
    publish = {"revision": 1}
    assert own_house.send("POST", f"{path(draft)}/publish", publish, token=editor).status_code == 422
    assert own_house.send("POST", "/v1/overrides", sent, token=editor).status_code == 403
    late = own_house.send("POST", "/v1/overrides", sent | {"until": _until(days=-1)}, token=boss)
    assert data(late, 422)["type"].endswith(":expired")
    script = own_house.send("POST", "/v1/overrides", sent | {"rule": "fragment-script"}, token=boss)
    assert faults(script) == {("/rule", "not_overridable")}
    made = data(own_house.send("POST", "/v1/overrides", sent, token=boss), 201)

    data(own_house.send("POST", f"{path(draft)}/publish", publish, token=editor))
    assert own_house.get(f"/fragments/{draft['id']}?locale=nb").status_code == 200
    report = own_house.json(f"/fragments/{draft['id']}.json?locale=nb")["report"]
    assert (report["outcome"], report["publishable"]) == ("failed", True)
    [told] = [each["override"] for each in report["findings"] if "override" in each]
    assert told["by"] == "Sjefen"
    assert data(own_house.send("GET", "/v1/due", token=editor))["repairs"] == []
    assert (
        own_house.send("DELETE", f"/v1/attestations/{made['number']}?reason=x", token=boss).status_code == 404
    )
    data(own_house.send("DELETE", f"/v1/overrides/{made['number']}?reason=Rettet", token=boss))
    # What is out stays out; it is on the list again.
    assert own_house.get(f"/fragments/{draft['id']}?locale=nb").status_code == 200
    assert [each["id"] for each in data(own_house.send("GET", "/v1/due", token=editor))["repairs"]] == [
        draft["id"]
    ]


def test_what_is_refused(own_house: House, editor: str) -> None:
    draft = _draft(own_house, editor, ASKS)
    finding = _finding(own_house, draft, editor, "cantTell")
    sent = _answer(draft, finding, answer="passed")
    helper = own_house.token("drafts", name="Vikar")
    events = own_house.token("publish", name="Kalender", kinds=("event",))
    other = begin(own_house, editor)

    def refused(more: dict[str, Any], token: str = editor) -> Any:
        return own_house.send("POST", "/v1/attestations", sent | more, token=token)

    assert refused({}, helper).status_code == 403
    assert refused({}, events).status_code == 403
    for more in ({"subject": "sha256:" + "0" * 64}, {"id": other["id"]}):
        assert data(refused(more), 409)["type"].endswith(":nothing-to-answer")
    assert data(refused({"subject": "sha256:" + "0" * 64}), 409)["findings"][0]["rule"] == "link-purpose"
    assert data(refused({"reason": "x" * 1_000_000}), 400)["errors"][0]["pointer"] == "/reason"
    assert {each for each, _ in faults(refused({"reason": "a\u0000b", "answer": "maybe"}))} == {
        "/reason",
        "/answer",
    }
    assert refused({"locale": "nn"}).status_code == 404
    assert own_house.send("GET", "/v1/attestations?open=true", token=editor).status_code == 400
    assert own_house.send("DELETE", "/v1/attestations/99?reason=x", token=editor).status_code == 404
    assert data(own_house.send("GET", "/v1/attestations", token=events))["attestations"] == []


def test_an_answer_about_a_language_holds_for_the_advice_too(own_house: House, editor: str) -> None:
    english = "<p>The committee decides how much money there will be for small partners next year.</p>"
    draft = _draft(own_house, editor, english)

    def suspected() -> list[dict[str, Any]]:
        checked = data(own_house.send("POST", f"{path(draft)}/check", token=editor))
        return list(checked["advice"]["language"]["findings"])

    [finding] = suspected()
    asked = f"/v1/attestations?open=true&record={draft['id']}&locale=nb"
    [question] = data(own_house.send("GET", asked, token=editor))["questions"]
    assert (question["rule"], question["subject"]) == (finding["rule"], finding["subject"])
    data(
        own_house.send("POST", "/v1/attestations", _answer(draft, finding, answer="passed"), token=editor),
        201,
    )
    assert [(each["outcome"], each["attestation"]["by"]) for each in suspected()] == [("passed", "Berit")]
    assert data(own_house.send("GET", asked, token=editor))["questions"] == []
