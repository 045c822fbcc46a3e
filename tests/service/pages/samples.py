"""Views of every page, filled with invented content. `every()` gives each page in a locale by name."""

from __future__ import annotations

import datetime
from uuid import UUID

import msgspec

from content import accessibility, locales
from content.accessibility import QUESTIONS, RULES, RULESET
from content.kinds import KINDS, Kind
from content.locales import Locale
from content.model import CONTENT_TYPES
from content.serving import Served
from content.statement import law
from service.web.pages import docs_page, feeds_page, landing, notice_page, record_page, rules_page
from service.web.pages.schema import Member
from service.web.pages.view import (
    Addresses,
    Body,
    Builder,
    CalendarFeed,
    Choice,
    Discovery,
    DocsView,
    FeedsView,
    Formats,
    Frame,
    Item,
    KindFeed,
    KindSchema,
    KindWithin,
    LandingView,
    Language,
    NoticeView,
    RecordView,
    Route,
    RouteGroup,
    RouteParameter,
    RulesView,
    Snippet,
    TopicFeed,
)

BASE = "https://tekst.example"
CALENDARS: tuple[Kind, ...] = ("event", "call")
IDENTITY = UUID("01a20834-8c13-7430-a66f-29db6186417e")
HOSTILE = "<script>alert(1)</script>\"'&amp;<img src=x onerror=alert(1)>"

FRAGMENT = """<article id="nk-0a1b2c3d4e5f" class="nordkalott" lang="nb"><h1>Internasjonal avdeling</h1>
<p>Troms fylkes geografiske plassering i nordområdene er utgangspunktet for Troms fylkeskommunes internasjonale arbeid.</p>
<h2 id="nk-0a1b2c3d4e5f-betydningen">Betydningen av internasjonalisering</h2>
<p>Troms fylkeskommune har en lang tradisjon for internasjonalt samarbeid.</p></article>"""


def frame(
    locale: Locale = "nb", *, offered: tuple[Locale, ...] = ("nb", "en"), contact: bool = True
) -> Frame:
    return Frame(
        locale=locale,
        canonical=f"{BASE}/?locale={locale}",
        languages=tuple(Language(locale=each, href=f"{BASE}/?locale={each}") for each in offered),
        discovery=(
            Discovery(
                title="Internasjonal avdeling",
                media_type="application/atom+xml",
                href=f"{BASE}/feeds/{locale}.atom",
            ),
            Discovery(
                title="Internasjonal avdeling",
                media_type="application/rss+xml",
                href=f"{BASE}/feeds/{locale}.rss",
            ),
        ),
        addresses=Addresses(
            home=f"/?locale={locale}",
            feeds=f"/feeds/{locale}",
            docs=f"/docs?locale={locale}",
            rules=f"/docs/rules?locale={locale}",
            records=f"/v1/records?locale={locale}",
            changes="/v1/changes",
            kinds="/v1/kinds",
            openapi="/openapi.json",
            accessibility="/tilgjengelighet",
            sitemap="/sitemap.xml",
            stylesheets=("/static/site.css",),
            icon="/static/icon.svg",
            accessibility_contact="mailto:uu@example.com" if contact else "",
        ),
    )


def formats(name: str, locale: Locale) -> Formats:
    stem = f"{BASE}/feeds/{locale}{name}"
    return Formats(atom=f"{stem}.atom", rss=f"{stem}.rss", json=f"{stem}.json")


ITEMS = (
    Item(
        title="Møte om grensependling på Kilpisjärvi",
        locale="nb",
        kind="event",
        href="/pages/nb/kilpisjarvi",
        at=datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC),
        summary="Nordiske kommuner møtes for å snakke om skatt, trygd og vei over grensen.",
        invented=True,
    ),
    Item(
        title="Midler til samarbeid mellom ungdom i nord",
        locale="nn",
        kind="call",
        href="/pages/nn/ungdom",
        at=datetime.datetime(2026, 11, 2, 23, 30, tzinfo=datetime.UTC),
        summary="Lag og skular kan søkje om støtte til utveksling.",
        invented=True,
    ),
    Item(
        title="Internasjonal avdeling",
        locale="nb",
        kind="page",
        href="/pages/nb/internasjonal-avdeling",
        at=datetime.datetime(2026, 5, 3, 12, tzinfo=datetime.UTC),
        summary="Hvorfor Troms fylkeskommune arbeider internasjonalt, og hva arbeidet bygger på.",
    ),
)


def kinds(locale: Locale) -> tuple[KindFeed, ...]:
    return tuple(
        KindFeed(
            kind=kind,
            count=number,
            href=f"/feeds/{locale}#kind-{kind}",
            formats=formats(f"/{kind}", locale),
        )
        for number, kind in enumerate(KINDS, 1)
    )


def topics(locale: Locale) -> tuple[TopicFeed, ...]:
    labels = (("high-north", "Nordområdene"), ("barents", "Barentssamarbeidet"), ("eu-eea", "EU og EØS"))
    return tuple(
        TopicFeed(
            key=key,
            label=label,
            locale="nb",
            count=number,
            href=f"/feeds/{locale}#topic-{key}",
            formats=formats(f"/topics/{key}", locale),
            items=ITEMS[:number],
            within=tuple(
                KindWithin(kind=kind, href=f"{BASE}/feeds/{locale}/topics/{key}/{kind}.atom")
                for kind in KINDS[:number]
            ),
        )
        for number, (key, label) in enumerate(labels)
    )


CHOICE = Choice(id=IDENTITY, title="Internasjonal avdeling", locale="nb")
SNIPPET = Snippet(
    choice=CHOICE,
    fragment=f"{BASE}/fragments/{IDENTITY}?locale=nb&variant=card&h=3",
    page=f"{BASE}/pages/nb/internasjonal-avdeling",
    stylesheet=f"{BASE}/static/nordkalott.css",
)


def landing_view(locale: Locale) -> LandingView:
    return LandingView(
        frame=frame(locale),
        latest=ITEMS,
        kinds=kinds(locale),
        topics=topics(locale),
        formats=formats("", locale),
        builder=Builder(
            action="/",
            choices=(CHOICE, Choice(id=UUID(int=7), title="High North", locale="en")),
            variant="card",
            heading_level=3,
            snippet=SNIPPET,
        ),
    )


def feeds_view(locale: Locale) -> FeedsView:
    return FeedsView(
        frame=frame(locale, offered=locales.BUILT_IN),
        latest=ITEMS[:2],
        kinds=kinds(locale),
        topics=topics(locale),
        formats=formats("", locale),
        calendars=tuple(
            CalendarFeed(
                kind=kind,
                href=f"{BASE}/feeds/{locale}/{kind}.ics",
                subscribe=f"{BASE}/feeds/{locale}/{kind}.ics".replace("https:", "webcal:"),
            )
            for kind in CALENDARS
        ),
    )


def served(html: str, heading_level: int = 1) -> Served:
    """A fragment with the Report that lets it be shown."""
    return Served(html, accessibility.check(html, heading_level=heading_level), "rendering")


def record_view(locale: Locale) -> RecordView:
    return RecordView(
        frame=frame(locale),
        title="Internasjonal avdeling",
        description="Hvorfor Troms fylkeskommune arbeider internasjonalt.",
        locale="nb",
        fragment=served(FRAGMENT),
        json=f"/v1/records/{IDENTITY}?locale=nb",
        html=f"/fragments/{IDENTITY}?locale=nb",
        editions=f"/v1/records/{IDENTITY}/editions?locale=nb",
        report=f"/v1/records/{IDENTITY}/accessibility?locale=nb",
    )


def docs_view(locale: Locale) -> DocsView:
    routes = (
        Route(
            method="GET",
            path="/v1/records",
            summary="Published records, newest first.",
            description="Pages of a list that does not shift while you read it; `next` goes on.",
            parameters=(
                RouteParameter(
                    name="kind", place="query", description="Only records of this kind.", values=KINDS
                ),
                RouteParameter(
                    name="limit",
                    place="query",
                    description="How many at most.",
                    values=("1…200",),
                    default="50",
                ),
            ),
            media_types=("application/json",),
            example=f"{BASE}/v1/records?kind=news&locale=nb",
        ),
        Route(
            method="GET",
            path="/v1/records/{ref}",
            summary="One record.",
            parameters=(
                RouteParameter(name="ref", place="path", description="The id or the slug.", required=True),
            ),
            media_types=("application/json",),
        ),
    )
    return DocsView(
        frame=frame(locale),
        groups=(
            RouteGroup(key="records", title="Records", routes=routes),
            RouteGroup(
                key="publishing",
                title="Publishing",
                routes=(
                    Route(
                        method="POST",
                        path="/v1/drafts/{id}/{locale}/publish",
                        summary="Publish a revision.",
                        scope="publish",
                        parameters=(
                            RouteParameter(
                                name="If-Match", place="header", description="The ETag.", required=True
                            ),
                        ),
                        body=Body(
                            description="Which revision.",
                            members=(
                                Member(name="revision", type="integer", meaning="From 1.", required=True),
                            ),
                        ),
                        media_types=("application/json",),
                    ),
                ),
            ),
            RouteGroup(
                key="feeds",
                title="Feeds",
                routes=(
                    Route(
                        method="GET",
                        path="/feeds/{locale}.{format}",
                        summary="Everything, as a feed.",
                        media_types=("application/atom+xml", "application/rss+xml", "application/feed+json"),
                    ),
                ),
            ),
        ),
        kinds=tuple(
            KindSchema(kind=kind, href=f"/v1/kinds/{kind}", schema=msgspec.json.schema(CONTENT_TYPES[kind]))
            for kind in ("event", "page")
        ),
    )


def notices(locale: Locale) -> dict[str, str]:
    views = (
        NoticeView(frame=frame(locale), what="not_found"),
        NoticeView(
            frame=frame(locale),
            what="gone",
            reason="Arrangementet ble avlyst, og teksten tatt bort etter ønske fra arrangøren.",
            reason_locale="nb",
        ),
        NoticeView(frame=frame(locale), what="redirected", href=f"{BASE}/pages/nb/ny-adresse"),
        NoticeView(
            frame=frame(locale),
            what="wrong_input",
            details=("«xx» er ikke et språk her. Bruk ett av: nb, en.",),
        ),
        NoticeView(frame=frame(locale, contact=False), what="error", request="7f3c2a"),
        NoticeView(frame=frame(locale), what="unavailable"),
    )
    return {view.what: notice_page(view) for view in views}


def rules_view(locale: Locale) -> RulesView:
    names = {each.number: each.name for each in law().criteria}
    return RulesView(
        frame=frame(locale),
        ruleset=RULESET,
        names=names,
        rules=RULES,
        questions=QUESTIONS,
        json="/docs/rules.json",
    )


def every(locale: Locale) -> dict[str, str]:
    """Every page in a locale, by name."""
    empty = LandingView(
        frame=frame(locale), formats=formats("", locale), builder=Builder(action="/", choices=())
    )
    return {
        "landing": landing(landing_view(locale)),
        "landing-empty": landing(empty),
        "feeds": feeds_page(feeds_view(locale)),
        "feeds-empty": feeds_page(FeedsView(frame=frame(locale), formats=formats("", locale))),
        "record": record_page(record_view(locale)),
        "docs": docs_page(docs_view(locale)),
        "rules": rules_page(rules_view(locale)),
        **notices(locale),
    }
