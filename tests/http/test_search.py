"""Search over HTTP: what is found and why, page by page, and when a kept answer is dropped."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec
import pytest

from content.kinds import TopicFields
from content.lifecycle import Withdraw
from content.model import News, Topic
from content.text import Prose, Span
from service.web import models
from service.web.record import PublicRecord
from tests.http.house import PAGE, House

NEW = UUID("01a20900-0000-7000-8000-000000000001")
OTHER = UUID("01a20900-0000-7000-8000-000000000002")


def titles(house: House, query: str) -> list[str]:
    return [record["title"] for record in house.json(f"/v1/records?locale=nb&{query}")["records"]]


def news(title: str, text: str = "Hei.", topics: tuple[str, ...] = ()) -> News:
    body = (Prose(children=(Span(text=text),)),)
    return News(slug=title.lower().replace(" ", "-"), title=title, body=body, topics=topics)


def test_what_answers_best_comes_first(house: House) -> None:
    assert titles(house, "q=internasjonal+avdeling")[0] == "Internasjonal avdeling"
    assert titles(house, "q=arktisk+r%C3%A5d")[0] == "Arktisk råd"


def test_kind_topic_and_fields_hold_in_a_search_too(house: House) -> None:
    found = house.json("/v1/records?locale=nb&q=samarbeid&kind=event&fields=title,kind")["records"]
    assert found
    assert all(record == {"title": record["title"], "kind": "event"} for record in found)
    assert "Internasjonal avdeling" in titles(house, "q=samarbeid&topic=barents")
    assert house.get("/v1/records?locale=nb&q=samarbeid&topic=nothing").status_code == 404


def test_a_highlight_says_why_in_plain_pieces(own_house: House) -> None:
    own_house.publish(
        NEW, "nb", news("Kvalrossen er her", "Se <b>kvalrossene</b> & selene. " + "Ord. " * 100)
    )
    found = own_house.json("/v1/records?locale=nb&q=kvalross")["records"][0]
    assert found["highlight"]["title"] == [
        {"text": "Kvalrossen", "hit": True},
        {"text": " er her", "hit": False},
    ]
    excerpt = found["highlight"]["excerpt"]
    assert excerpt[:2] == [{"text": "Se <b>", "hit": False}, {"text": "kvalrossene", "hit": True}]
    assert excerpt[2]["text"].startswith("</b> & selene. Ord. ")
    assert excerpt[-1]["text"] == "…"
    msgspec.convert(found, PublicRecord)
    only = own_house.json("/v1/records?locale=nb&q=kvalross&fields=id,highlight")["records"]
    assert only == [{"id": str(NEW), "highlight": found["highlight"]}]


def test_a_part_of_a_compound_is_highlighted_in_its_word(own_house: House) -> None:
    own_house.publish(NEW, "nb", news("Hvalrosskonferansen"))
    found = own_house.json("/v1/records?locale=nb&q=konferanse&fields=highlight")["records"]
    assert {"title": [{"text": "Hvalrosskonferansen", "hit": True}]}.items() <= found[0]["highlight"].items()


def test_there_is_no_highlight_without_words(house: House) -> None:
    assert all("highlight" not in record for record in house.json("/v1/records?locale=nb")["records"])
    assert "highlight" not in house.json(f"/v1/records/{PAGE}?locale=nb")
    assert house.json(f"/v1/records/{PAGE}?locale=nb&fields=id,highlight") == {"id": str(PAGE)}


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_search_pages_through_everything_once(house: House, limit: int) -> None:
    seen: list[str] = []
    path = f"/v1/records?locale=nb&q=samarbeid&limit={limit}"
    while path:
        response = house.get(path)
        body = msgspec.json.decode(response.content, type=models.RecordList)
        seen += [str(record.id) for record in body.records]
        assert (body.next is None) == ("link" not in response.headers)
        link = response.headers.get("link", "")
        path = link.partition(">")[0].removeprefix("<https://nordkalott.example.org")
    whole = house.json("/v1/records?locale=nb&q=samarbeid&limit=200")
    assert whole["next"] is None
    assert seen == [record["id"] for record in whole["records"]]
    assert len(set(seen)) == len(seen) > 5


def test_a_cursor_belongs_to_its_list(house: House) -> None:
    listed = house.json("/v1/records?locale=nb&limit=1")["next"]
    found = house.json("/v1/records?locale=nb&limit=1&q=samarbeid")["next"]
    for query in (f"q=samarbeid&cursor={quote(listed)}", f"cursor={quote(found)}"):
        response = house.get(f"/v1/records?locale=nb&{query}")
        assert response.status_code == 400
        assert [each["parameter"] for each in response.json()["errors"]] == ["cursor"]


@pytest.mark.parametrize(
    "cursor",
    ["_" * 23, "AAAAAAAAAAAAAAAAAAAAAAA", "B" * 23, "BQAAAAAAAAAAAAAAAAAAAAA=", "f" * 22, "8" * 24],
)
def test_no_made_up_cursor_is_a_fault_of_ours(house: House, cursor: str) -> None:
    assert house.get(f"/v1/records?locale=nb&q=samarbeid&cursor={cursor}").status_code in {200, 400}


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "NEAR(a b)",
        "a*",
        "^a",
        "title:a",
        "-",
        "((((",
        "🏳️‍🌈",
        "a" * 200,
        "%",
        "½",
        "nb.kind.news",
        "a\x00b",
        "\u00ad",
    ],
)
def test_whatever_is_typed_is_answered(house: House, text: str) -> None:
    response = house.get(f"/v1/records?locale=nb&q={quote(text)}")
    assert response.status_code == (400 if text == "\u00ad" else 200)
    assert isinstance(response.json(), dict)


def test_a_kept_answer_is_dropped_when_any_record_comes_to_say_the_words(own_house: House) -> None:
    def found(query: str) -> list[Any]:
        return [record["id"] for record in own_house.json(f"/v1/records?locale=nb&{query}")["records"]]

    queries = (
        "q=kvalross",
        "q=kvalross&kind=news",
        "q=kvalross&topic=barents",
        "q=kvalross&kind=news&topic=barents",
    )
    assert [found(query) for query in queries] == [[], [], [], []]
    own_house.publish(NEW, "nb", news("Om kvalross", topics=("barents",)))
    assert [found(query) for query in queries] == [[str(NEW)]] * 4
    assert found("q=kvalross") == [str(NEW)]
    command = Withdraw(id=NEW, locale="nb", reason="Feil", actor="test")
    own_house.parts.commands.change_state(command)
    assert [found(query) for query in queries] == [[], [], [], []]


def test_a_kept_answer_is_dropped_when_a_topic_gets_the_label(own_house: House) -> None:
    own_house.publish(NEW, "nb", news("Om sel", topics=("kvalross",)))
    query = "/v1/records?locale=nb&q=storvilt&kind=news&fields=id"
    assert own_house.json(query)["records"] == []
    own_house.publish(
        OTHER, "nb", Topic(slug="storvilt", title="Storvilt", fields=TopicFields(key="kvalross"))
    )
    assert own_house.json(query)["records"] == [{"id": str(NEW)}]
