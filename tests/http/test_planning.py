"""Publishing at a time and together over HTTP, plans taken back, and what is due."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from service.wiring import now
from tests.http.house import House
from tests.http.test_drafts import NEWS, begin, data, faults, path


@pytest.fixture
def boss(own_house: House) -> str:
    """A token that may publish."""
    return own_house.token("publish", name="Berit")


def soon(**time: float) -> str:
    """A time so far from now, as it is sent."""
    return (now() + datetime.timedelta(**time)).isoformat()


def publish(house: House, draft: Any, sent: dict[str, Any], token: str) -> Any:
    return house.send("POST", f"{path(draft)}/publish", {"revision": 1} | sent, token=token)


def test_a_draft_is_planned_shown_and_taken_back(own_house: House, boss: str) -> None:
    draft = begin(own_house, boss)
    assert (draft["owner"], draft["scheduled"]) == ("Berit", [])
    assert draft["review_by"] > now().date().isoformat()
    at, expires = soon(hours=1), soon(hours=2)
    out = data(publish(own_house, draft, {"at": at, "expires": expires}, boss))
    assert (out["state"], out["edition"], out["seq"], out["needs_repair"]) == ("scheduled", 0, 0, False)
    assert out["report"]["publishable"] is True
    (plan,) = out["scheduled"]
    assert (plan["act"], plan["revision"], plan["actor"], plan["failed_at"]) == ("publish", 1, "Berit", None)
    assert datetime.datetime.fromisoformat(plan["at"]) == datetime.datetime.fromisoformat(at)
    shown = data(own_house.send("GET", path(draft), token=boss))
    assert (shown["state"], shown["scheduled"]) == ("scheduled", [plan])
    (line,) = data(own_house.send("GET", "/v1/drafts?state=scheduled", token=boss))["drafts"]
    assert (line["id"], line["scheduled"]) == (draft["id"], [plan])
    # What an answer has may be sent back: it is passed over.
    etag = own_house.send("GET", path(draft), token=boss).headers["etag"]
    saved = data(own_house.send("PUT", path(draft), shown | {"title": "Ny"}, token=boss, if_match=etag))
    assert (saved["revision"], saved["state"], saved["scheduled"]) == (2, "scheduled", [plan])
    refused = own_house.send("DELETE", path(draft), token=boss, if_match='"x"')
    assert refused.status_code in {409, 412}
    taken = data(own_house.send("DELETE", f"{path(draft)}/publish?act=publish", token=boss))
    assert taken["taken"] == [plan]
    assert data(own_house.send("DELETE", f"{path(draft)}/publish", token=boss), 409)["type"].endswith(
        ":wrong-state"
    )
    assert data(own_house.send("GET", path(draft), token=boss))["state"] == "draft"
    assert own_house.parts.store.verify() == ()


def test_times_that_mean_nothing_are_told_with_their_places(own_house: House, boss: str) -> None:
    draft = begin(own_house, boss)
    assert faults(publish(own_house, draft, {"at": "tomorrow", "expires": "2026-01-01"}, boss)) == {
        ("/at", "wrong_type"),
        ("/expires", "wrong_type"),
    }
    assert faults(publish(own_house, draft, {"at": soon(hours=-1), "expires": soon(hours=-2)}, boss)) == {
        ("/expires", "too_early"),
    }
    assert faults(publish(own_house, draft, {"at": soon(hours=-2), "expires": soon(hours=-1)}, boss)) == {
        ("/at", "passed"),
        ("/expires", "passed"),
    }
    assert data(publish(own_house, draft, {"at": soon(seconds=-5)}, boss))["state"] == "published"


def test_several_go_out_together_or_not_at_all(own_house: House, boss: str) -> None:
    first = begin(own_house, boss)
    english = NEWS | {"locale": "en", "slug": "meeting", "title": "Meeting in Tromsø"}
    other = own_house.send("PUT", f"/v1/drafts/{first['id']}/en", english, token=boss, if_none_match="*")
    assert other.status_code == 201, other.text
    items = [
        {"id": first["id"], "locale": "nb", "revision": 1},
        {"id": first["id"], "locale": "en", "revision": 2},
    ]
    stale = data(own_house.send("POST", "/v1/publications", {"items": items}, token=boss), 409)
    assert (stale["current"], "/items/1" in stale["detail"]) == (1, True)
    items[1]["revision"] = 1
    wrong = [items[0] | {"update": "minor"}, items[1] | {"colour": "red"}]
    assert ("/items/1/colour", "unknown_field") in faults(
        own_house.send("POST", "/v1/publications", {"items": wrong}, token=boss)
    )
    key = "together-1"
    out = own_house.send("POST", "/v1/publications", {"items": items}, token=boss, idempotency_key=key)
    assert [(each["locale"], each["state"]) for each in data(out)["publications"]] == [
        ("nb", "published"),
        ("en", "published"),
    ]
    again = own_house.send("POST", "/v1/publications", {"items": items}, token=boss, idempotency_key=key)
    assert (again.headers["idempotent-replayed"], again.content) == ("true", out.content)
    for locale, slug in (("nb", "mote-i-tromso"), ("en", "meeting")):
        assert slug in own_house.get(f"/feeds/{locale}.atom").text


def test_failing_reports_of_several_name_their_record(own_house: House, boss: str) -> None:
    bad = {
        "_type": "block",
        "style": "normal",
        "markDefs": [{"_type": "link", "_key": "l", "href": "https://example.org/"}],
        "children": [{"_type": "span", "text": "les mer", "marks": ["l"]}],
    }
    one = begin(own_house, boss)
    sent = NEWS | {"locale": "nb", "slug": "andre", "body": [bad]}
    two = data(own_house.send("POST", "/v1/drafts", sent, token=boss), 201)
    items = [{"id": each["id"], "locale": "nb", "revision": 1} for each in (one, two)]
    for more in ({}, {"at": soon(hours=1)}):
        refused = data(own_house.send("POST", "/v1/publications", {"items": items} | more, token=boss), 422)
        assert {(each["id"], each["locale"]) for each in refused["reports"]} == {(two["id"], "nb")}
    assert data(own_house.send("GET", path(one), token=boss))["state"] == "draft"


def test_what_is_due_is_listed_as_far_as_a_token_reaches(own_house: House, boss: str) -> None:
    draft = begin(own_house, boss)
    publish(own_house, draft, {"at": soon(hours=1)}, boss)
    steward = f"/v1/records/{draft['id']}/nb/steward"
    changed = own_house.send("POST", steward, {"owner": "Ola", "review_by": "2026-01-31"}, token=boss)
    assert data(changed) == {"id": draft["id"], "owner": "Ola", "review_by": "2026-01-31"}
    assert faults(own_house.send("POST", steward, {}, token=boss)) == {("", "nothing_asked")}
    assert {
        pointer for pointer, _ in faults(own_house.send("POST", steward, {"review_by": "x"}, token=boss))
    } == {"/review_by"}
    due = data(own_house.send("GET", "/v1/due", token=own_house.token("drafts")))
    assert [(each["slug"], each["owner"], each["overdue"]) for each in due["reviews"]] == [
        ("mote-i-tromso", "Ola", True)
    ]
    assert [(each["slug"], each["act"], each["late"]) for each in due["coming"]] == [
        ("mote-i-tromso", "publish", False)
    ]
    assert (due["failed"], due["repairs"]) == ([], [])
    early = data(own_house.send("GET", "/v1/due?until=2020-01-01", token=boss))
    assert (early["reviews"], early["coming"]) == ([], [])
    elsewhere = own_house.token("drafts", name="Elsewhere", locales=frozenset({"en"}))
    hidden = data(own_house.send("GET", "/v1/due", token=elsewhere))
    assert (hidden["reviews"], hidden["coming"]) == ([], [])
    assert own_house.send("GET", "/v1/due?until=soon", token=boss).status_code == 400


def test_a_token_plans_only_what_it_reaches(own_house: House, boss: str) -> None:
    draft = begin(own_house, boss)
    items = {"items": [{"id": draft["id"], "locale": "nb", "revision": 1}]}
    writer = own_house.token("drafts")
    pages = own_house.token("publish", name="Pages", kinds=frozenset({"page"}))
    english = own_house.token("publish", name="English", locales=frozenset({"en"}))
    for token in (writer, pages, english):
        for method, where, sent in (
            ("POST", "/v1/publications", items),
            ("POST", f"{path(draft)}/publish", {"revision": 1}),
            ("DELETE", f"{path(draft)}/publish", None),
            ("POST", f"/v1/records/{draft['id']}/nb/steward", {"owner": "X"}),
        ):
            assert own_house.send(method, where, sent, token=token).status_code == 403, where
    assert data(own_house.send("GET", path(draft), token=boss))["scheduled"] == []


def test_a_token_breaks_up_no_plan_that_reaches_further_than_itself(own_house: House, boss: str) -> None:
    first = begin(own_house, boss)
    english = NEWS | {"locale": "en", "slug": "meeting", "title": "Meeting in Tromsø"}
    own_house.send("PUT", path(first, "en"), english, token=boss, if_none_match="*")
    items = [{"id": first["id"], "locale": locale, "revision": 1} for locale in ("nb", "en")]
    sent = {"items": items, "at": soon(hours=1)}
    data(own_house.send("POST", "/v1/publications", sent, token=boss))
    norwegian = own_house.token("publish", name="Norwegian", locales=frozenset({"nb"}))
    where = f"{path(first)}/publish"
    for method, address, body in (
        ("DELETE", where, None),
        ("POST", where, {"revision": 1}),
        ("POST", where, {"revision": 1, "at": soon(hours=2)}),
        ("POST", "/v1/publications", {"items": items[:1]}),
    ):
        refused = data(own_house.send(method, address, body, token=norwegian), 403)
        assert ("together" in refused["detail"], "“en”" in refused["detail"]) == (True, True), refused
    for locale in ("nb", "en"):
        shown = data(own_house.send("GET", path(first, locale), token=boss))
        assert (shown["state"], [each["failed_at"] for each in shown["scheduled"]]) == ("scheduled", [None])
    both = own_house.token("publish", name="Both", locales=frozenset({"nb", "en"}))
    taken = data(own_house.send("DELETE", where, token=both))
    assert {each["locale"] for each in taken["taken"]} == {"nb", "en"}


def test_a_restored_text_breaks_up_no_plan_that_reaches_further_than_the_token(
    own_house: House, boss: str
) -> None:
    first = begin(own_house, boss)
    publish(own_house, first, {}, boss)
    english = NEWS | {"locale": "en", "slug": "meeting", "title": "Meeting in Tromsø"}
    own_house.send("PUT", path(first, "en"), english, token=boss, if_none_match="*")
    record = f"/v1/records/{first['id']}/nb"
    data(own_house.send("POST", f"{record}/withdraw", {"reason": "Feil"}, token=boss))
    items = [{"id": first["id"], "locale": locale, "revision": 1} for locale in ("nb", "en")]
    data(own_house.send("POST", "/v1/publications", {"items": items, "at": soon(hours=1)}, token=boss))
    norwegian = own_house.token("publish", name="Norwegian", locales=frozenset({"nb"}))
    refused = own_house.send("POST", f"{record}/restore", {"reason": "Likevel"}, token=norwegian)
    assert "together" in data(refused, 403)["detail"]
    assert data(own_house.send("GET", path(first), token=boss))["state"] == "withdrawn"


def test_what_is_taken_back_is_held_up_by_no_plan(own_house: House, boss: str) -> None:
    first = begin(own_house, boss)
    publish(own_house, first, {}, boss)
    etag = own_house.send("GET", path(first), token=boss).headers["etag"]
    own_house.send("PUT", path(first), NEWS | {"title": "Ny"}, token=boss, if_match=etag)
    english = NEWS | {"locale": "en", "slug": "meeting", "title": "Meeting in Tromsø"}
    own_house.send("PUT", path(first, "en"), english, token=boss, if_none_match="*")
    items = [
        {"id": first["id"], "locale": "nb", "revision": 2},
        {"id": first["id"], "locale": "en", "revision": 1},
    ]
    data(own_house.send("POST", "/v1/publications", {"items": items, "at": soon(hours=1)}, token=boss))
    norwegian = own_house.token("publish", name="Norwegian", locales=frozenset({"nb"}))
    gone = own_house.send("POST", f"/v1/records/{first['id']}/nb/gone", {"reason": "Feil"}, token=norwegian)
    assert data(gone)["state"] == "gone"
    (left,) = data(own_house.send("GET", path(first, "en"), token=boss))["scheduled"]
    assert "gone" in left["failure"]
