"""Facts for an accessibility statement: as a page for people and as data, for everything or for what somebody embeds."""

from __future__ import annotations

from typing import Final

from msgspec import structs

from content import statement, tags
from content.ports.proof import Scope
from content.statement import Facts
from service.web import frames, pages
from service.web.answers import HTML, Answer, encoded
from service.web.pages.view import StatementView
from service.web.parameters import Asked
from service.web.view import View, tags_of_all

_FRESH: Final = 600.0


def page(view: View, asked: Asked) -> Answer:
    """The facts for people."""
    scope, depends = _scope(view, asked)
    query = {name: text for name, text in asked.given if name != "locale"}
    if asked.query["records"]:
        query["records"] = ",".join(asked.query["records"])
    html = pages.statement_page(
        StatementView(
            frame=frames.statement(view.links, asked.locale, query),
            facts=_facts(view, scope),
            whole=scope == Scope(),
            json=view.links.at("/v1/statement", query),
            example=view.links.at("/v1/statement") + "?records=internasjonal-avdeling",
        )
    )
    return structs.replace(
        _answer(html.encode(), view, depends),
        media_type=HTML,
        headers=(("content-language", asked.locale),),
    )


def facts(view: View, asked: Asked) -> Answer:
    """The facts as data."""
    scope, depends = _scope(view, asked)
    found = structs.replace(scope, locale=asked.query["locale"] or None)
    return _answer(encoded(_facts(view, found)).body, view, depends)


def _facts(view: View, scope: Scope) -> Facts:
    settings = view.settings
    return statement.gather(
        view.reading,
        scope,
        view.links,
        view.now,
        known=view.breaches,
        contacts=settings.accessibility_contacts,
        statement=settings.accessibility_statement,
    )


def _scope(view: View, asked: Asked) -> tuple[Scope, frozenset[str]]:
    """What is asked about, and what the answer depends on. Raises NotFound for a record that is not there."""
    refs, kind = asked.query["records"], asked.query["kind"]
    if refs is None:
        return Scope(kind=kind), tags_of_all(view.settings.locales)
    found = [view.find(each, asked.locale).entry.standing.id for each in refs]
    depends = {tags.record(each) for each in found}
    depends |= {tags.slug(locale, ref) for locale in asked.order for ref in refs}
    return Scope(kind=kind, records=tuple(found)), frozenset(depends)


def _answer(body: bytes, view: View, depends: frozenset[str]) -> Answer:
    # The day is among the facts, and a criterion may begin with it.
    today = view.now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    return Answer(body=body, tags=depends, valid_until=view.now.timestamp() + _FRESH, modified=today)
