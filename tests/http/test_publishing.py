"""Publishing and taking back over HTTP: what the public sees before the answer has gone out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.house import House
from tests.http.test_drafts import NEWS, begin, data, faults, path


@pytest.fixture
def boss(own_house: House) -> str:
    """A token that may publish."""
    return own_house.token("publish", name="Berit")


def state(draft: Any, verb: str) -> str:
    """Where a state verb is."""
    return f"/v1/records/{draft['id']}/nb/{verb}"


PUBLIC = (
    "/v1/records?locale=nb",
    "/feeds/nb.atom",
    "/feeds/nb/news.json",
    "/fragments/list?locale=nb&kind=news",
    "/sitemap.xml",
)


def test_a_draft_is_published_corrected_and_taken_back_in_every_way(own_house: House, boss: str) -> None:
    draft = begin(own_house, boss)
    for public in PUBLIC:
        assert "mote-i-tromso" not in own_house.get(public).text
    out = data(own_house.send("POST", f"{path(draft)}/publish", {"revision": 1}, token=boss))
    assert (out["state"], out["edition"], out["needs_repair"]) == ("published", 1, False)
    assert out["url"].endswith("/pages/nb/mote-i-tromso")
    assert out["report"]["outcome"] == "no_failures_found"
    for public in PUBLIC:
        assert "mote-i-tromso" in own_house.get(public).text, public
    twice = own_house.send("POST", f"{path(draft)}/publish", {"revision": 1}, token=boss)
    assert data(twice, 409)["type"].endswith(":wrong-state")
    unseen = own_house.send("POST", f"{path(draft)}/publish", {"revision": 9}, token=boss)
    assert data(unseen, 409)["current"] == 1

    assert faults(own_house.send("POST", state(draft, "withdraw"), {"reason": " "}, token=boss)) == {
        ("/reason", "missing")
    }
    taken = data(own_house.send("POST", state(draft, "withdraw"), {"reason": "Feil tall"}, token=boss))
    assert (taken["state"], taken["report"]) == ("withdrawn", None)
    for public in PUBLIC:
        shown = own_house.get(public).text
        # A feed says for a while that it was taken back.
        assert ("mote-i-tromso" in shown) == public.startswith("/feeds/"), public
        assert ("Trukket tilbake: " in shown) == public.startswith("/feeds/"), public
    assert own_house.json("/v1/records/mote-i-tromso?locale=nb")["state_reason"] == "Feil tall"
    assert own_house.send("POST", state(draft, "withdraw"), {"reason": "x"}, token=boss).status_code == 409

    back = data(own_house.send("POST", state(draft, "restore"), {"reason": "Tallene var rette"}, token=boss))
    assert (back["state"], back["edition"]) == ("published", 2)
    assert own_house.json("/v1/records/mote-i-tromso?locale=nb")["change_note"] == "Tallene var rette"
    again = own_house.send("POST", state(draft, "restore"), {"reason": "x"}, token=boss)
    assert data(again, 409)["type"].endswith(":wrong-state")

    moved = own_house.send("POST", state(draft, "redirect"), {"to": "/pages/nb/annet"}, token=boss)
    assert data(moved)["state"] == "redirected"
    assert own_house.get("/pages/nb/mote-i-tromso").status_code == 308
    assert (
        data(own_house.send("POST", state(draft, "gone"), {"reason": "Slutt"}, token=boss))["state"] == "gone"
    )
    assert own_house.get("/pages/nb/mote-i-tromso").status_code == 410
    assert own_house.parts.store.verify() == ()


def test_restoring_leaves_the_newer_draft_a_draft(own_house: House, boss: str) -> None:
    draft = begin(own_house, boss)
    own_house.send("POST", f"{path(draft)}/publish", {"revision": 1}, token=boss)
    etag = own_house.send("GET", path(draft), token=boss).headers["etag"]
    newer = NEWS | {"slug": "ny-adresse", "title": "Ny tittel"}
    assert own_house.send("PUT", path(draft), newer, token=boss, if_match=etag).status_code == 200
    own_house.send("POST", state(draft, "gone"), {"reason": "Feil"}, token=boss)
    assert (
        data(own_house.send("POST", state(draft, "restore"), {"reason": "Ikke feil"}, token=boss))["edition"]
        == 2
    )
    assert own_house.json("/v1/records/mote-i-tromso?locale=nb")["title"] == NEWS["title"]
    now = data(own_house.send("GET", path(draft), token=boss))
    assert (now["title"], now["newer_draft"], now["live_revision"]) == ("Ny tittel", True, 1)
    assert own_house.parts.store.verify() == ()


def test_what_fails_the_check_gets_the_reports_and_stays_a_draft(own_house: House, boss: str) -> None:
    bad = [
        {
            "_type": "block",
            "children": [{"_type": "span", "text": "les mer", "marks": ["a"]}],
            "markDefs": [{"_type": "link", "_key": "a", "href": "https://example.org/"}],
        }
    ]
    draft = begin(own_house, boss, body=bad)
    problem = data(own_house.send("POST", f"{path(draft)}/publish", {"revision": 1}, token=boss), 422)
    assert problem["type"].endswith(":check-failed")
    failed = [each for each in problem["reports"][0]["report"]["findings"] if each["outcome"] == "failed"]
    assert failed[0]["message"]["nb"]
    assert "html" not in problem["reports"][0]
    assert own_house.get("/v1/records/mote-i-tromso?locale=nb").status_code == 404


def test_the_journal_says_who_and_from_where(own_house: House, boss: str) -> None:
    draft = begin(own_house, boss)
    own_house.send("POST", f"{path(draft)}/publish", {"revision": 1}, token=boss)
    with own_house.parts.store.read() as reading:
        last = reading.journal(limit=10_000)[-1]
    assert (last.actor, last.verb, str(last.id)) == ("Berit", "publish", draft["id"])
    assert str(last.detail["via"]).startswith("http ")


def test_a_token_for_drafts_does_not_publish(own_house: House) -> None:
    kari = own_house.token("drafts", name="Kari")
    draft = begin(own_house, kari)
    for target, body in (
        (f"{path(draft)}/publish", {"revision": 1}),
        (state(draft, "withdraw"), {"reason": "x"}),
        (state(draft, "restore"), {"reason": "x"}),
    ):
        refused = own_house.send("POST", target, body, token=kari)
        assert data(refused, 403)["type"].endswith(":forbidden")
