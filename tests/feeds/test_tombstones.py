"""What was taken back: what its entry says and does not say, and what neither it nor a tombstone can be broken by."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec import structs

import feeds
from content import ports
from content.model import State
from feeds import archives, tombstones
from tests.feeds import samples

AT = "{http://purl.org/atompub/tombstones/1.0}"
A = "{http://www.w3.org/2005/Atom}"


def back(state: State, reason: str = "Feil", to: str = "") -> ports.Entry:
    """A record that was taken back on the 25th; its text is of the 2nd."""
    source = samples.source(samples.news("gammel-sak", "Gammel tittel", "Gammelt sammendrag"))
    standing = structs.replace(
        source.standing, state=state, changed_at=samples.at(25), reason=reason, redirect_to=to
    )
    return structs.replace(source, standing=standing)


def notice(source: ports.Entry) -> feeds.Entry:
    """Its entry."""
    return tombstones.notice(source, html="<p>Tatt tilbake.</p>", links=samples.FakeLinks())


@pytest.mark.parametrize("state", ["withdrawn", "redirected", "gone"])
def test_it_is_the_same_entry_and_newer(state: State) -> None:
    source = back(state, to="/pages/nb/ny")
    entry, before = notice(source), samples.entry(samples.source(samples.news()))
    assert (entry.id, entry.record, entry.published) == (before.id, before.record, before.published)
    assert entry.updated == samples.at(25) > before.updated
    assert tombstones.until(source.standing) - entry.updated == datetime.timedelta(days=30)


@pytest.mark.parametrize(
    ("state", "url"),
    [
        ("gone", f"{samples.HOST}/pages/nb/{samples.FIRST}"),
        ("redirected", f"{samples.HOST}/pages/nb/ny"),
    ],
)
def test_nothing_old_is_said_of_what_is_gone_or_moved(state: State, url: str) -> None:
    entry = notice(back(state, to="/pages/nb/ny"))
    assert entry.url == url
    assert "ammel" not in str(structs.asdict(entry))
    assert (entry.authors, entry.categories, entry.alternates) == ((), (), ())


def test_what_was_withdrawn_can_still_be_read() -> None:
    entry = notice(back("withdrawn"))
    assert entry.title == "Trukket tilbake: Gammel tittel"
    assert entry.url == f"{samples.HOST}/pages/nb/gammel-sak"
    assert "sammendrag" not in str(structs.asdict(entry))


@given(st.text(st.characters()))
def test_no_reason_breaks_or_empties_a_feed(reason: str) -> None:
    source = back("gone", "]]>" + reason + "<3\x00\ud800")
    feed = samples.feed(notice(source))
    feed = structs.replace(feed, deleted=(tombstones.tombstone(source.standing),))
    (tombstone,) = etree.fromstring(feeds.atom(feed)).findall(f"{AT}deleted-entry")
    said = tombstone.findtext(f"{AT}comment") or ""
    assert said.startswith("]]>")
    assert said.endswith("<3")
    assert len(etree.fromstring(feeds.atom(feed)).findall(f"{A}entry")) == 1
    (item,) = etree.fromstring(feeds.rss(feed))[0].findall(f"{AT}deleted-entry")
    assert item.findtext(f"{AT}comment") == said
    assert msgspec.json.decode(feeds.json(feed))["_nordkalott"]["deleted"][0]["reason"] == said


@pytest.mark.parametrize(
    ("places", "epoch", "page"),
    [
        (0, "", None),
        (1, "", "1.atom?places=1"),
        (50, "", "1.atom"),
        (51, "", "2.atom?places=1"),
        (50, "0f", "1.atom?epoch=0f"),
        (51, "0f", "2.atom?places=1&epoch=0f"),
    ],
)
def test_a_feed_leads_to_its_newest_page_in_the_size_that_it_has(
    places: int, epoch: str, page: str | None
) -> None:
    found = archives.last(samples.FakeLinks(), "nb", "", places, epoch)
    assert (found and found.atom) == (page and f"{samples.HOST}/feeds/nb/archive/{page}")
