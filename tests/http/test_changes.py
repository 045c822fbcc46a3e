"""The change feed: what apps follow to stay in step, also through withdrawals."""

from typing import Any
from uuid import UUID

import msgspec

from content.lifecycle import SaveDraft, Withdraw
from content.model import News
from service.web import models
from service.web.parameters import encode_position
from tests.http.house import House

NEW = UUID("01a20900-0000-7000-8000-000000000005")


def follow(house: House, since: str | None, query: str = "") -> tuple[list[dict[str, Any]], str]:
    """All changes after a position, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        path = f"/v1/changes?limit=3{query}" + (f"&since={since}" if since else "")
        body = house.json(path)
        msgspec.convert(body, models.ChangeList)
        found += body["changes"]
        if since == body["next"]:
            return found, since or ""
        since = body["next"]


def test_an_app_that_follows_holds_what_is_published(own_house: House) -> None:
    first, position = follow(own_house, None)
    assert [change["seq"] for change in first] == list(range(1, len(first) + 1))
    assert len(first) == 14
    assert follow(own_house, position) == ([], position)

    own_house.publish(NEW, "nb", News(slug="nytt", title="Nytt"))
    news, position = follow(own_house, position)
    assert [(change["op"], change["edition"], change["record"]["title"]) for change in news] == [
        ("upsert", 1, "Nytt")
    ]

    own_house.parts.commands.change_state(Withdraw(id=NEW, locale="nb", reason="Feil", actor="test"))
    gone, position = follow(own_house, position)
    assert [(change["op"], change["id"], "record" in change) for change in gone] == [
        ("delete", str(NEW), False)
    ]
    late, _ = follow(own_house, None, "&kind=news&locale=nb")
    assert [(change["op"], "record" in change) for change in late] == [("upsert", False), ("delete", False)]


def test_a_saved_draft_is_nobodys_business(own_house: House) -> None:
    _, position = follow(own_house, None)
    own_house.parts.commands.save(
        SaveDraft(id=NEW, locale="nb", content=News(slug="utkast", title="U"), author="test")
    )
    assert follow(own_house, position)[0] == []
    assert own_house.get("/v1/records/utkast?locale=nb").status_code == 404
    assert "utkast" not in own_house.get("/v1/records?locale=nb").text


def test_a_position_from_another_epoch_or_the_future_means_start_over(house: House) -> None:
    epoch = house.json("/readyz")["epoch"]
    for position in (encode_position("another", 1), encode_position(epoch, 10**9)):
        response = house.get(f"/v1/changes?since={position}")
        assert (response.status_code, response.json()["type"]) == (410, "urn:nordkalott:problem:start-over")
    assert house.get("/v1/changes?since=tull").status_code == 400


def test_the_feed_without_a_locale_is_that_of_all_and_depends_on_no_header(house: House) -> None:
    response = house.get("/v1/changes?limit=200", accept_language="en")
    assert {change["locale"] for change in response.json()["changes"]} == {"nb", "nn", "en"}
    assert "content-location" not in response.headers
    assert "accept-language" not in response.headers.get("vary", "").lower()
