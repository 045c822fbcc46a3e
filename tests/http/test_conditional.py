"""Strong ETags, 304, HEAD, CORS, caching, and the headers that keep a page safe, on every public route."""

import re

import pytest
import turbohtml
from msgspec import structs

from content.lifecycle import MarkGone
from service.web.routes import RESOURCES
from tests.http.house import PAGE, House

VALUES = {
    "ref": str(PAGE), "n": "1", "kind": "page", "locale": "nb", "suffix": "atom", "topic": "barents",
    "slug": "internasjonal-avdeling", "name": "site.css",
}  # fmt: skip
PATHS = [
    # Only what has a day is in a calendar.
    re.sub(r"\{(\w+)\}", lambda found: VALUES[found[1]], each.path).replace("page.ics", "event.ics")
    for each in RESOURCES
]
PATHS.remove("/.well-known/security.txt")  # needs a setting: told below
PATHS.remove("/metrics")  # needs a setting, and is never kept: tests/http/test_conformance.py


@pytest.mark.parametrize("path", PATHS)
def test_a_client_that_has_it_is_told_so(house: House, path: str) -> None:
    first = house.get(path)
    assert first.status_code == 200
    etag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = house.get(path, if_none_match=given)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert house.get(path, if_none_match='"other"').status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_head_says_what_get_would(house: House, path: str) -> None:
    got, head = house.get(path), house.get(path, method="HEAD")
    assert (head.status_code, head.content) == (200, b"")
    differ = {"x-request-id", "date"}
    if "last-modified" not in got.headers:  # it may have become a second old since
        differ.add("last-modified")
    assert {name: value for name, value in head.headers.items() if name not in differ} == {
        name: value for name, value in got.headers.items() if name not in differ
    }


@pytest.mark.parametrize("path", PATHS)
def test_everybody_may_read_and_nobody_may_sniff(house: House, path: str) -> None:
    headers = house.get(path, origin="https://portal.example").headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/v1/records", "/", "/fragments/list", "/feeds/nb.atom"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_is_public_is_only_read(house: House, path: str, method: str) -> None:
    response = house.get(path, method=method)
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]
    assert response.headers["content-type"] == "application/problem+json"


def test_parameters_in_any_order_are_the_same_resource(house: House) -> None:
    one = house.get("/v1/records?locale=nb&kind=page&limit=5")
    other = house.get("/v1/records?limit=5&kind=page&locale=nb")
    assert one.headers["etag"] == other.headers["etag"]


def test_a_writers_change_is_seen_at_once_where_it_was_kept(own_house: House) -> None:
    paths = [path for path in PATHS if "internasjonal" in path or str(PAGE) in path]
    assert all(own_house.get(path).status_code == 200 for path in paths)
    own_house.parts.commands.change_state(MarkGone(id=PAGE, locale="nb", reason="Feil", actor="test"))
    own_house.parts.commands.change_state(MarkGone(id=PAGE, locale="en", reason="Wrong", actor="test"))
    assert {path: own_house.get(path).status_code for path in paths} == dict.fromkeys(paths, 410)


@pytest.mark.parametrize(
    "path", ["/", "/feeds/nb", "/feeds/en", "/pages/nb/internasjonal-avdeling", "/docs", "/?locale=en"]
)
def test_pages_for_people_say_their_language_and_load_only_what_is_there(house: House, path: str) -> None:
    response = house.get(path)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = turbohtml.parse(response.text)
    html = page.select_one("html")
    assert html is not None
    assert html.attrs["lang"] in {"nb", "en"}
    own = "https://nordkalott.example.org"
    for link in page.select("a[href], link[href]"):
        href = str(link.attrs["href"])
        if href.startswith(own):
            target = href.removeprefix(own).partition("#")[0]
            assert house.get(target).status_code in {200, 304}, href


def test_people_get_a_page_where_there_is_none(house: House) -> None:
    response = house.get("/pages/nb/finnes-ikke")
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "finner ikke" in response.text
    assert house.get("/pages/xx/finnes-ikke").status_code == 404
    assert house.get("/?record=<script>").status_code == 400


def test_a_page_asked_for_under_the_wrong_locale_is_found_at_its_own(house: House) -> None:
    response = house.get("/pages/en/internasjonal-avdeling")
    assert (response.status_code, response.headers["location"]) == (
        302,
        "https://nordkalott.example.org/pages/en/international-department",
    )


def test_the_security_contact_is_the_operators_to_set(house: House) -> None:
    assert house.get("/.well-known/security.txt").status_code == 404


def test_a_new_label_in_one_locale_is_seen_wherever_it_is_shown(own_house: House) -> None:
    with own_house.parts.store.read() as reading:
        labels = [each for each in reading.topics() if each.standing.locale == "nb"]
    topic = next(each for each in labels if "barents" in str(each.edition.content.fields))
    paths = (
        "/?locale=se", "/feeds/se", "/feeds/nb", "/feeds/nb/topics/barents.atom", "/feeds/se/topics/barents.json",
        f"/fragments/{PAGE}?locale=nb", "/pages/nb/internasjonal-avdeling", "/fragments/list?locale=se&topic=barents",
    )  # fmt: skip
    for path in paths:
        assert "Nytt barentsnavn" not in own_house.get(path).text
    own_house.publish(
        topic.standing.id, "nb", structs.replace(topic.edition.content, title="Nytt barentsnavn")
    )
    assert [path for path in paths if "Nytt barentsnavn" not in own_house.get(path).text] == []
