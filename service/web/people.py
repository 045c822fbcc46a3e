"""Pages for people: the landing page, the page of feeds, a record, and the notices where there is no page."""

from __future__ import annotations

from collections.abc import Sequence

from content import serving
from content.errors import Fault, Invalid, NordkalottError, NotFound, StoreBusy, StoreFull, StoreReadOnly
from content.locales import Locale
from content.ports import Selection
from content.ports.kept import ClosedEntry
from content.serving import Served
from service.links import PublicLinks
from service.web import frames, pages, problems
from service.web.answers import BRIEF, HTML, NEVER, Answer
from service.web.making import about
from service.web.pages.view import (
    Builder,
    Choice,
    FeedsView,
    LandingView,
    Language,
    NoticeView,
    RecordView,
    Snippet,
    What,
)
from service.web.pages.words import LANGUAGES
from service.web.parameters import Asked
from service.web.records import elsewhere
from service.web.view import View, tags_of, tags_of_all

LATEST = 10
ITEMS = 5
CHOICES = 100


def landing(view: View, asked: Asked) -> Answer:
    """What is here."""
    entries = view.listed(Selection(locale=asked.locale, limit=CHOICES), labels=True).entries
    counts = view.reading.counts(asked.locale)
    html = pages.landing(
        LandingView(
            frame=frames.landing(view.links, asked.locale, _spoken(view)),
            latest=tuple(
                frames.item(view.links, entry) for entry in entries if entry.standing.kind != "topic"
            )[:LATEST],
            kinds=frames.kinds(view, asked.locale, counts),
            topics=frames.topics(view, asked.locale, counts),
            formats=frames.formats(view.links, asked.locale, ""),
            builder=_builder(view, asked, entries),
        )
    )
    return _page(html, asked.locale, tags_of_all(view.settings.locales))


def feeds(view: View, asked: Asked) -> Answer:
    """How to follow what is published in a locale."""
    latest = view.reading.public.latest(asked.locale, LATEST, sorted(view.labels), ITEMS)
    counts = view.reading.counts(asked.locale)
    html = pages.feeds_page(
        FeedsView(
            frame=frames.feeds(view, asked.locale, _spoken(view)),
            latest=tuple(frames.item(view.links, entry) for entry in latest.all),
            kinds=frames.kinds(view, asked.locale, counts, latest.kinds),
            topics=frames.topics(view, asked.locale, counts, latest.topics),
            formats=frames.formats(view.links, asked.locale, ""),
            calendars=frames.calendars(view.links, asked.locale),
        )
    )
    return _page(html, asked.locale, tags_of_all(view.settings.locales))


def page(view: View, asked: Asked) -> Answer:
    """One record: its checked fragment with the title as the page's h1."""
    slug = asked.names["slug"]
    found = view.find(slug, asked.locale)
    away = elsewhere(view, found, asked, f"/pages/{asked.locale}/{found.moved_to}")
    if away:
        return away
    entry = found.entry
    if entry.standing.slug != slug or entry.standing.locale != asked.locale:
        # A page has one address; a slug that was found along the fallback is another page's.
        return Answer(
            body=b"",
            status=302,
            headers=(("location", view.links.page(entry.standing.locale, entry.standing.slug)),),
            media_type="text/plain",
            tags=tags_of(entry, asked),
        )
    around = view.around(entry, entry.standing.locale, "full", 1)
    try:
        level, served = 1, serving.serve(entry.edition, around, (), view.settled(entry))
    except NotFound:
        level, served = 2, view.served(entry, asked.locale, "full", 2)
    standing, content = entry.standing, entry.edition.content
    languages = {standing.locale: standing.slug} | {each.locale: each.slug for each in around.alternates}
    text = pages.record_page(
        RecordView(
            frame=frames.frame(
                view.links,
                asked.locale,
                view.links.page(standing.locale, standing.slug),
                tuple(
                    Language(locale=each, href=view.links.page(each, languages[each]))
                    for each in view.settings.locales
                    if each in languages
                ),
                frames.discovery(view, standing.locale, (standing.kind,), content.topics),
            ),
            title=content.title,
            description=content.summary,
            locale=standing.locale,
            fragment=served,
            heading_level=1 if level == 1 else 2,
            json=view.links.record(standing.id, standing.locale),
            html=view.links.fragment(standing.id, standing.locale),
            editions=view.links.editions(standing.id, standing.locale),
            report=view.links.accessibility(standing.id, standing.locale),
        )
    )
    return _page(text, standing.locale, tags_of(entry, asked), served)


def refuse(links: PublicLinks, asked: Asked, error: NordkalottError) -> Answer:
    """An error as a page for people, with the status and the reason."""
    problem = problems.problem_of(error)
    what: What = "error"
    reason, locale = "", ""
    details: tuple[str, ...] = ()
    match error:
        case NotFound():
            what = "not_found"
        case problems.GoneError():
            what, reason, locale = (
                "gone",
                error.found.entry.standing.reason,
                error.found.entry.standing.locale,
            )
        case Invalid():
            what = "wrong_input"
            details = tuple(_told(fault, asked.locale) for fault in error.faults)
        case StoreBusy() | StoreFull() | StoreReadOnly():
            what = "unavailable"
        case _:
            pass
    html = pages.notice_page(
        NoticeView(
            frame=frames.landing(links, asked.locale, LANGUAGES),
            what=what,
            reason=reason,
            reason_locale=locale,
            details=details,
        )
    )
    return Answer(
        body=html.encode(),
        status=problem.status,
        media_type=HTML,
        tags=about(asked, error),
        cache=BRIEF if problem.status in {404, 410} else NEVER,
    )


def refuse_fragment(links: PublicLinks, asked: Asked, error: NordkalottError) -> Answer:
    """What is gone or elsewhere leaves a notice in the host's page, for its readers miss it; all else is a problem."""
    match error:
        case problems.GoneError():
            standing = error.found.entry.standing
            notice = serving.serve_notice(standing.locale, standing.reason, "gone")
        case problems.MovedError():
            standing = error.found.entry.standing
            notice = serving.serve_notice(
                standing.locale, standing.reason, "redirected", links.absolute(standing.redirect_to)
            )
        case _:
            return problems.answer(error, about(asked, error))
    return Answer(
        body=notice.html.encode(),
        status=410,
        media_type=HTML,
        tags=about(asked, error),
        cache=BRIEF,
        proofs=(notice.proof,),
    )


def _told(fault: Fault, locale: Locale) -> str:
    """A fault in the reader's language, after the name of what is wrong."""
    message = fault.message.en if locale == "en" else fault.message.nb
    name = fault.pointer.removeprefix("?")
    return f"{name}: {message}" if name else message


def _spoken(view: View) -> tuple[Locale, ...]:
    """The locales to offer: those that the pages speak, and those that something is published in."""
    spoken = {*LANGUAGES, *view.reading.published()}
    return tuple(each for each in view.settings.locales if each in spoken)


def _builder(view: View, asked: Asked, entries: Sequence[ClosedEntry]) -> Builder:
    choices = {
        entry.standing.id: Choice(
            id=entry.standing.id,
            title=frames.item(view.links, entry).title,
            locale=entry.standing.locale,
        )
        for entry in entries
    }
    variant, level = asked.query["variant"], asked.query["h"]
    chosen = choices.get(asked.query["record"])
    snippet = None
    if chosen:
        address = view.links.at(
            f"/fragments/{chosen.id}", {"locale": chosen.locale, "variant": variant, "h": str(level)}
        )
        slug = next(entry.standing.slug for entry in entries if entry.standing.id == chosen.id)
        snippet = Snippet(
            choice=chosen,
            fragment=address,
            page=view.links.page(chosen.locale, slug),
            stylesheet=view.links.at(frames.FRAGMENT_STYLE),
        )
    return Builder(
        action=view.links.at("/"),
        choices=tuple(choices.values()),
        variant=variant,
        heading_level=level,
        snippet=snippet,
    )


def _page(html: str, locale: Locale, tags: frozenset[str], shown: Served | None = None) -> Answer:
    return Answer(
        body=html.encode(),
        media_type=HTML,
        headers=(("content-language", locale),),
        tags=tags,
        proofs=(shown.proof,) if shown else (),
        valid_until=shown.valid_until if shown else None,
    )
