"""Drafts over HTTP: begin, save, read, list, take up, check, preview, delete; nobody overwrites anybody, nothing is lost."""

from __future__ import annotations

import gzip
import threading
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from content.errors import StoreBusy, StoreFull
from content.model import Revision
from content.redaction import Redact
from content.store.answers import SqliteAnswers
from service.snapshots import Snapshot
from service.web import etags
from service.web.authoring import call, once, shapes
from service.wiring import now
from tests.http.house import House

NEWS: dict[str, Any] = {
    "kind": "news",
    "locale": "nb",
    "slug": "mote-i-tromso",
    "title": "Møte i Tromsø",
    "summary": "Vi møtes.",
    "body": [{"_type": "block", "children": [{"_type": "span", "text": "Hei."}]}],
}


@pytest.fixture
def kari(own_house: House) -> str:
    """A token that may write drafts."""
    return own_house.token("drafts", name="Kari")


def data(response: Any, status: int = 200) -> Any:
    """The JSON of an answer that has this status."""
    assert response.status_code == status, response.text
    return msgspec.json.decode(response.content)


def begin(house: House, token: str, **other: Any) -> Any:
    """A new draft's answer."""
    return data(house.send("POST", "/v1/drafts", NEWS | other, token=token), 201)


def path(draft: Any, locale: str = "") -> str:
    """Where a draft is."""
    return f"/v1/drafts/{draft['id']}/{locale or draft['locale']}"


def faults(response: Any) -> set[tuple[str, str]]:
    """Pointer and code of every fault."""
    return {(each["pointer"], each["code"]) for each in data(response, 400)["errors"]}


def test_a_draft_is_begun_read_saved_and_never_seen_by_the_public(own_house: House, kari: str) -> None:
    response = own_house.send("POST", "/v1/drafts", NEWS, token=kari)
    draft = data(response, 201)
    assert UUID(draft["id"]).version == 7
    assert response.headers["location"].endswith(path(draft))
    assert response.headers["cache-control"] == "no-store"
    assert (draft["state"], draft["revision"], draft["newer_draft"]) == ("draft", 1, True)
    assert draft["author"] == "Kari"
    read = own_house.send("GET", path(draft), token=kari)
    assert read.headers["etag"] == response.headers["etag"]
    assert data(read) == draft
    assert own_house.get("/v1/records/mote-i-tromso?locale=nb").status_code == 404
    changed = draft | {"title": "Møtet i Tromsø", "note": "Bestemt form"}
    saved = own_house.send("PUT", path(draft), changed, token=kari, if_match=read.headers["etag"])
    assert data(saved)["revision"] == 2
    assert data(saved)["note"] == "Bestemt form"
    assert saved.headers["etag"] != read.headers["etag"]


def test_saving_demands_the_revision_that_was_looked_at(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    ola = own_house.token("drafts", name="Ola")
    etag = own_house.send("GET", path(draft), token=kari).headers["etag"]
    for wrong in ({}, {"if_match": "*"}):
        problem = data(own_house.send("PUT", path(draft), NEWS, token=kari, **wrong), 428)
        assert problem["type"].endswith(":precondition-required")
    theirs = NEWS | {"title": "Møte i Alta", "note": "Nytt sted"}
    assert own_house.send("PUT", path(draft), theirs, token=ola, if_match=etag).status_code == 200
    for weak in ("", "W/"):
        problem = data(own_house.send("PUT", path(draft), NEWS, token=kari, if_match=weak + etag), 412)
        assert problem["type"].endswith(":precondition-failed")
        assert problem["current"]["author"] == "Ola"
        assert problem["current"]["revision"] == 2
        assert problem["current"]["note"] == "Nytt sted"
        assert problem["current"]["at"]
    assert data(own_house.send("GET", path(draft), token=kari))["title"] == "Møte i Alta"
    newest = problem["current"]["etag"]
    assert own_house.send("PUT", path(draft), NEWS, token=kari, if_match=newest).status_code == 200


def test_of_two_who_save_at_once_one_is_told(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    etag = own_house.send("GET", path(draft), token=kari).headers["etag"]
    found: list[int] = []

    def save(title: str) -> None:
        response = own_house.send("PUT", path(draft), NEWS | {"title": title}, token=kari, if_match=etag)
        found.append(response.status_code)

    threads = [threading.Thread(target=save, args=(f"Tittel {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 412, 412, 412, 412, 412]
    assert data(own_house.send("GET", path(draft), token=kari))["revision"] == 2


def test_a_new_locale_is_begun_only_where_there_is_none(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    english = {"slug": "meeting-in-tromso", "title": "Meeting in Tromsø", "locale": "en"}
    made = own_house.send("PUT", path(draft, "en"), english, token=kari, if_none_match="*")
    assert data(made, 201)["kind"] == "news"
    again = own_house.send("PUT", path(draft, "en"), english, token=kari, if_none_match="*")
    assert data(again, 412)["current"]["revision"] == 1
    other = f"/v1/drafts/{uuid4()}/en"
    assert own_house.send("PUT", other, english, token=kari, if_none_match="*").status_code == 404
    assert faults(own_house.send("PUT", path(draft, "nn"), english, token=kari, if_none_match="*")) == {
        ("/locale", "fixed")
    }


def test_every_fault_of_a_body_is_told_at_once_and_nothing_is_kept(own_house: House, kari: str) -> None:
    body = {
        "kind": "news", "slug": "Å", "title": 7, "sumary": "x", "note": 3, "body_html": 5, "body_markdown": "x",
    }  # fmt: skip
    assert faults(own_house.send("POST", "/v1/drafts", body, token=kari)) == {
        ("/locale", "missing"),
        ("/slug", "wrong_form"),
        ("/title", "wrong_type"),
        ("/sumary", "unknown_field"),
        ("/note", "wrong_type"),
        ("/body_markdown", "one_body"),
        ("/body_html", "wrong_type"),
    }
    for locale, code in (("sv", "unknown_locale"), (7, "wrong_type")):
        sent = NEWS | {"locale": locale, "slug": "Å"}
        assert faults(own_house.send("POST", "/v1/drafts", sent, token=kari)) == {
            ("/locale", code),
            ("/slug", "wrong_form"),
        }
    assert faults(own_house.send("POST", "/v1/drafts", [], token=kari)) == {("", "wrong_type")}
    for broken in (b"{", b"[]", b"null", b"7", b"\xff", b'"\\ud800"', b"[" * 100_000):
        assert own_house.send("POST", "/v1/drafts", broken, token=kari).status_code == 400, broken[:20]
    assert faults(own_house.send("POST", "/v1/drafts", NEWS | {"locale": "sv"}, token=kari)) == {
        ("/locale", "unknown_locale")
    }
    without = {name: value for name, value in NEWS.items() if name != "locale"}
    assert faults(own_house.send("POST", "/v1/drafts", without, token=kari)) == {("/locale", "missing")}
    typed = own_house.send("POST", "/v1/drafts", NEWS, token=kari, content_type="text/html")
    assert data(typed, 415)["type"].endswith(":wrong-media-type")
    packed = own_house.send("POST", "/v1/drafts", gzip.compress(b"{}"), token=kari, content_encoding="gzip")
    assert "gzip" in data(packed, 415)["detail"]
    assert data(own_house.send("GET", "/v1/drafts?mine=true", token=kari))["drafts"] == []


def test_html_is_cleaned_and_the_policy_is_kept(own_house: House, kari: str) -> None:
    sent = {name: value for name, value in NEWS.items() if name != "body"}
    html = (
        "<h2 onclick=x()>Program</h2><p>Les <a href='https://example.org/'>mer</a>.<script>alert(1)</script>"
    )
    draft = data(own_house.send("POST", "/v1/drafts", sent | {"body_html": html}, token=kari), 201)
    assert [block["_type"] for block in draft["body"]] == ["block", "block"]
    assert {(each["what"], each["name"]) for each in draft["dropped"]} >= {
        ("attribute", "onclick"),
        ("element", "script"),
    }
    assert "alert" not in own_house.send("GET", path(draft), token=kari).text
    marked = data(
        own_house.send(
            "POST", "/v1/drafts", sent | {"slug": "b", "body_markdown": "# A\n\nB *c*"}, token=kari
        ),
        201,
    )
    assert marked["body"][1]["children"][1]["marks"] == ["em"]


def test_the_list_of_drafts_goes_page_by_page_and_keeps_to_the_token(own_house: House, kari: str) -> None:
    ola = own_house.token("drafts", name="Ola")
    for number in range(5):
        begin(own_house, kari, slug=f"sak-{number}", title=f"Sak {number}")
    begin(own_house, ola, slug="olas", locale="nn")
    mine = data(own_house.send("GET", "/v1/drafts?mine=true&limit=2", token=kari))
    titles = [each["title"] for each in mine["drafts"]]
    while mine["next"]:
        mine = data(own_house.send("GET", f"/v1/drafts?mine=true&limit=2&cursor={mine['next']}", token=kari))
        titles += [each["title"] for each in mine["drafts"]]
    assert titles == [f"Sak {number}" for number in (4, 3, 2, 1, 0)]
    everything = data(own_house.send("GET", "/v1/drafts?state=draft", token=kari))["drafts"]
    assert everything[0]["slug"] == "olas"
    narrow = own_house.token("drafts", name="Nina", locales=("nn",))
    seen = data(own_house.send("GET", "/v1/drafts", token=narrow))["drafts"]
    assert {each["locale"] for each in seen} == {"nn"}
    assert data(own_house.send("GET", "/v1/drafts?kind=call", token=kari))["drafts"] == []
    assert own_house.send("GET", "/v1/drafts?cursor=x&state=y", token=kari).status_code == 400


def test_an_earlier_revision_is_taken_up_as_a_new_one(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    etag = own_house.send("GET", path(draft), token=kari).headers["etag"]
    saved = own_house.send("PUT", path(draft), NEWS | {"title": "Annet"}, token=kari, if_match=etag)
    again = f"{path(draft)}/revisions/1/restore"
    assert own_house.send("POST", again, token=kari).status_code == 428
    assert own_house.send("POST", again, token=kari, if_match=etag).status_code == 412
    back = data(own_house.send("POST", again, token=kari, if_match=saved.headers["etag"]), 201)
    assert (back["revision"], back["title"]) == (3, NEWS["title"])
    missing = own_house.send("POST", f"{path(draft)}/revisions/9/restore", token=kari, if_match="*")
    assert missing.status_code == 428


def test_a_draft_is_previewed_and_checked_without_being_published(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    html = own_house.send("GET", f"{path(draft)}/fragment?variant=full&h=3", token=kari)
    assert html.status_code == 200
    assert "<h3" in html.text
    assert html.headers["cache-control"] == "no-store"
    report = data(own_house.send("POST", f"{path(draft)}/check", token=kari))
    assert report["publishable"]
    assert len(report["renderings"]) == 15
    assert own_house.get("/v1/records/mote-i-tromso?locale=nb").status_code == 404


def test_only_a_draft_is_deleted(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    etag = own_house.send("GET", path(draft), token=kari).headers["etag"]
    assert own_house.send("DELETE", path(draft), token=kari).status_code == 428
    assert (
        own_house.send("DELETE", path(draft), token=kari, if_match='"9-0000000000000000"').status_code == 412
    )
    gone = own_house.send("DELETE", path(draft), token=kari, if_match=etag)
    assert (gone.status_code, gone.content) == (204, b"")
    assert own_house.send("GET", path(draft), token=kari).status_code == 404
    # Its slug is free again, for a record that has another id.
    assert begin(own_house, kari)["id"] != draft["id"]
    page = "/v1/drafts/01a20834-8c13-7430-a66f-29db6186417e/nb"
    etag = own_house.send("GET", page, token=kari).headers["etag"]
    refused = own_house.send("DELETE", page, token=kari, if_match=etag)
    assert data(refused, 409)["type"].endswith(":wrong-state")
    assert own_house.parts.store.verify() == ()


def test_a_post_that_is_sent_again_is_done_once(own_house: House, kari: str) -> None:
    first = own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key="k-1")
    again = own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key='"k-1"')
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    other = own_house.send("POST", "/v1/drafts", NEWS | {"slug": "x"}, token=kari, idempotency_key="k-1")
    assert data(other, 422)["type"].endswith(":idempotency-key-reused")
    ola = own_house.token("drafts", name="Ola")
    assert own_house.send("POST", "/v1/drafts", NEWS, token=ola, idempotency_key="k-1").status_code == 409
    refused = own_house.send("POST", "/v1/drafts", {"kind": "news"}, token=kari, idempotency_key="k-2")
    assert refused.status_code == 400
    mended = own_house.send(
        "POST", "/v1/drafts", NEWS | {"slug": "mended"}, token=kari, idempotency_key="k-2"
    )
    assert mended.status_code == 201
    for bad in ("", "k" * 256, "a b"):
        assert own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key=bad).status_code == 400
    lines = data(own_house.send("GET", "/v1/drafts?mine=true", token=kari))["drafts"]
    assert {each["slug"] for each in lines} == {"mended", "mote-i-tromso"}


def test_the_same_post_at_once_is_done_once(own_house: House, kari: str) -> None:
    found: list[tuple[int, bytes]] = []

    def send() -> None:
        response = own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key="at-once")
        found.append((response.status_code, response.content))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert found[0][0] == 201


def test_what_was_done_is_not_done_again_though_its_answer_is_lost(
    own_house: House, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StoreBusy("Nobody can read just now.")

    with monkeypatch.context() as patched:
        patched.setattr(shapes, "draft", busy)
        lost = own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key="k")
        assert lost.status_code == 503
    monkeypatch.setattr(once, "_PATIENCE", 0.0)
    again = own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key="k")
    assert data(again, 409)["type"].endswith(":idempotency-key-in-use")
    assert len(data(own_house.send("GET", "/v1/drafts?mine=true", token=kari))["drafts"]) == 1


def test_an_answer_that_cannot_be_kept_goes_out_all_the_same(
    own_house: House, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull("There is no room left.")

    monkeypatch.setattr(SqliteAnswers, "finish", full)
    monkeypatch.setattr(once, "_PATIENCE", 0.0)
    data(own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key="k"), 201)
    again = own_house.send("POST", "/v1/drafts", NEWS, token=kari, idempotency_key="k")
    assert data(again, 409)["type"].endswith(":idempotency-key-in-use")


def test_an_answer_under_way_is_not_kept_where_its_words_were_redacted(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    store, commands = own_house.parts.store, own_house.parts.commands
    asked = once.fingerprint("POST", "/", b"")
    mine = once.Once(store, "token", "k", asked, now())

    def work() -> Snapshot:
        commands.over(mine).take_up(UUID(draft["id"]), "nb", 1, expected=1, author="Kari")
        commands.redact(
            Redact(id=UUID(draft["id"]), locale="nb", reason="Feil", texts=("Tromsø",), actor="Berit")
        )
        return Snapshot(status=201, headers=(), body="Møte i Tromsø".encode(), etag="", tags=frozenset())

    mine.run(work)
    with store.read() as reading:
        kept = reading.answers.get("token", "k")
    assert kept is not None
    assert (kept.status, kept.body) == (None, b"")


def test_a_draft_that_was_begun_anew_is_not_deleted_in_the_place_of_the_one_before(
    own_house: House, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begin(own_house, kari)
    english = NEWS | {"locale": "en", "slug": "meeting"}
    seen = own_house.send("PUT", path(draft, "en"), english, token=kari, if_none_match="*").headers["etag"]
    matched = etags.matched

    def slowly(if_match: str, newest: Revision) -> bool:
        found = matched(if_match, newest)
        monkeypatch.undo()
        # The moment after: somebody else deletes this draft, and begins another.
        own_house.send("DELETE", path(draft, "en"), token=kari, if_match=seen)
        other = english | {"title": "Another"}
        data(own_house.send("PUT", path(draft, "en"), other, token=kari, if_none_match="*"), 201)
        return found

    monkeypatch.setattr(call, "matched", slowly)
    refused = own_house.send("DELETE", path(draft, "en"), token=kari, if_match=seen)
    assert data(refused, 412)["current"]["revision"] == 1
    assert data(own_house.send("GET", path(draft, "en"), token=kari))["title"] == "Another"


def test_methods_paths_and_bodies_that_make_no_sense(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    refused = own_house.send("PATCH", path(draft), {}, token=kari)
    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) >= {"GET", "PUT", "DELETE"}
    for wrong in ("/v1/drafts/x/nb", f"/v1/drafts/{draft['id']}/NB", f"/v1/drafts/{uuid4()}/nb"):
        assert own_house.send("GET", wrong, token=kari).status_code == 404, wrong
    assert own_house.send("GET", path(draft) + "?x=1", token=kari).status_code == 400
    with_body = own_house.send("POST", f"{path(draft)}/check", {}, token=kari)
    assert with_body.status_code == 400
