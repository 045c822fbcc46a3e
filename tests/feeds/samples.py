"""Editions and feeds to test with, written for this project."""

from __future__ import annotations

import datetime
from uuid import UUID

from msgspec import structs

import feeds
from content import ports
from content.fragments.context import Alternate, Label
from content.kinds import EventFields
from content.media.medium import Medium, path
from content.model import (
    Content,
    Edition,
    Event,
    Licence,
    News,
    Page,
    Standing,
    Translation,
    Translator,
    Update,
    kind_of,
)
from content.ports import Change
from content.ports import archives as room
from content.text import Audio, File, Image, Prose, Span, Video
from feeds import archives, tombstones

HOST = "https://innhold.example.no"
PUBLISHER = feeds.Person(name="Troms fylkeskommune", uri=HOST + "/")
FIRST = UUID("01931c5e-0000-7000-8000-000000000001")
SECOND = UUID("01931c5e-0000-7000-8000-000000000002")
THIRD = UUID("01931c5e-0000-7000-8000-000000000003")
FOURTH = UUID("01931c5e-0000-7000-8000-000000000004")


def medium(number: int, name: str, media_type: str, size: int, **more: int) -> Medium:
    """What the store knows of a file."""
    return Medium(
        digest=f"{number:064x}",
        name=name,
        media_type=media_type,
        size=size,
        uploaded_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
        uploaded_by="kari",
        **more,  # type: ignore[arg-type]
    )


MEDIA = {
    each.digest: each
    for each in (
        medium(1, "bro.jpg", "image/jpeg", 48_213, width=1_600, height=900),
        medium(2, "rapport.pdf", "application/pdf", 1_204_551),
        medium(3, "samtale.mp3", "audio/mpeg", 9_000_001, duration=754_400),
    )
}
"""A picture, a report and a recording."""


def at_media(number: int) -> str:
    """The path of one of MEDIA."""
    each = MEDIA[f"{number:064x}"]
    return path(each.digest, each.name)


BODY = (
    Prose(key="p", children=(Span(key="s", text="Mer under."),)),
    Image(key="i", src=at_media(1), alt="En bro over <sundet> & fjellet"),
    File(key="f", href=at_media(2), title="Rapporten <om> nord", media_type="application/x-wrong", lang="en"),
    Video(key="v", href="https://video.example/film.mp4", title="Filmen"),
    Audio(key="a", href=HOST + at_media(3), title="Samtalen & ordene"),
    File(
        key="g", href="https://example.org/skjema.odt", title="Skjema", media_type="application/odt", size=77
    ),
)


class FakeLinks:
    """The addresses of DESIGN section 5 on one host."""

    def __init__(self, host: str = HOST) -> None:
        self.host = host

    def page(self, locale: str, slug: str) -> str:
        return f"{self.host}/pages/{locale}/{slug}"

    def record(self, identity: UUID, locale: str) -> str:
        return f"{self.host}/v1/records/{identity}?locale={locale}"

    def editions(self, identity: UUID, locale: str) -> str:
        return f"{self.host}/v1/records/{identity}/editions?locale={locale}"

    def fragment(self, identity: UUID, locale: str) -> str:
        return f"https://example.org/fragments/{identity}?locale={locale}"

    def topic(self, locale: str, key: str) -> str:
        return self.feed(locale, f"topics/{key}", "atom")

    def feed(self, locale: str, name: str, suffix: str) -> str:
        return f"{self.host}/feeds/{locale}{'/' if name else ''}{name}.{suffix}"

    def absolute(self, href: str) -> str:
        return self.host + href if href.startswith("/") else href


def at(day: int, hour: int = 9, microsecond: int = 0) -> datetime.datetime:
    """A time in November 2026, UTC."""
    return datetime.datetime(2026, 11, day, hour, 30, 15, microsecond, tzinfo=datetime.UTC)


def source(
    content: Content,
    *,
    identity: UUID = FIRST,
    locale: str = "nb",
    number: int = 1,
    update: Update = "major",
    note: str = "",
    published: datetime.datetime | None = None,
    updated: datetime.datetime | None = None,
    modified: datetime.datetime | None = None,
) -> ports.Entry:
    """A live edition of `content` with its standing. Without times, it was published once, on the 2nd."""
    first = published or at(2)
    major = updated or first
    last = modified or major
    return ports.Entry(
        standing=Standing(
            id=identity,
            kind=kind_of(content),
            locale=locale,
            state="published",
            slug=content.slug,
            revision=number,
            live_revision=number,
            edition=number,
            published_at=first,
            updated_at=major,
            modified_at=last,
            changed_at=last,
        ),
        edition=Edition(
            id=identity,
            locale=locale,
            number=number,
            revision=number,
            update=update,
            note=note,
            at=last,
            published_at=first,
            updated_at=major,
            digest="sha256:" + "0" * 64,
            content=content,
        ),
        seq=number,
    )


def news(slug: str = "nytt", title: str = "Nytt", summary: str = "") -> News:
    """A news item with little in it."""
    return News(slug=slug, title=title, summary=summary)


def entry(from_source: ports.Entry, html: str = "<p>Tekst</p>") -> feeds.Entry:
    """An entry without alternates or labels."""
    return feeds.entry(from_source, html=html, links=FakeLinks())


def feed(*entries: feeds.Entry, locale: str = "nb", name: str = "", title: str = "Alt nytt") -> feeds.Feed:
    """A feed of these entries."""
    return feeds.feed(
        entries,
        locale=locale,
        name=name,
        title=title,
        author=PUBLISHER,
        home_url=f"{HOST}/feeds/{locale}",
        links=FakeLinks(),
        hub_url=f"{HOST}/hub",
    )


def full() -> feeds.Feed:
    """A feed that uses every part of the model: the golden one."""
    call = News(
        slug="barents-midler",
        title="Midler til <samarbeid> & ungdom i Barents 🐟",
        summary="Frist: 1. februar. Beløp < 500 000 kr & egenandel.",
        topics=("barents", "eu-eos"),
        authors=("Kari Nordmann", "Ola Hætta"),
        licence=Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
        rightsholder="Troms fylkeskommune",
        body=BODY,
    )
    page = Page(
        slug="international-department",
        title="The international department",
        summary="Machine translation of the Norwegian text.",
        topics=("barents",),
        translation=Translation(
            source_locale="nb", translated_by=Translator(by="machine", name="a model"), prevails="nb"
        ),
    )
    meeting = Event(
        slug="ovdamearka",
        title="Ovdamearka: čoahkkin Romssas",
        fields=EventFields(start=at(30), place="Romsa"),
        invented=True,
    )
    links = FakeLinks()
    labels = {
        "barents": Label(text="Barents", locale="nb"),
        "eu-eos": Label(text="EU and the EEA", locale="en"),
    }
    entries = (
        feeds.entry(
            source(
                call,
                number=3,
                update="minor",
                note="Rettet en skrivefeil & et tall",
                published=at(1),
                updated=at(20, microsecond=120_000),
                modified=at(22),
            ),
            html='<article id="n1-top" lang="nb"><h2>Midler</h2><p>A &amp; B ]]&gt; <a href="#n1-top">opp</a></p></article>',
            links=links,
            alternates=(
                Alternate(locale="nn", slug="barents-midlar", title="Midlar til samarbeid"),
                Alternate(locale="nb", slug="barents-midler", title="Midler"),
                Alternate(locale="en", slug="barents-funding", title="Funding & co-operation"),
            ),
            topics=labels,
            media=MEDIA,
        ),
        feeds.entry(
            source(page, identity=SECOND, locale="en", published=at(10)),
            html='<article lang="en"><h2>The international department</h2><p>Text</p></article>',
            links=links,
            topics=labels,
        ),
        feeds.entry(
            source(meeting, identity=THIRD, locale="se", published=at(10)),
            html='<article lang="se"><h2>Čoahkkin</h2></article>',
            links=links,
        ),
    )
    return feeds.feed(
        entries,
        locale="nb",
        title="Internasjonal avdeling: alt nytt",
        subtitle="Nyheter, arrangementer & utlysninger",
        author=PUBLISHER,
        home_url=f"{HOST}/feeds/nb",
        links=links,
        hub_url=f"{HOST}/hub",
        icon=f"{HOST}/icon.png",
        rights="Se hver tekst",
    )


def remembering() -> feeds.Feed:
    """A feed that has taken things back: one says so still, the others are tombstones. The golden one."""
    links = FakeLinks()
    back = [
        structs.replace(
            each,
            standing=structs.replace(
                each.standing, state=state, changed_at=at(day), reason=reason, redirect_to=to
            ),
        )
        for each, state, day, reason, to in (
            (source(news("feil", "Feil & <galt>")), "withdrawn", 25, "Tallene var feil <3", ""),
            (source(news("borte"), identity=SECOND), "gone", 24, "Personvern", ""),
            (source(news("flyttet"), identity=THIRD), "redirected", 23, "", "/pages/nb/ny"),
        )
    ]
    return feeds.feed(
        [
            tombstones.notice(back[0], html="<p>Trukket tilbake.</p>", links=links),
            entry(source(news("igjen"), identity=FOURTH)),
        ],
        locale="nb",
        name="news",
        title="Nyheter",
        author=PUBLISHER,
        home_url=f"{HOST}/feeds/nb",
        links=links,
        hub_url=f"{HOST}/hub",
        deleted=[tombstones.tombstone(each.standing) for each in reversed(back[1:])],
        announced=[tombstones.tombstone(back[0].standing)],
        previous=archives.last(links, "nb", "news", 117, ""),
    )


def page() -> feeds.Feed:
    """The second page of an archive, full, with an edition and a tombstone. The golden one."""
    kept = source(news("sak", "Sak"), number=2)
    change = Change(
        seq=70, op="upsert", id=FIRST, locale="nb", kind="news", edition=2, update="major", at=at(2), tags=()
    )
    left = structs.replace(change, seq=71, op="delete", id=SECOND, at=at(3))
    gone = structs.replace(kept.standing, id=SECOND, state="withdrawn")
    found = room.Page(
        number=2,
        count=room.PLACES,
        full=True,
        seq=71,
        latest=at(4),
        places=(
            room.Place(change=left, standing=gone, edition=kept.edition, within=False),
            room.Place(change=change, standing=kept.standing, edition=kept.edition, within=True),
        ),
    )
    shown = archives.shown(found, None)
    assert [each.change.seq for each in shown] == [70]
    whole = feeds.feed(
        (),
        locale="nb",
        name="news",
        title="Nyheter",
        author=PUBLISHER,
        home_url=f"{HOST}/feeds/nb",
        links=FakeLinks(),
        hub_url=f"{HOST}/hub",
        deleted=archives.deleted(found, shown),
    )
    return archives.archived(whole, found, [entry(kept)], name="news", links=FakeLinks(), grows=False)
