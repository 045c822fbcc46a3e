"""What was once possible and must not be again: poisoning, redirects by Host, headers out of content, memory by 404s."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import accessibility
from content.errors import StoreCorrupt
from content.lifecycle import MarkGone, Redirect
from content.model import Page
from content.store.public import SqlitePublic
from service.edge.app import Edge
from service.settings import Settings
from service.web.application import application
from service.web.keys import canonical
from service.web.parameters import Asked
from service.web.routes import RESOURCES
from service.wiring import opened
from tests.http.house import PAGE, House
from tests.http.test_conditional import PATHS

NEW = UUID("01a20900-0000-7000-8000-000000000007")
OTHER = UUID("01a20900-0000-7000-8000-000000000008")


@pytest.mark.parametrize("tail", ["%0A", "%0D", "%09", "%00", "%7F", "%20"])
@pytest.mark.parametrize("path", ["/v1/records/{}?locale=nb", "/fragments/{}?locale=nb", "/pages/nb/{}"])
def test_a_name_with_a_control_character_poisons_no_other(own_house: House, path: str, tail: str) -> None:
    assert own_house.get(path.format(f"internasjonal-avdeling{tail}")).status_code == 404
    assert own_house.get(path.format("internasjonal-avdeling")).status_code == 200


@given(st.text(max_size=8), st.text(max_size=8))
def test_two_names_never_share_a_key(one: str, other: str) -> None:
    def key(name: str) -> str:
        return canonical(
            Asked(
                path=f"/v1/records/{name}",
                names={"ref": name},
                query={},
                locale="nb",
                negotiated=False,
                order=("nb",),
            )
        )

    assert (key(one) == key(other)) == (one == other)


def test_a_host_that_a_stranger_chose_comes_back_in_no_header(house: House) -> None:
    for path in ("/v1/records/internasjonal-avdeling/", "/pages/nb/", "/feeds/nb/"):
        response = house.get(path, host="evil.example")
        assert response.status_code == 404
        assert "evil.example" not in str(response.headers)


def test_a_slug_that_was_gone_can_be_anothers(own_house: House) -> None:
    own_house.publish(NEW, "nb", Page(slug="felles", title="Nb"))
    own_house.parts.commands.change_state(MarkGone(id=NEW, locale="nb", reason="Feil", actor="test"))
    assert own_house.get("/fragments/felles?locale=nb").status_code == 410
    own_house.publish(OTHER, "nn", Page(slug="felles", title="Nn"))
    assert own_house.get("/fragments/felles?locale=nn").status_code == 200
    assert own_house.get("/fragments/felles?locale=nb").status_code == 410


def test_names_of_nothing_take_little_memory(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path))
    with opened(settings) as parts:
        resources = parts.resources(10**6)
        snapshots = resources.process.snapshots
        app = application(resources)
        house = House(parts=parts, app=Edge(app, settings))
        for number in range(50):
            assert house.get(f"/v1/records/nothing-{number}?locale=nb").status_code == 404
            assert snapshots.weight <= 10**6 // 64
        for path in ("/feeds/nb", "/feeds/nb.atom", "/?locale=nb"):
            assert house.get(path).status_code == 200
            before = snapshots.weight
            for number in range(5):
                assert house.get(f"{path}{'&' if '?' in path else '?'}fbclid={number}").status_code == 200
            assert snapshots.weight == before > 0


def test_the_report_that_a_fragment_names_is_that_of_its_bytes(house: House) -> None:
    for locale in ("nb", "se", "nn", "en"):
        fragment = house.get(f"/fragments/{PAGE}?locale={locale}&variant=card&h=4")
        address = re.findall(
            r"<https://nordkalott.example.org([^>]+)>; rel=\"describedby\"", fragment.headers["link"]
        )[0]
        report = house.json(f"{address}&format=json")
        earl = house.get(address).text
        parts = house.json(f"/fragments/{PAGE}.json?locale={locale}&variant=card&h=4")
        assert parts["html"] == fragment.text
        assert parts["report"] == report
        assert report["digest"].removeprefix("sha256:") in earl
        subject = re.findall(r"https://nordkalott.example.org(/fragments/[^\"]+)", earl)[0]
        assert house.get(subject).text == fragment.text


def test_a_redirect_to_an_address_with_letters_is_one_that_clients_take(own_house: House) -> None:
    own_house.parts.commands.change_state(
        Redirect(id=PAGE, locale="nb", to="https://example.org/æ?ø=å", actor="test")
    )
    location = own_house.get("/pages/nb/internasjonal-avdeling").headers["location"]
    assert location == "https://example.org/%C3%A6?%C3%B8=%C3%A5"


def test_an_old_slug_keeps_the_rest_of_the_question(own_house: House) -> None:
    own_house.publish(NEW, "nb", Page(slug="gammel", title="T"))
    own_house.publish(NEW, "nb", Page(slug="ny", title="T"))
    response = own_house.get("/v1/records/gammel/accessibility?h=3&format=json&locale=nb&variant=card")
    assert response.status_code == 308
    path = response.headers["location"].removeprefix("https://nordkalott.example.org")
    assert path == "/v1/records/ny/accessibility?locale=nb&h=3&format=json&variant=card"
    assert own_house.get(path).json()["publishable"] is True


def test_a_body_on_get_is_refused(house: House) -> None:
    for headers in ({"content-length": "5"}, {"transfer_encoding": "chunked"}):
        response = house.get(
            "/v1/records", **{name.replace("-", "_"): value for name, value in headers.items()}
        )
        assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "unexpected_body")


@pytest.mark.parametrize("path", ["/nothing", "/pages/nb/", "/?locale=zz", "/docs?locale=xx", "/feeds/xx"])
def test_people_are_answered_with_a_page(house: House, path: str) -> None:
    response = house.get(path, accept="text/html,*/*;q=0.8", accept_language="en")
    assert response.status_code in {400, 404}
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        each.path
        for each in RESOURCES
        if each.media_types == ("text/html",) and "{" not in each.path and "fragments" not in each.path
    ]
    + [
        "/feeds/nb",
        "/feeds/en",
        "/pages/nb/internasjonal-avdeling",
        "/pages/en/example-page-with-every-block",
        "/nothing",
    ],
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_our_own_check_finds_nothing_on_the_pages_as_served(house: House, path: str, language: str) -> None:
    html = house.get(path, accept="text/html", accept_language=language).text
    report = accessibility.check(html, mode="document")
    assert [finding for finding in report.findings if finding.outcome == "failed"] == []


def test_a_title_in_another_language_says_so_in_a_list(own_house: House) -> None:
    with own_house.parts.store.read() as reading:
        topics = reading.topics()
    own = {each.standing.locale for each in topics}
    assert own == {"nb", "nn", "en"}
    html = own_house.get("/fragments/list?locale=se&topic=barents").text
    assert re.search(r'<h2[^>]*><span lang="nb">', html)


def test_every_answer_is_one_that_a_client_can_read(house: House) -> None:
    for path in PATHS:
        for name, value in house.get(path).headers.items():
            assert value.isprintable(), (path, name)
            assert value.isascii(), (path, name)
    assert msgspec.json.decode(house.get("/openapi.json").content)["openapi"] == "3.1.0"


def test_a_redirected_fragment_leads_to_a_fragment_and_never_to_a_whole_page(own_house: House) -> None:
    own_house.publish(NEW, "nb", Page(slug="ny-plass", title="Ny plass"))
    own_house.parts.commands.change_state(
        Redirect(id=PAGE, locale="nb", to="/pages/nb/ny-plass", actor="test")
    )
    own = "https://nordkalott.example.org"
    for path, target in {
        f"/fragments/{PAGE}?locale=nb&h=3": "/fragments/ny-plass?locale=nb&h=3",
        f"/fragments/{PAGE}.json?locale=nb": "/fragments/ny-plass.json?locale=nb",
        f"/v1/records/{PAGE}?locale=nb&fields=title": "/v1/records/ny-plass?locale=nb&fields=title",
        f"/v1/records/{PAGE}/editions/1?locale=nb": "/v1/records/ny-plass/editions?locale=nb",
        "/pages/nb/internasjonal-avdeling": "/pages/nb/ny-plass",
    }.items():
        response = own_house.get(path)
        assert (response.status_code, response.headers["location"]) == (308, f"{own}{target}")
        assert own_house.get(target).status_code == 200


def test_a_fragment_that_is_elsewhere_leaves_a_notice_with_the_way(own_house: House) -> None:
    own_house.parts.commands.change_state(
        Redirect(id=PAGE, locale="nb", to="https://example.org/a?b&c", actor="test")
    )
    notice = own_house.get(f"/fragments/{PAGE}?locale=nb")
    assert notice.status_code == 410
    assert '<a href="https://example.org/a?b&amp;c">' in notice.text
    assert accessibility.check(notice.text).publishable
    assert own_house.get(f"/v1/records/{PAGE}?locale=nb").status_code == 308


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%ff", "q=%zz", "q=%"])
def test_a_query_that_is_no_text_is_refused(house: House, query: str) -> None:
    response = house.get(f"/v1/records?{query}")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "not_text")


@pytest.mark.parametrize("path", ["/v1/records?topic=nosuch", "/fragments/list?topic=nosuch"])
def test_a_slip_in_a_topic_is_no_empty_list(house: House, path: str) -> None:
    response = house.get(path)
    assert response.status_code == 404
    assert "barents" in response.json()["detail"]


def test_what_is_damaged_is_told_as_such_and_its_inside_only_to_the_log(
    own_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise StoreCorrupt("secret digest sha256:abc")

    monkeypatch.setattr(SqlitePublic, "under", damaged)
    page, record = (
        own_house.get("/pages/nb/internasjonal-avdeling"),
        own_house.get(f"/v1/records/{PAGE}?locale=nb"),
    )
    assert (page.status_code, record.status_code) == (500, 500)
    assert "opptatt" not in page.text
    assert "secret" not in page.text + record.text
    assert record.json()["type"] == "urn:nordkalott:problem:store-corrupt"
    assert "secret digest" in caplog.text
