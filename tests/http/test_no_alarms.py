"""The check finds nothing wrong with what we ship: every page of ours, every record in every shape, and what comes of pasted HTML."""

import re

import pytest

from content import accessibility
from content.accessibility import Report
from tests.http.house import House

PAGES = (
    "/",
    "/docs",
    "/docs?locale=en",
    "/docs/rules",
    "/docs/rules?locale=en",
    "/?locale=en",
    "/feeds/nb",
    "/feeds/en",
    "/pages/nb/borte",
    "/pages/en/%20",
)


def _wrong(report: Report) -> list[str]:
    return [
        f"{one.rule} at {one.target}: {one.message.en}" for one in report.findings if one.outcome == "failed"
    ]


def _asked(report: Report) -> set[str]:
    return {one.rule for one in report.findings if one.outcome == "cantTell"}


def _addresses(house: House) -> list[str]:
    sitemap = house.get("/sitemap.xml").text
    base = house.parts.settings.base_url
    return [found.removeprefix(base) for found in re.findall(r"<loc>([^<]+)</loc>", sitemap)]


def test_no_page_of_ours_fails_or_raises_a_question(house: House) -> None:
    for path in PAGES:
        report = accessibility.check(house.get(path, accept_language="nb").text, mode="document")
        assert (path, _wrong(report), _asked(report)) == (path, [], set())


def test_no_page_of_a_record_fails(house: House) -> None:
    paths = [path for path in _addresses(house) if path.startswith("/pages/")]
    assert len(paths) > 30
    for path in paths:
        report = accessibility.check(house.get(path).text, mode="document")
        assert (path, _wrong(report), _asked(report)) == (path, [], set())


@pytest.mark.parametrize("variant", ["full", "card", "teaser"])
def test_no_fragment_fails_or_raises_a_question(house: House, variant: str) -> None:
    for path in _addresses(house):
        if match := re.match(r"/pages/([a-z]+)/([a-z0-9-]+)$", path):
            address = f"/fragments/{match[2]}?locale={match[1]}&variant={variant}&h=3"
            report = accessibility.check(house.get(address).text, heading_level=3)
            assert (address, _wrong(report), _asked(report)) == (address, [], set())
