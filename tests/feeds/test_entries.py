"""Entries and feeds as such: ids, times, order."""

from __future__ import annotations

import datetime
from itertools import permutations
from uuid import UUID, uuid5

import pytest
from msgspec import structs

import feeds
from content.fragments.context import Alternate, Label
from content.model import Licence
from tests.feeds import samples


def test_an_entry_id_is_made_of_record_and_locale_alone() -> None:
    """DESIGN section 5 promises this form: readers and apps may compute it."""
    assert feeds.entry_id(samples.FIRST, "nb") == "urn:uuid:25104558-2e39-5235-9a12-dbbebb3f7733"
    assert feeds.entry_id(samples.FIRST, "nb") == uuid5(samples.FIRST, "nb").urn
    assert feeds.entry_id(samples.FIRST, "nn") != feeds.entry_id(samples.FIRST, "nb")


@pytest.mark.parametrize(
    ("locale", "name", "expected"),
    [
        ("nb", "", "urn:uuid:25f4418f-43ee-500e-bbbd-19a4287121f0"),
        ("nb", "news", "urn:uuid:39fee223-9e69-5ac0-baa6-f0dd31ce51e7"),
        ("se", "topics/barents", "urn:uuid:884e1a7d-f5d6-58e6-9eda-734f3e83cbc2"),
        ("se", "topics/barents/call", "urn:uuid:ba6ff373-002a-5ec3-baa3-1707591260a5"),
    ],
)
def test_feed_ids_never_change(locale: str, name: str, expected: str) -> None:
    assert feeds.feed_id(locale, name) == expected


def test_no_id_depends_on_the_host() -> None:
    source = samples.source(samples.news())
    here = feeds.entry(source, html="", links=samples.FakeLinks())
    there = feeds.entry(source, html="", links=samples.FakeLinks("https://another.example"))
    assert here.id == there.id
    assert here.url != there.url


def test_a_minor_edition_changes_the_text_and_not_the_time() -> None:
    before = samples.source(samples.news(title="Nytt fra Baretns"), published=samples.at(2))
    after = samples.source(
        samples.news(title="Nytt fra Barents"),
        number=2,
        update="minor",
        published=samples.at(2),
        updated=samples.at(2),
        modified=samples.at(5),
    )
    old, new = samples.feed(samples.entry(before)), samples.feed(samples.entry(after))
    assert new.entries[0].title == "Nytt fra Barents"
    assert new.entries[0].id == old.entries[0].id
    assert new.updated == new.entries[0].updated == old.updated == samples.at(2)


def test_a_major_edition_moves_the_time() -> None:
    source = samples.source(samples.news(), number=2, published=samples.at(2), updated=samples.at(5))
    feed = samples.feed(samples.entry(source))
    assert feed.entries[0].published == samples.at(2)
    assert feed.updated == feed.entries[0].updated == samples.at(5)


def test_newest_first_and_the_same_time_by_record_then_locale() -> None:
    entries = (
        samples.entry(samples.source(samples.news(), identity=samples.SECOND, published=samples.at(4))),
        samples.entry(samples.source(samples.news(), identity=samples.THIRD, published=samples.at(3))),
        samples.entry(
            samples.source(samples.news(), identity=samples.FIRST, locale="nn", published=samples.at(3))
        ),
        samples.entry(
            samples.source(samples.news(), identity=samples.FIRST, locale="nb", published=samples.at(3))
        ),
    )
    for shuffled in permutations(entries):
        assert samples.feed(*shuffled).entries == entries


def test_microseconds_count_for_the_order() -> None:
    early = samples.entry(samples.source(samples.news(), identity=samples.THIRD, published=samples.at(3)))
    late = samples.entry(
        samples.source(samples.news(), identity=samples.FIRST, published=samples.at(3, microsecond=1))
    )
    assert samples.feed(early, late).entries == (late, early)


def test_the_feed_is_updated_with_its_newest_entry_wherever_it_stands() -> None:
    old = samples.entry(samples.source(samples.news(), published=samples.at(1), updated=samples.at(9)))
    new = samples.entry(samples.source(samples.news(), identity=samples.SECOND, published=samples.at(8)))
    assert samples.feed(new, old).updated == samples.at(9)


def test_an_empty_feed_has_the_same_date_for_ever() -> None:
    assert samples.feed().updated == datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    assert samples.feed().entries == ()


def test_times_are_utc_whatever_the_offset() -> None:
    norway = datetime.timezone(datetime.timedelta(hours=1))
    entry = samples.entry(samples.source(samples.news(), published=samples.at(3).astimezone(norway)))
    assert entry.published == samples.at(3)
    assert entry.published.utcoffset() == datetime.timedelta(0)


def test_a_topic_without_a_label_is_called_by_its_key() -> None:
    content = structs.replace(samples.news(), topics=("barents", "arktis"))
    entry = feeds.entry(
        samples.source(content, locale="se"),
        html="",
        links=samples.FakeLinks(),
        topics={"barents": Label(text="Barents", locale="nb"), "arktis": Label(text="\x00", locale="nb")},
    )
    assert [(each.term, each.label, each.locale) for each in entry.categories] == [
        ("barents", "Barents", "nb"),
        ("arktis", "arktis", "se"),
    ]


def test_alternates_are_ordered_and_without_the_entrys_own_locale() -> None:
    entry = feeds.entry(
        samples.source(samples.news(slug="nytt")),
        html="",
        links=samples.FakeLinks(),
        alternates=[
            Alternate(locale="nn", slug="nytt-nn", title="Nytt"),
            Alternate(locale="nb", slug="nytt", title="Nytt"),
            Alternate(locale="en", slug="news", title="News"),
        ],
    )
    assert [(each.locale, each.url) for each in entry.alternates] == [
        ("en", f"{samples.HOST}/pages/en/news"),
        ("nn", f"{samples.HOST}/pages/nn/nytt-nn"),
    ]


def test_the_page_is_found_by_the_public_slug() -> None:
    """A minor edition may come from a revision whose slug was changed since."""
    source = samples.source(samples.news(slug="gammel"))
    moved = structs.replace(source, standing=structs.replace(source.standing, slug="ny"))
    assert samples.entry(moved).url == f"{samples.HOST}/pages/nb/ny"


@pytest.mark.parametrize(
    ("rightsholder", "licence", "rights", "url"),
    [
        (None, None, "", ""),
        ("Troms fylkeskommune", None, "Troms fylkeskommune", ""),
        (None, Licence(name="NLOD 2.0", url="/lisens"), "NLOD 2.0", f"{samples.HOST}/lisens"),
        ("Eier", Licence(name="CC0"), "Eier, CC0", ""),
    ],
)
def test_rights_say_no_more_than_the_content(
    rightsholder: str | None, licence: Licence | None, rights: str, url: str
) -> None:
    content = samples.news()
    if rightsholder:
        content = structs.replace(content, rightsholder=rightsholder)
    if licence:
        content = structs.replace(content, licence=licence)
    entry = samples.entry(samples.source(content))
    assert (entry.rights, entry.licence_url) == (rights, url)


def test_ids_are_real_uuids() -> None:
    for urn in (feeds.entry_id(samples.FIRST, "nb"), feeds.feed_id("nb")):
        assert UUID(urn).version == 5
