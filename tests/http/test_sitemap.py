"""The sitemap: one file, or parts where the pages are many; each page is named once."""

from __future__ import annotations

import re

import pytest

from service.edge.app import Edge
from service.web import operations
from tests.http.house import House


def named(house: House, path: str) -> list[str]:
    """The paths of what is named, in order."""
    found = house.get(path)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/xml"
    base = house.parts.settings.base_url
    return [each.removeprefix(base) for each in re.findall(r"<loc>([^<]+)</loc>", found.text)]


def fresh(house: House) -> House:
    """With no answer kept."""
    return House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))


def test_where_the_pages_are_many_they_come_in_parts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = named(fresh(house), "/sitemap.xml")
    assert whole[0] == "/"
    assert "<urlset" in house.get("/sitemap.xml").text
    monkeypatch.setattr(operations, "PART", 3)
    many = fresh(house)
    parts = named(many, "/sitemap.xml")
    assert "<sitemapindex" in many.get("/sitemap.xml").text
    assert "/sitemaps/nb/2.xml" in parts
    pages = [page for part in parts for page in named(many, part)]
    assert all(len(named(many, part)) <= 3 for part in parts)
    assert sorted(pages) == sorted(whole[1:])
    last = int(max(re.findall(r"/nb/(\d+)\.xml", " ".join(parts)), key=int))
    assert many.get(f"/sitemaps/nb/{last + 1}.xml").status_code == 404


@pytest.mark.parametrize("name", ["0", "-1", "01", "x", "1000000", "٣"])
def test_a_part_that_is_no_number_is_not_there(house: House, name: str) -> None:
    assert house.get(f"/sitemaps/nb/{name}.xml").status_code == 404


def test_a_page_tells_when_its_edition_was_published(house: House) -> None:
    record = house.json("/v1/records?locale=nb&limit=1")["records"][0]
    text = house.get("/sitemap.xml").text
    at = record["modified_at"][:19] + "Z"
    assert f"/pages/nb/{record['slug']}</loc><lastmod>{at}</lastmod>" in text
