"""Check any HTML, sent or on the web: nothing of it is stored, nor the answer under an Idempotency-Key."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from content import accessibility, locales
from content.accessibility.report import Report
from content.accessibility.tree import Mode
from content.advice import Advice
from content.errors import Fault, Invalid
from content.locales import Tag
from service import apart, outbound
from service.settings import Settings
from service.web import pages
from service.web.answers import EARL, HTML, JSON, SARIF, Answer, encoded
from service.web.authoring.call import Call, Desk
from service.web.pages.survey import Survey

MEDIA_TYPES: Final = (JSON, EARL, SARIF, "text/html")
_PATIENCE: Final = 20.0
_SENT: Final = "urn:nordkalott:sent"


class Markup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"mode": "as"}):
    """Any HTML, or the address of a page on the web; one of the two.

    Without `as` it is a document if it opens with a doctype or `<html>`. `locale` is the language of the report where it is a page
    for people.
    """

    html: str | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=2000, description="An http or https address")] | UnsetType = UNSET
    mode: Mode | UnsetType = UNSET
    heading_level: Annotated[
        int, Meta(ge=1, le=6, description="Level at which a fragment's headings start")
    ] = 2
    locale: Tag = ""


class MarkupReport(Report, frozen=True, kw_only=True):
    """The Report on the markup, and the advice on its text."""

    advice: Advice


def check(desk: Desk, call: Call) -> Answer:
    """What the check says of it."""
    sent: Markup = call.decoded()
    configured = desk.settings.locales
    locale = locales.parse(sent.locale, configured, "/locale") if sent.locale else configured[0]
    html = _html(sent, desk.settings)
    mode: Mode = "document" if accessibility.is_document(html) else "fragment"
    if sent.mode is not UNSET:
        mode = sent.mode
    found = desk.checker.check(
        apart.Markup(
            html=html,
            mode=mode,
            heading_level=sent.heading_level,
            languages=desk.settings.language_advice == "on",
        )
    )
    whole = accessibility.joined(found.report, found.advice.language.findings)
    source = "" if sent.url is UNSET else sent.url
    match call.query["format"]:
        case "earl":
            graph = accessibility.earl(whole, source or _SENT, desk.now, desk.links.rules())
            return encoded(graph, media_type=EARL)
        case "sarif":
            log = accessibility.sarif([(source or _SENT, whole)], desk.links.rules())
            return encoded(log, media_type=SARIF)
        case "html":
            survey = Survey()
            survey.add(source or "HTML", mode, whole)
            survey.measure(source or "HTML", found.advice.clarity)
            return Answer(body=pages.survey_page(survey, locale).encode(), media_type=HTML)
        case _:
            return encoded(MarkupReport(**structs.asdict(found.report), advice=found.advice))


def _html(sent: Markup, settings: Settings) -> str:
    """Raises Invalid where it is not one of the two, and where the page cannot be had."""
    if (sent.html is UNSET) == (sent.url is UNSET):
        raise Invalid.one(
            "", "one_source", nb="Send én av «html» og «url».", en="Send one of “html” and “url”."
        )
    if sent.url is UNSET:
        return str(sent.html)
    guard = outbound.Guard(settings.outbound_allowed, public=settings.outbound == "public")
    try:
        # As large as what may be sent, so that both take as long to check.
        fetched = outbound.fetch(sent.url, guard, most=settings.max_body_bytes, seconds=_PATIENCE)
    except outbound.CannotFetchError as error:
        code = "not_allowed" if isinstance(error, outbound.NotAllowedError) else "not_fetched"
        raise Invalid((Fault(pointer="/url", code=code, message=error.message),)) from error
    return fetched.text
