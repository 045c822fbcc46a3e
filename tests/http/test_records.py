"""Records, editions and Reports as JSON."""

import datetime
import re
import time
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from content.lifecycle import MarkGone, Redirect, Withdraw
from content.model import Page
from service.edge.app import Edge
from service.settings import Settings
from service.web import models
from service.wiring import opened
from tests.http.house import PAGE, House

NEW = UUID("01a20900-0000-7000-8000-000000000001")


def test_a_record_is_found_by_slug_and_by_id_and_says_the_same(house: House) -> None:
    by_slug = house.json("/v1/records/internasjonal-avdeling?locale=nb")
    by_id = house.json(f"/v1/records/{PAGE}?locale=nb")
    assert by_slug == by_id
    msgspec.convert(by_slug, models.PublicRecord)
    assert by_slug["kind"] == "page"
    assert by_slug["topics"] == ["high-north", "barents", "eu-eea", "arctic-council"]
    assert by_slug["source"]["historical"] is True
    assert by_slug["accessibility"]["outcome"] == "no_failures_found"
    assert by_slug["url"] == "https://nordkalott.example.org/pages/nb/internasjonal-avdeling"
    assert [each["locale"] for each in by_slug["alternates"]] == ["en"]


def test_the_english_text_says_in_data_that_a_machine_made_it(house: House) -> None:
    record = house.json(f"/v1/records/{PAGE}?locale=en")
    assert record["translation"]["translated_by"]["by"] == "machine"
    assert record["translation"]["prevails"] == "nb"
    assert "reviewed_by" not in record["translation"]


def test_accept_language_decides_where_no_locale_is_named(house: House) -> None:
    response = house.get(f"/v1/records/{PAGE}", accept_language="en-GB,nb;q=0.5")
    assert response.json()["locale"] == "en"
    assert response.headers["content-location"].endswith(f"/v1/records/{PAGE}?locale=en")
    assert "Accept-Language" in response.headers["vary"]
    explicit = house.get(f"/v1/records/{PAGE}?locale=en", accept_language="nb")
    assert explicit.json()["locale"] == "en"
    assert "content-location" not in explicit.headers


def test_a_fallback_says_what_was_asked_for(house: House) -> None:
    record = house.json(f"/v1/records/{PAGE}?locale=se")
    assert (record["locale"], record["requested_locale"]) == ("nb", "se")
    assert "requested_locale" not in house.json(f"/v1/records/{PAGE}?locale=nb")


def test_fields_asks_for_some_members_only(house: House) -> None:
    assert house.json(f"/v1/records/{PAGE}?locale=nb&fields=title,id") == {
        "id": str(PAGE),
        "title": "Internasjonal avdeling",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/v1/records/finnes-ikke?locale=nb",
        "/v1/records/01a20900-0000-7000-8000-0000000000ff?locale=nb",
        "/v1/records/internasjonal-avdeling/editions/2?locale=nb",
        "/v1/records/internasjonal-avdeling/editions/x?locale=nb",
        "/v1/records/internasjonal-avdeling/editions/99999999999999999999?locale=nb",
        "/v1/records/" + "a" * 300,
        "/v1/kinds/happening",
        "/feeds/nb/happening.atom",
        "/feeds/nb/topics/nothing.atom",
        "/feeds/nb.xml",
        "/nothing",
        "/static/../settings.py",
    ],
)
def test_what_is_not_there_is_a_problem_with_404(house: House, path: str) -> None:
    response = house.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "urn:nordkalott:problem:not-found"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("locale=xx", ["locale"]),
        ("locale=nb&locale=nn", ["locale"]),
        ("colour=red", ["colour"]),
        ("limit=0", ["limit"]),
        (
            "limit=-1&kind=happening&cursor=!!&topic=A&q=%00&fields=secret&nope=1",
            ["limit", "kind", "cursor", "topic", "q", "fields", "nope"],
        ),
        ("limit=1e3", ["limit"]),
        ("cursor=AAAA", ["cursor"]),
    ],
)
def test_a_senseless_query_gets_every_fault_by_name(house: House, query: str, names: list[str]) -> None:
    response = house.get(f"/v1/records?{query}")
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "urn:nordkalott:problem:invalid"
    assert sorted(each["parameter"] for each in problem["errors"]) == sorted(names)
    assert all(each["detail"] and each["detail_nb"] for each in problem["errors"])


def test_a_list_pages_through_everything_once(house: House) -> None:
    seen: list[str] = []
    path = "/v1/records?locale=nb&limit=4"
    while path:
        response = house.get(path)
        body = msgspec.json.decode(response.content, type=models.RecordList)
        seen += [str(record.id) for record in body.records]
        assert (body.next is None) == ("link" not in response.headers)
        path = (
            response.headers["link"].partition(">")[0].removeprefix("<https://nordkalott.example.org")
            if body.next
            else ""
        )
    whole = house.json("/v1/records?locale=nb&limit=200")
    assert seen == [record["id"] for record in whole["records"]]
    assert len(set(seen)) == len(seen) > 12


def test_a_list_is_narrowed_by_kind_topic_and_words(house: House) -> None:
    def titles(query: str) -> set[str]:
        return {
            record["title"] for record in house.json(f"/v1/records?locale=nb&limit=200&{query}")["records"]
        }

    assert titles("kind=topic") >= {"Nordområdene", "Arktisk råd"}
    assert "Internasjonal avdeling" in titles("topic=barents")
    assert "Internasjonal avdeling" in titles("q=INTERNASJONAL+avdeling")
    assert titles("q=100%25") == set()


def test_the_kinds_have_schemas_that_the_library_meets(house: House) -> None:
    listed = msgspec.convert(house.json("/v1/kinds"), models.KindList)
    assert [each.kind for each in listed.kinds] == [
        "page",
        "news",
        "event",
        "call",
        "project",
        "contact",
        "topic",
    ]
    schema = house.json("/v1/kinds/event")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "EventFields" in schema["$defs"]


def test_editions_tell_the_history_and_each_can_be_read(own_house: House) -> None:
    own_house.publish(NEW, "nb", Page(slug="ny", title="Første"))
    own_house.publish(NEW, "nb", Page(slug="ny", title="Andre"), update="minor", note="Skrivefeil")
    listed = msgspec.convert(own_house.json("/v1/records/ny/editions?locale=nb"), models.EditionList)
    assert [(each.edition, each.update, each.title, each.change_note) for each in listed.editions] == [
        (1, "major", "Første", ""),
        (2, "minor", "Andre", "Skrivefeil"),
    ]
    first = own_house.get("/v1/records/ny/editions/1?locale=nb")
    assert first.json()["title"] == "Første"
    assert "memento-datetime" in first.headers
    live = own_house.json("/v1/records/ny?locale=nb")
    assert (live["edition"], live["change_note"]) == (2, "Skrivefeil")
    assert live["updated_at"] == live["published_at"] < live["modified_at"]


def test_times_are_rfc_3339_in_utc(house: House) -> None:
    record = house.json(f"/v1/records/{PAGE}?locale=nb")
    for name in ("published_at", "updated_at", "modified_at"):
        assert record[name].endswith("Z")
        assert datetime.datetime.fromisoformat(record[name]).utcoffset() == datetime.timedelta(0)


def test_an_old_slug_answers_308_to_the_new_one_on_every_route(own_house: House) -> None:
    own_house.publish(NEW, "nb", Page(slug="gammel", title="Tittel"))
    own_house.publish(NEW, "nb", Page(slug="ny", title="Tittel"))
    for path, target in {
        "/v1/records/gammel?locale=nb": "/v1/records/ny?locale=nb",
        "/fragments/gammel?locale=nb&h=3": "/fragments/ny?locale=nb&h=3",
        "/pages/nb/gammel": "/pages/nb/ny",
    }.items():
        response = own_house.get(path)
        assert (response.status_code, response.headers["location"]) == (
            308,
            f"https://nordkalott.example.org{target}",
        )


def test_withdrawn_reads_with_its_reason_but_is_out_of_lists_and_told_of_in_feeds(own_house: House) -> None:
    assert "Internasjonal avdeling" in own_house.get("/feeds/nb.atom").text
    own_house.parts.commands.change_state(
        Withdraw(id=PAGE, locale="nb", reason="Tallene er feil", actor="test")
    )
    record = own_house.json(f"/v1/records/{PAGE}?locale=nb")
    assert (record["state"], record["state_reason"]) == ("withdrawn", "Tallene er feil")
    assert "Tallene er feil" in own_house.get(f"/fragments/{PAGE}?locale=nb").text
    assert "Tallene er feil" in own_house.get("/pages/nb/internasjonal-avdeling").text
    assert str(PAGE) not in own_house.get("/v1/records?locale=nb").text
    feed = own_house.get("/feeds/nb.atom").text
    assert "<title>Trukket tilbake: Internasjonal avdeling</title>" in feed
    assert "<title>Internasjonal avdeling</title>" not in feed
    assert "internasjonal-avdeling" not in own_house.get("/sitemap.xml").text
    assert own_house.json(f"/v1/records/{PAGE}?locale=en")["state"] == "published"


def test_gone_is_410_everywhere_and_people_are_told_why(own_house: House) -> None:
    own_house.parts.commands.change_state(
        MarkGone(id=PAGE, locale="nb", reason="Opphavsrett <b>", actor="test")
    )
    problem = own_house.get(f"/v1/records/{PAGE}?locale=nb")
    assert (problem.status_code, problem.json()["reason"]) == (410, "Opphavsrett <b>")
    for path in (f"/fragments/{PAGE}?locale=nb", "/pages/nb/internasjonal-avdeling"):
        notice = own_house.get(path)
        assert notice.status_code == 410
        assert notice.headers["content-type"].startswith("text/html")
        assert "Opphavsrett &lt;b&gt;" in notice.text


def test_redirected_is_308_to_where_the_editor_said(own_house: House) -> None:
    own_house.parts.commands.change_state(
        Redirect(id=PAGE, locale="nb", to="/pages/nb/emne-barents", actor="test")
    )
    response = own_house.get("/pages/nb/internasjonal-avdeling")
    assert (response.status_code, response.headers["location"]) == (
        308,
        "https://nordkalott.example.org/pages/nb/emne-barents",
    )


def test_the_report_is_given_as_earl_and_as_json(house: House) -> None:
    earl = house.get(f"/v1/records/{PAGE}/accessibility?locale=nb&variant=card&h=4")
    assert earl.headers["content-type"] == "application/ld+json"
    assert f"{house.parts.settings.base_url}/docs/rules#image-name" in earl.text
    report = house.json(f"/v1/records/{PAGE}/accessibility?locale=nb&variant=card&h=4&format=json")
    assert report["digest"].removeprefix("sha256:") in earl.text
    assert {"failed"} & {finding["outcome"] for finding in report["findings"]} == set()
    assert report["publishable"] is True


@pytest.mark.parametrize("shown", ["as-published", "rendered-since"])
def test_whichever_process_is_asked_says_the_same_of_the_evidence(tmp_path: Path, shown: str) -> None:
    """Processes of one service share no answers. If the time at which each was asked stood in them, their ETags would never agree."""
    with opened(Settings(data=str(tmp_path), snapshot_bytes=0)) as parts:
        alone = House(parts=parts, app=Edge(parts.application(), parts.settings))
        alone.publish(NEW, "nb", Page(slug="ny", title="Ny"))
        if shown == "rendered-since":  # the languages stand in the fragment
            alone.publish(NEW, "en", Page(slug="new", title="New"))
        address = f"/v1/records/{NEW}/accessibility?locale=nb"
        first = alone.get(address)
        time.sleep(1.1)  # times have whole seconds there
        assert alone.get(address).content == first.content


def test_editions_are_a_memento_timemap_for_who_asks_for_one(own_house: House) -> None:
    own_house.publish(NEW, "nb", Page(slug="ny", title="Første"))
    own_house.publish(NEW, "nb", Page(slug="ny", title="Andre"))
    response = own_house.get("/v1/records/ny/editions?locale=nb", accept="application/link-format")
    assert response.headers["content-type"] == "application/link-format"
    assert "Accept" in response.headers["vary"]
    links = response.text.split(",\n")
    assert links[0] == f'<https://nordkalott.example.org/v1/records/{NEW}?locale=nb>;rel="original"'
    assert [re.findall(r'rel="([^"]+)"', link) for link in links] == [
        ["original"],
        ["self"],
        ["first memento"],
        ["last memento"],
    ]
    memento = re.findall(r"<https://nordkalott.example.org([^>]+)>", links[2])[0]
    first = own_house.get(memento)
    assert first.json()["title"] == "Første"
    assert f'datetime="{first.headers["memento-datetime"]}"' in links[2]
    assert own_house.get("/v1/records/ny/editions?locale=nb").headers["content-type"] == "application/json"


def test_a_locale_of_the_operators_own_is_a_locale_like_all_others(tmp_path: Path) -> None:
    settings = Settings(
        data=str(tmp_path), base_url="https://nordkalott.example.org", locales=("nb", "en", "fi")
    )
    with opened(settings) as parts:
        house = House(parts=parts, app=Edge(parts.application(), settings))
        assert house.get("/v1/records/sivu?locale=nb").status_code == 404
        house.publish(NEW, "fi", Page(slug="sivu", title="Sivu"))
        assert house.json("/v1/records/sivu?locale=nb")["requested_locale"] == "nb"
        assert house.json("/v1/records/sivu", accept_language="fi-FI")["locale"] == "fi"
        assert house.get("/feeds/fi.atom").status_code == 200
        assert house.get("/v1/records/sivu?locale=nn").status_code == 400
