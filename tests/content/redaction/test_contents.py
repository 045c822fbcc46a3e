"""A content without the words: valid, with a mark, and nothing of the words in any of its strings."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from content import validation
from content.kinds import CallFields, ContactFields, EventFields, Partner, ProjectFields
from content.model import (
    Call,
    Contact,
    Content,
    Event,
    Licence,
    News,
    Page,
    Project,
    Revision,
    Source,
    Translation,
    Translator,
)
from content.redaction import Cut, Finder, Plain, Scope, Sealed, seal
from content.text import (
    Abbr,
    Callout,
    Cell,
    ContactCard,
    Details,
    File,
    Image,
    Link,
    LinkCard,
    Prose,
    Quote,
    Row,
    Span,
    Table,
    Track,
    Video,
)

NAME = "Kari Nordmann"
KEY = bytes(range(32))
ID = UUID("01a20900-0000-7000-8000-0000000000ab")
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def prose(*spans: Span | str, **more: Any) -> Prose:
    return Prose(
        children=tuple(each if isinstance(each, Span) else Span(text=each) for each in spans), **more
    )


BODY = (
    prose("Leder er Kari ", Span(text="Nord", marks=("strong",)), Span(text="mann", marks=("l",)), ", og hun ler.",
          mark_defs=(Link(key="l", href="https://example.org/kari-nordmann"),)),
    prose("Se ", Span(text="her", marks=("kari-nordmann",)), mark_defs=(Link(key="kari-nordmann", href="https://example.org/"),), key="kari-nordmann"),
    prose(Span(text="KN", marks=("a",)), mark_defs=(Abbr(key="a", title=NAME),)),
    Image(src="/media/1/kari-nordmann.jpg", alt="Et portrett"),
    Image(src="/media/1/a.jpg", alt="Kari Nordmann.jpg", caption=NAME, credit=NAME),
    Table(caption=f"Om {NAME}", rows=(Row(cells=(Cell(children=(Span(text="Kari\u00a0"), Span(text="Nordmann"))), Cell(children=(Span(text="Nei"),)))),)),
    Quote(content=(prose(f"sa {NAME}"),), source=NAME, cite="https://example.org/kari_nordmann"),
    Callout(title=NAME, content=(prose("a"),)),
    Details(summary=NAME, content=(prose("a"),)),
    LinkCard(href="https://example.org/KariNordmann", title="Hun"),
    LinkCard(href="https://example.org/", title=NAME, summary=NAME),
    ContactCard(name=NAME, role=NAME, organisation="Fylket", email="kari.nordmann@example.org", phone="+47 77 78 80 00"),
    File(href="/media/2/a.pdf", title=NAME, media_type="application/pdf"),
    File(href="/media/2/kari%20nordmann.pdf", title="CV", media_type="application/pdf"),
    Video(href="/media/3/a.mp4", title=NAME, captions=(Track(href="/kari-nordmann.vtt", lang="nb", label="Norsk"), Track(href="/b.vtt", lang="nb", label=NAME)),
          transcript=(prose(NAME),), transcript_href="/kari-nordmann", poster="/kari-nordmann.png"),
)  # fmt: skip
COMMON: dict[str, Any] = {
    "slug": "kari-nordmann-er-leder",
    "title": f"{NAME} er ny leder",
    "summary": f"Vi hilser på {NAME.upper()}.",
    "body": BODY,
    "authors": (NAME, "Ola"),
    "topics": ("barents",),
    "licence": Licence(name=NAME, url="https://example.org/kari-nordmann"),
    "rightsholder": NAME,
    "source": Source(title=NAME, url="https://example.org/kari-nordmann"),
    "translation": Translation(
        source_locale="en", translated_by=Translator(by="person", name=NAME), reviewed_by=NAME, prevails="en"
    ),
}
CONTENTS: list[Content] = [
    Page(**COMMON),
    News(**COMMON),
    Event(**COMMON, fields=EventFields(start=NOON, online="https://example.org/kari-nordmann")),
    Call(**COMMON, fields=CallFields(programme=NAME, opens=NOON.date(), deadline=NOON, applicants=NAME)),
    Project(**COMMON, fields=ProjectFields(programme=NAME, starts=NOON.date(), partners=(Partner(name=NAME, url="https://example.org/kari-nordmann"),))),
    Contact(**COMMON, fields=ContactFields(role=NAME, organisation=NAME, email="kari.nordmann@example.org", web="/pages/nb/kari-nordmann")),
]  # fmt: skip


def revision(content: Content, number: int = 1) -> Revision:
    return Revision(id=ID, locale="nb", number=number, at=NOON, author="a", digest="", content=content)


def scope(finder: Finder, **more: Any) -> Scope:
    return Scope(id=ID, locale="nb", cut=Cut(finder), **more)


@pytest.mark.parametrize("content", CONTENTS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("finder", [Plain([NAME]), Sealed(seal([NAME], KEY), KEY)], ids=["plain", "sealed"])
def test_nothing_of_the_words_is_left_in_any_kind_and_it_is_valid(content: Content, finder: Finder) -> None:
    cleared, places = scope(finder).revision(revision(content))
    said = msgspec.json.encode(cleared).decode().lower()
    assert "nordmann" not in said
    assert "kari" not in said
    assert len(places) > 25
    validation.recheck(cleared)
    assert scope(finder).revision(revision(cleared)) == (cleared, ())


def test_what_stands_around_the_words_stays() -> None:
    cleared, places = scope(Plain([NAME])).revision(revision(CONTENTS[0]))
    assert cleared.title == "[fjernet] er ny leder"
    assert cleared.summary == "Vi hilser på [fjernet]."
    assert cleared.slug == "fjernet-0000000000ab"
    assert (cleared.topics, cleared.authors) == (("barents",), ("[fjernet]", "Ola"))
    first, second = cleared.body[:2]
    assert isinstance(first, Prose)
    assert isinstance(second, Prose)
    assert [span.text for span in first.children] == ["Leder er [fjernet]", ", og hun ler."]
    assert second.mark_defs == (Link(key=second.children[1].marks[0], href="https://example.org/"),)
    assert isinstance(cleared.body[3], Prose)
    assert isinstance(cleared.body[4], Image)
    assert cleared.body[4].alt == "[fjernet].jpg"
    assert {"/title", "/slug", "/body/0/children", "/body/3/src", "/authors/0"} <= set(places)


def test_a_mark_that_would_make_it_too_long_is_a_short_one() -> None:
    cleared, _ = scope(Plain(["Ola"])).revision(revision(Page(slug="a", title="Ola " + "x" * 296)))
    assert cleared.title == "… " + "x" * 296


def test_what_does_not_hold_the_words_is_the_same() -> None:
    page = Page(slug="a", title="Noe annet", body=(prose("Kari og Nordmann"),))
    assert scope(Plain([NAME])).revision(revision(page)) == (page, ())


@pytest.mark.parametrize("content", CONTENTS, ids=lambda each: type(each).__name__)
def test_a_revision_that_goes_whole_keeps_its_kind_and_slug_and_is_valid(content: Content) -> None:
    emptied, places = scope(Plain([]), revisions=frozenset({1})).revision(revision(content))
    assert (type(emptied), emptied.slug, emptied.title, emptied.body, places) == (
        type(content), content.slug, "[fjernet]", (), ("",),
    )  # fmt: skip
    validation.recheck(emptied)
    kept, nothing = scope(Plain([]), revisions=frozenset({1})).revision(revision(content, 2))
    assert (kept, nothing) == (content, ())


def test_an_address_of_a_medium_goes_with_what_cannot_be_without_it() -> None:
    digest = "ab" * 32
    page = Page(
        slug="a", title="A", body=(Image(src=f"/media/{digest}/a.jpg", alt="Et portrett"), prose("b"))
    )
    cleared, places = Scope(id=ID, locale=None, cut=Cut(Plain([]), (digest,))).revision(revision(page))
    assert places == ("/body/0/src",)
    assert [type(block) for block in cleared.body] == [Prose, Prose]


def test_old_content_that_is_not_valid_by_later_rules_is_cleared_all_the_same() -> None:
    page = Page(slug="a", title=NAME, body=(Image(src="/a.png"), prose(NAME)))
    cleared, places = scope(Plain([NAME])).revision(revision(page))
    assert cleared.title == "[fjernet]"
    assert cleared.body[0] == Image(key="b1", src="/a.png")
    assert places == ("/title", "/body/1/children")
