"""Revisions over HTTP: listed, read, compared; and what a save that comes too late is told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from content.history import Comparison
from tests.http.house import House
from tests.http.test_drafts import begin, data, path


def block(text: str) -> dict[str, Any]:
    """A paragraph."""
    return {"_type": "block", "children": [{"_type": "span", "text": text}]}


@pytest.fixture
def kari(own_house: House) -> str:
    """A token that may publish."""
    return own_house.token("publish", name="Kari")


def save(house: House, token: str, draft: Any, **changed: Any) -> Any:
    """The answer to a save on top of the newest."""
    etag = house.send("GET", path(draft), token=token).headers["etag"]
    return data(house.send("PUT", path(draft), draft | changed, token=token, if_match=etag))


def test_revisions_are_listed_newest_first_page_by_page(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari, note="Første")
    for number in range(2, 6):
        save(own_house, kari, draft, title=f"Møte {number}", note=f"Nummer {number}")
    published = own_house.send("POST", f"{path(draft)}/publish", {"revision": 5}, token=kari)
    assert data(published)["edition"] == 1
    response = own_house.send("GET", f"{path(draft)}/revisions?limit=2", token=kari)
    page = data(response)
    assert [(each["revision"], each["title"], each["edition"]) for each in page["revisions"]] == [
        (5, "Møte 5", 1),
        (4, "Møte 4", None),
    ]
    assert page["revisions"][0]["author"] == "Kari"
    assert response.headers["cache-control"] == "no-store"
    found = [5, 4]
    while page["next"]:
        assert f"cursor={page['next']}" in response.headers["link"]
        response = own_house.send("GET", f"{path(draft)}/revisions?limit=2&cursor={page['next']}", token=kari)
        page = data(response)
        found += [each["revision"] for each in page["revisions"]]
    assert found == [5, 4, 3, 2, 1]
    assert "link" not in response.headers


def test_a_revision_says_what_it_said(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    save(own_house, kari, draft, title="Møte i Alta")
    one = own_house.send("GET", f"{path(draft)}/revisions/1", token=kari)
    assert (data(one)["revision"], data(one)["title"]) == (1, "Møte i Tromsø")
    stale = own_house.send("PUT", path(draft), draft, token=kari, if_match=one.headers["etag"])
    assert stale.status_code == 412
    for number in ("0", "3", "x", "1.5", "99999999999"):
        missing = own_house.send("GET", f"{path(draft)}/revisions/{number}", token=kari)
        assert missing.status_code == 404, number


def test_two_revisions_are_compared(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari, body=[block("Vi møtes i Tromsø."), block("Velkommen.")])
    first = own_house.send("GET", f"{path(draft)}/diff", token=kari)
    assert data(first, 404)["detail"].startswith("There is no revision before the first")
    save(own_house, kari, draft, body=[block("Ny her."), block("Vi møtes i Alta."), block("Velkommen.")])
    save(own_house, kari, draft, title="Møtet", body=[block("Vi møtes i Alta."), block("Velkommen.")])
    response = own_house.send("GET", f"{path(draft)}/diff?from=1&to=2", token=kari)
    found = data(response)
    assert (found["from"]["revision"], found["to"]["revision"]) == (1, 2)
    assert [each["op"] for each in found["diff"]["body"]] == ["added", "changed", "kept"]
    assert found["diff"]["body"][1]["words"][1:3] == [
        {"op": "removed", "text": "Tromsø"},
        {"op": "added", "text": "Alta"},
    ]
    assert msgspec.json.decode(response.content, type=Comparison).before.author == "Kari"
    usual = data(own_house.send("GET", f"{path(draft)}/diff", token=kari))
    assert (usual["from"]["revision"], usual["to"]["revision"]) == (2, 3)
    assert usual["diff"]["members"][0]["pointer"] == "/title"
    data(own_house.send("POST", f"{path(draft)}/publish", {"revision": 3}, token=kari))
    for number in (4, 5):
        save(own_house, kari, draft, title=f"Møte {number}")
    since = data(own_house.send("GET", f"{path(draft)}/diff", token=kari))
    assert (since["from"]["revision"], since["to"]["revision"]) == (3, 5)


@pytest.mark.parametrize("query", ["from=0", "from=x", "to=-1", "from=1&from=2", "other=1"])
def test_a_senseless_comparison_is_refused(own_house: House, kari: str, query: str) -> None:
    draft = begin(own_house, kari)
    save(own_house, kari, draft, title="Møte i Alta")
    data(own_house.send("GET", f"{path(draft)}/diff?{query}", token=kari), 400)
    data(own_house.send("GET", f"{path(draft)}/diff?from=9", token=kari), 404)


def test_who_saves_too_late_is_told_what_is_different(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari, body=[block("Vi møtes i Tromsø."), block("Velkommen.")])
    mine = own_house.send("GET", path(draft), token=kari).headers["etag"]
    ola = own_house.token("drafts", name="Ola")
    save(own_house, ola, draft, title="Møtet", body=[block("Vi møtes i Alta."), block("Velkommen.")])
    problem = data(own_house.send("PUT", path(draft), draft, token=kari, if_match=mine), 412)
    assert problem["current"]["author"] == "Ola"
    assert [each["pointer"] for each in problem["diff"]["members"]] == ["/title"]
    assert [each["op"] for each in problem["diff"]["body"]] == ["changed", "kept"]
    deleted = data(own_house.send("DELETE", path(draft), token=kari, if_match=mine), 412)
    assert deleted["diff"] == problem["diff"]


def test_nothing_differs_from_what_was_never_there(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    save(own_house, kari, draft, title="Møte i Alta")
    for etag in ('"1-0123456789abcdef"', '"9-0123456789abcdef"', '"x"'):
        problem = data(own_house.send("PUT", path(draft), draft, token=kari, if_match=etag), 412)
        assert problem["diff"] is None
    begun = own_house.send("PUT", path(draft), draft, token=kari, if_none_match="*")
    assert data(begun, 412)["diff"] is None


def test_revisions_are_for_those_who_may_see_drafts(own_house: House, kari: str) -> None:
    draft = begin(own_house, kari)
    english = own_house.token("drafts", name="Erik", locales=("en",))
    for tail in ("/revisions", "/revisions/1", "/diff"):
        assert own_house.send("GET", path(draft) + tail).status_code == 401
        assert own_house.send("GET", path(draft) + tail, token=english).status_code == 403
