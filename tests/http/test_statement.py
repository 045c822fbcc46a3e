"""The facts about accessibility over HTTP and at the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import turbohtml

from content import accessibility
from content.errors import Invalid
from service.edge.app import Edge
from service.settings import Settings
from service.wiring import opened
from tests.http.house import PAGE, House, furnished
from tests.http.test_miss_cost import traced

BREACHES = """
[[breach]]
criteria = ["1.2.5"]
what = { nb = "<b>Filmen</b> mangler synstolking.", en = "<b>The film</b> has no description." }
consequence = { nb = "Den som ikke ser filmen, går glipp av noe.", en = "Whoever cannot see the film misses something." }
reason = { nb = "Den er bestilt.", en = "It has been ordered." }
mend_by = 2027-02-01
"""


@pytest.mark.parametrize("locale", ["nb", "en", "se"])
@pytest.mark.parametrize("query", ["", "&records=internasjonal-avdeling", "&kind=news"])
def test_the_page_is_accessible_and_claims_nothing(house: House, locale: str, query: str) -> None:
    response = house.get(f"/tilgjengelighet?locale={locale}{query}")
    assert response.status_code == 200
    report = accessibility.check(response.text, mode="document")
    assert [each for each in report.findings if each.outcome in {"failed", "cantTell"}] == []
    text = re.sub(r"\s+", " ", turbohtml.parse(response.text).text)
    assert (
        "This is not the accessibility statement" in text
        or "Dette er ikke tilgjengelighetserklæringen" in text
    )
    assert "48" in text


def test_every_page_leads_to_it(house: House) -> None:
    for path in ("/", "/docs", "/feeds/nb", "/pages/nb/internasjonal-avdeling", "/pages/nb/finnes-ikke"):
        links = turbohtml.parse(house.get(path).text).select("footer a")
        assert any("/tilgjengelighet?locale=" in str(each.attrs["href"]) for each in links)


def test_the_facts_of_what_is_embedded(house: House) -> None:
    whole = house.json("/v1/statement")
    by_slug = house.json("/v1/statement?records=internasjonal-avdeling")
    by_id = house.json(f"/v1/statement?records={PAGE}")
    assert by_slug["sums"] == by_id["sums"]
    assert by_slug["scope"]["records"] == [str(PAGE)]
    assert 0 < by_slug["sums"]["records"] < whole["sums"]["records"]
    alone = house.json(f"/v1/statement?records={PAGE}&locale=nb")
    assert alone["sums"]["editions"] == 1
    assert len(whole["criteria"]) == 48


def test_in_whatever_order_records_are_named_one_answer_is_kept(house: House) -> None:
    refs = ("internasjonal-avdeling", str(PAGE))
    asked = House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))
    for path in ("/v1/statement?locale=nb&records=", "/tilgjengelighet?locale=nb&records="):
        first = asked.get(path + ",".join(refs))
        assert asked.get(path + ",".join(refs)).content == first.content
        with traced() as statements:
            again = asked.get(path + ",".join((refs[1], refs[0], refs[1])))
        assert [each for each, _ in statements] == []
        assert again.content == first.content


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("records=finnes-ikke", 404),
        ("records=", 400),
        ("records=A", 400),
        ("records=" + ",".join(f"a{number}" for number in range(101)), 400),
        ("kind=bok", 400),
        ("locale=de", 400),
    ],
)
def test_what_means_nothing_is_refused(house: House, query: str, status: int) -> None:
    assert house.get(f"/v1/statement?{query}").status_code == status
    assert house.get(f"/tilgjengelighet?{query}").status_code == status


def test_a_name_that_is_not_known_is_refused_to_programs_alone(house: House) -> None:
    assert house.get("/v1/statement?since=1").status_code == 400
    assert house.get("/tilgjengelighet?since=1").status_code == 200


def test_it_is_kept_and_let_go_as_everything_else(own_house: House) -> None:
    first = own_house.get("/v1/statement")
    etag = first.headers["etag"]
    assert own_house.get("/v1/statement", if_none_match=etag).status_code == 304
    with own_house.parts.store.read() as reading:
        entry = reading.entry(PAGE, "nb")
    assert entry is not None
    own_house.publish(PAGE, "nn", entry.edition.content)
    assert own_house.get("/v1/statement", if_none_match=etag).status_code == 200


def test_what_operators_wrote_down_and_whom_to_tell_are_shown_as_text(tmp_path: Path) -> None:
    path = tmp_path / "breaches.toml"
    path.write_text(BREACHES, encoding="utf-8")
    settings = Settings(
        data=str(tmp_path / "data"),
        accessibility_breaches=str(path),
        accessibility_contacts=("mailto:post@example.no", "tel:+4777788000"),
        accessibility_statement="https://uustatus.no/nb/erklaringer/publisert/1",
    )
    with opened(settings) as parts:
        house = furnished(parts, examples=False)
        page = turbohtml.parse(house.get("/tilgjengelighet?locale=nb").text)
        facts = house.json("/v1/statement")
    assert "<b>Filmen</b> mangler synstolking." in page.text
    assert "2027-02-01" in page.text
    addresses = [str(each.attrs["href"]) for each in page.select("main a")]
    assert {"mailto:post@example.no", "tel:+4777788000", settings.accessibility_statement} <= set(addresses)
    footer = [str(each.attrs["href"]) for each in page.select("footer a")]
    assert {"mailto:post@example.no", settings.accessibility_statement} <= set(footer)
    assert facts["breaches"][0]["mend_by"] == "2027-02-01"


@pytest.mark.parametrize(
    ("text", "code"), [("[[breach", "syntax"), ("[[breach]]\n", "missing"), (None, "unreadable")]
)
def test_a_file_with_faults_stops_the_start_and_is_named(tmp_path: Path, text: str | None, code: str) -> None:
    path = tmp_path / "breaches.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    settings = Settings(data=str(tmp_path / "data"), accessibility_breaches=str(path))
    with pytest.raises(Invalid) as raised, opened(settings):
        pass
    assert {each.code for each in raised.value.faults} == {code}
    assert all("breaches.toml" in each.message.nb for each in raised.value.faults)
