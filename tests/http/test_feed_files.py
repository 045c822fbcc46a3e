"""Enclosures from end to end: what was uploaded is told of in the feed as it is then fetched, and no more of it once it is erased."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest

from content.text import Audio, File, Image, Prose, Span, Video
from service.renderings import Renderings
from service.wiring import now
from tests.content.media import samples
from tests.contract import build
from tests.http.house import House
from tests.http.test_media import NEW, kept, news

HOSTILE = 'Møte <script>"&\x1b\u202e]]>.pdf'


@pytest.fixture
def found(own_house: House) -> dict[str, dict[str, Any]]:
    """A picture, a report with a name that wants trouble, a recording and a film, published in a text."""
    token = own_house.token("drafts")
    files = {
        "picture": kept(own_house, token, samples.png(50, 30), "bro.png"),
        "report": kept(own_house, token, samples.pdf(), HOSTILE),
        "sound": kept(own_house, token, samples.mp3(), "samtale.mp3"),
        "film": kept(own_house, token, samples.mp4(), "film.mp4"),
    }
    said = (Prose(children=(Span(text="Hva som blir sagt."),)),)
    own_house.publish(
        NEW,
        "nb",
        news(
            Image(src=files["picture"]["src"], alt="En svart flate"),
            File(href=files["report"]["src"], title="Rapport <3 & mer", media_type="application/pdf", size=1),
            Audio(href=files["sound"]["src"], title="Samtalen", transcript=said),
            Video(href=files["film"]["src"], title="Filmen", transcript=said),
        ),
    )
    return files


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_length_and_type_are_those_that_are_fetched(
    own_house: House, found: dict[str, dict[str, Any]], suffix: str
) -> None:
    answer = own_house.get(f"/feeds/nb/news.{suffix}")
    if suffix == "json":
        [item] = answer.json()["items"]
        told = [(each["url"], each["mime_type"], str(each["size_in_bytes"])) for each in item["attachments"]]
        assert item["image"] == found["picture"]["url"]
    else:
        [entry] = feedparser.parse(answer.content).entries
        told = [(each.href, each.type, each.length) for each in entry.enclosures]
        # feedparser counts Media RSS among the enclosures of Atom only where a link says so.
        assert entry.media_content[0]["url"] == found["picture"]["url"]
    wanted = ["sound"] if suffix == "rss" else ["report", "sound", "film"]
    assert [url for url, _, _ in told] == [found[each]["url"] for each in wanted]
    for url, media_type, length in told:
        head = own_house.get(url.removeprefix("https://nordkalott.example.org"), method="HEAD")
        assert (head.status_code, head.headers["content-type"], head.headers["content-length"]) == (
            200,
            media_type,
            length,
        )


def test_a_hostile_name_becomes_a_plain_address(own_house: House, found: dict[str, dict[str, Any]]) -> None:
    del found
    [entry] = feedparser.parse(own_house.get("/feeds/nb/news.atom").content).entries
    report = entry.enclosures[0]
    assert report.href.rpartition("/")[2] == "mote-script.pdf"
    assert report.title == "Rapport <3 & mer"


def test_what_is_erased_is_in_no_old_edition_either(
    own_house: House, found: dict[str, dict[str, Any]]
) -> None:
    """A page of the archive that was made before is not shown again, though no live edition has the file."""
    own_house.publish(NEW, "nb", build.news("uten-filer", "Uten filer"))
    digest, page = found["sound"]["digest"], "/feeds/nb/news/archive/1.json?places=1"
    assert digest in str(own_house.json(page)["items"][0]["attachments"])
    own_house.parts.media.erase(digest, actor="test", reason="Feil fil")
    [item] = own_house.json(page)["items"]
    assert digest not in str(item["attachments"])
    assert len(item["attachments"]) == 2


def test_what_is_erased_is_told_of_no_more(own_house: House, found: dict[str, dict[str, Any]]) -> None:
    """The feed that was made before is not shown again, nor the fragment that was kept for it."""
    parts = own_house.parts
    task = Renderings(parts.store, parts.links, parts.settings.locales, now)
    task.run()
    digest = found["sound"]["digest"]
    assert len(own_house.json("/feeds/nb/news.json")["items"][0]["attachments"]) == 3
    parts.media.erase(digest, actor="test", reason="Feil fil")
    [item] = own_house.json("/feeds/nb/news.json")["items"]
    assert digest not in str(item["attachments"])
    assert len(item["attachments"]) == 2
    assert item["content_html"] == own_house.get(f"/fragments/{NEW}?locale=nb").text
