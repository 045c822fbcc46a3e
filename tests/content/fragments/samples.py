"""Editions of every kind with every block type, invented for these tests."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

import msgspec

from content import fragments
from content.fragments.context import Alternate, Context, Label, Linked
from content.kinds import ContactFields, NewsFields
from content.locales import Locale
from content.model import Content, Edition, digest_of

RECORD = UUID("01931f00-7a10-7c3e-9d51-3b0a5f2c8e01")
CONTACT = UUID("01931f00-7a10-7c3e-9d51-3b0a5f2c8e02")
NEWS = UUID("01931f00-7a10-7c3e-9d51-3b0a5f2c8e03")
SECRET = UUID("01931f00-7a10-7c3e-9d51-3b0a5f2c8e04")


class Addresses:
    """Links under one base, as the service makes them."""

    def page(self, locale: Locale, slug: str) -> str:
        return f"https://nordkalott.example/pages/{locale}/{slug}"

    def record(self, identity: UUID, locale: Locale) -> str:
        return f"https://nordkalott.example/v1/records/{identity}?locale={locale}"

    def editions(self, identity: UUID, locale: Locale) -> str:
        return f"https://nordkalott.example/v1/records/{identity}/editions?locale={locale}"

    def fragment(self, identity: UUID, locale: Locale) -> str:
        return f"https://example.org/fragments/{identity}?locale={locale}"

    def topic(self, locale: Locale, key: str) -> str:
        return f"https://nordkalott.example/feeds/{locale}#topic-{key}"

    def feed(self, locale: Locale, name: str, suffix: str) -> str:
        return f"https://nordkalott.example/feeds/{locale}/{name}.{suffix}"

    def absolute(self, href: str) -> str:
        return f"https://nordkalott.example{href}" if href.startswith("/") else href


LINKED = {
    CONTACT: Linked(
        id=CONTACT,
        kind="contact",
        locale="nb",
        slug="ane-nordlys",
        title="Ane Nordlys",
        summary="Svarer på spørsmål om tilskudd.",
        fields=ContactFields(
            role="Rådgiver",
            organisation="Avdeling for eksempler",
            phone="+47 77 00 00 00",
            email="ane@nordlys.example",
            web="https://nordlys.example/ane",
        ),
    ),
    NEWS: Linked(
        id=NEWS,
        kind="news",
        locale="en",
        slug="a-bridge-of-ice",
        title="A bridge of ice",
        summary="Three counties tried a winter road.",
        fields=NewsFields(),
    ),
}


def spans(*texts: str | tuple[str, str]) -> list[dict[str, Any]]:
    """Children of a paragraph: plain text, or text with one mark."""
    return [
        {"_type": "span", "text": text}
        if isinstance(text, str)
        else {"_type": "span", "text": text[0], "marks": [text[1]]}
        for text in texts
    ]


def prose(*texts: str | tuple[str, str], **more: Any) -> dict[str, Any]:
    """A block of text."""
    return {"_type": "block", "children": spans(*texts), **more}


def cells(*texts: str, **more: Any) -> dict[str, Any]:
    """A row of a table."""
    return {"cells": [{"children": spans(text), **more} if text else {} for text in texts]}


BODY: list[dict[str, Any]] = [
    prose(
        "Vi samarbeider ",
        ("tett", "strong"),
        " med ",
        ("Arctic Council", "en"),
        " og ",
        ("EØS", "a"),
        ".\nLes ",
        ("om vinterveien", "n"),
        ", ",
        ("om pengene", "p"),
        " eller ",
        ("det hemmelige", "s"),
        ".",
        markDefs=[
            {"_type": "lang", "_key": "en", "lang": "en"},
            {"_type": "abbr", "_key": "a", "title": "Det europeiske økonomiske samarbeidsområdet"},
            {"_type": "link", "_key": "n", "record": str(NEWS)},
            {"_type": "link", "_key": "p", "href": "#penger-og-frister"},
            {"_type": "link", "_key": "s", "record": str(SECRET)},
        ],
    ),
    prose("Hva vi gjør", style="h2"),
    prose("Møter", listItem="bullet"),
    prose("Ungdom", listItem="bullet"),
    prose("I Tromsø", listItem="number", level=2),
    prose("I Rovaniemi", listItem="number", level=2),
    prose("Forskning", listItem="bullet"),
    prose("Penger og frister", style="h4"),
    {
        "_type": "table",
        "caption": "Tilskudd i to år",
        "header_rows": 2,
        "header_columns": 1,
        "rows": [
            {
                "cells": [
                    {"rowspan": 2},
                    {"children": spans("Tilskudd"), "colspan": 2},
                ]
            },
            cells("2024", "2025"),
            cells("Kultur", "100", "120"),
            {
                "cells": [
                    {"children": spans("Ungdom"), "rowspan": 2},
                    *cells("50", "60")["cells"],
                ]
            },
            cells("55", "65"),
        ],
    },
    {
        "_type": "quote",
        "content": [prose("Det er nært, selv om det er langt.")],
        "source": "En reisende",
        "cite": "https://reise.example/dagbok",
    },
    {
        "_type": "callout",
        "tone": "warning",
        "title": "Kort frist",
        "content": [prose("Søk før fredag."), prose("Unntak", style="h3"), prose("Ingen.")],
    },
    {
        "_type": "details",
        "summary": "Slik regner vi",
        "content": [prose("Først", listItem="number"), prose("Så", listItem="number")],
    },
    {
        "_type": "image",
        "src": "/media/abc/fjord.jpg",
        "alt": "En fjord i morgenlys",
        "caption": "Fjorden i mars.",
        "credit": "Kari Kamera",
        "width": 1200,
        "height": 800,
    },
    {"_type": "image", "src": "/media/abc/strek.png", "decorative": True, "width": 600, "height": 4},
    {"_type": "link-card", "record": str(NEWS)},
    {
        "_type": "link-card",
        "href": "https://program.example/",
        "title": "Programmet",
        "summary": "Alt om programmet.",
    },
    {"_type": "contact-card", "record": str(CONTACT)},
    {
        "_type": "contact-card",
        "name": "Ola Vinter",
        "role": "Vaktmester",
        "email": "ola@vinter.example",
        "phone": "77 11 11 11",
    },
    {
        "_type": "file",
        "href": "/media/def/skjema.pdf",
        "title": "Søknadsskjema",
        "media_type": "application/pdf",
        "size": 1_234_567,
        "lang": "en",
    },
    {
        "_type": "video",
        "href": "/media/ghi/film.mp4",
        "title": "Vinterveien på ett minutt",
        "poster": "/media/ghi/film.jpg",
        "captions": [{"href": "/media/ghi/film.nb.vtt", "lang": "nb", "label": "Norsk bokmål"}],
        "transcript": [prose("En brøytebil kjører over isen.")],
        "width": 1280,
        "height": 720,
    },
    {
        "_type": "audio",
        "href": "/media/jkl/samtale.mp3",
        "title": "Samtale om vinterveien",
        "transcript": [prose("Vi kjører når isen bærer.")],
        "transcript_href": "/media/jkl/samtale.pdf",
        "credit": "Kari Opptaker",
        "rightsholder": "Prøvefylket",
        "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    },
]

FIELDS: dict[str, dict[str, Any]] = {
    "page": {},
    "news": {},
    "event": {
        "start": "2024-05-01T12:00:00Z",
        "end": "2024-05-01T14:30:00Z",
        "place": "Fylkeshuset i Tromsø",
        "online": "https://mote.example/1",
        "registration": "https://mote.example/1/meld",
    },
    "call": {
        "programme": "Nordlysmidlene",
        "opens": "2024-02-01",
        "deadline": "2024-03-15T11:00:00Z",
        "amount": {"currency": "NOK", "minimum": 50_000, "maximum": 1_000_000},
        "applicants": "Lag og foreninger i Troms.",
        "apply": "https://sok.example/",
    },
    "project": {
        "programme": "Interreg Eksempel",
        "partners": [
            {"name": "Lapplands prøvekommune", "country": "FI", "url": "https://prove.example/"},
            {"name": "Universitetet på Øya", "country": "JP"},
            {"name": "Laget"},
        ],
        "starts": "2023-01-01",
        "ends": "2025-12-31",
        "budget": {"currency": "EUR", "maximum": 750_000},
    },
    "contact": {
        "role": "Rådgiver",
        "organisation": "Avdeling for eksempler",
        "phone": "+47 77 00 00 00",
        "email": "ane@nordlys.example",
        "web": "https://nordlys.example/ane",
    },
    "topic": {"key": "barents"},
}


def content(kind: str = "page", **more: Any) -> Content:
    """The content of a kind, with every part that it can have."""
    data = {
        "kind": kind,
        "slug": "proven",
        "title": f"En prøve av {kind}",
        "summary": "Kort sagt er dette en prøve.",
        "body": BODY,
        "topics": ["barents", "arctic"],
        "authors": ["Ane Nordlys"],
        "licence": {"name": "NLOD 2.0", "url": "https://data.norge.no/nlod/no/2.0"},
        "rightsholder": "Troms fylkeskommune",
        "fields": FIELDS[kind],
        **more,
    }
    made: Content = msgspec.convert(data, Content)
    return made


def edition(of: Content, locale: Locale = "nb", record: UUID = RECORD, **more: Any) -> Edition:
    """The third edition of a record: published in March, news again in April, corrected in May."""
    times = {
        "at": datetime.datetime(2024, 5, 2, 8, 0, tzinfo=datetime.UTC),
        "published_at": datetime.datetime(2024, 3, 1, 23, 30, tzinfo=datetime.UTC),
        "updated_at": datetime.datetime(2024, 4, 1, 8, 0, tzinfo=datetime.UTC),
    }
    return Edition(
        id=record,
        locale=locale,
        number=3,
        revision=7,
        update="minor",
        digest=digest_of(of),
        content=of,
        **{**times, **more},
    )


def context(**more: Any) -> Context:
    """What the samples refer to."""
    standard: dict[str, Any] = {
        "requested": "nb",
        "links": Addresses(),
        "linked": LINKED,
        "topics": {
            "barents": Label(text="Barents", locale="nb"),
            "arctic": Label(text="Arctic cooperation", locale="en"),
        },
        "alternates": (
            Alternate(locale="en", slug="the-sample", title="A sample"),
            Alternate(locale="se", slug="geahccaleapmi", title="Sample"),
        ),
    }
    return Context(**{**standard, **more})


def rendered(
    kind: str = "page", locale: Locale = "nb", around: dict[str, Any] | None = None, **more: Any
) -> str:
    """The fragment of a sample."""
    standard = {"requested": locale}
    return fragments.render(edition(content(kind, **more), locale), context(**{**standard, **(around or {})}))
