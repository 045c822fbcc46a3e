"""What describes or dresses the rest: OpenAPI, the reference for people, stylesheets and the icon."""

from __future__ import annotations

from functools import cache
from importlib import resources

from content import fragments
from content.accessibility import QUESTIONS, RULES, RULESET
from content.errors import NotFound
from content.kinds import KINDS
from content.statement import law
from service.web import frames, pages, reference
from service.web.answers import HTML, Answer, encoded
from service.web.authoring import ACTIONS
from service.web.kinds import schema
from service.web.models import RuleEntry, RuleSet
from service.web.openapi import document
from service.web.pages.view import DocsView, KindSchema, Language, RulesView
from service.web.pages.words import LANGUAGES
from service.web.parameters import Asked
from service.web.resource import Resource
from service.web.view import View

_LASTING = "public, max-age=3600, stale-while-revalidate=86400"
_SOFTWARE = frozenset({"software"})
"""What no change of content touches."""
_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


def openapi(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """This interface as OpenAPI 3.1."""
    return encoded(document(_resources(), ACTIONS, view.settings), cache=_LASTING, tags=_SOFTWARE)


def docs(view: View, asked: Asked) -> Answer:
    """This interface for people, made from the same tables."""
    languages = tuple(
        Language(locale=each, href=view.links.at("/docs", {"locale": each})) for each in LANGUAGES
    )
    html = pages.docs_page(
        DocsView(
            frame=frames.frame(
                view.links, asked.locale, view.links.at("/docs", {"locale": asked.locale}), languages
            ),
            groups=reference.groups(_resources(), ACTIONS),
            kinds=tuple(
                KindSchema(kind=kind, href=view.links.at(f"/v1/kinds/{kind}"), schema=schema(kind))
                for kind in KINDS
            ),
        )
    )
    return Answer(body=html.encode(), media_type=HTML, cache=_LASTING, tags=_SOFTWARE)


def rules_page(view: View, asked: Asked) -> Answer:
    """The accessibility rules for people."""
    languages = tuple(
        Language(locale=each, href=view.links.at("/docs/rules", {"locale": each})) for each in LANGUAGES
    )
    canonical = view.links.at("/docs/rules", {"locale": asked.locale})
    html = pages.rules_page(
        RulesView(
            frame=frames.frame(view.links, asked.locale, canonical, languages),
            ruleset=RULESET,
            names={each.number: each.name for each in law().criteria},
            rules=RULES,
            questions=QUESTIONS,
            json=view.links.at("/docs/rules.json"),
        )
    )
    return Answer(body=html.encode(), media_type=HTML, cache=_LASTING, tags=_SOFTWARE)


def rules_json(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """The accessibility rules for tools."""
    page = view.links.rules()
    rules = tuple(
        RuleEntry(
            id=rule.id,
            url=f"{page}#{rule.id}",
            act=rule.act,
            wcag=rule.wcag,
            techniques=rule.techniques,
            mode=rule.mode,
            blocking=rule.blocking and bool(rule.failing),
            title=rule.title,
            applicability=rule.applicability,
            expectation=rule.expectation,
            failed=rule.failed,
            asks=rule.doubt,
            help=rule.help,
            passing=rule.passing,
            failing=rule.failing,
            asking=rule.asking,
        )
        for rule in RULES
    )
    return encoded(RuleSet(ruleset=RULESET, rules=rules), cache=_LASTING, tags=_SOFTWARE)


def static(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """A stylesheet, or the icon."""
    name = asked.names["name"]
    found = _files().get(name)
    if found is None:
        raise NotFound(f"There is no file “{name[:60]}”. The files are: {', '.join(_files())}.")
    return Answer(body=found, media_type=_TYPES[name.rpartition(".")[2]], cache=_LASTING, tags=_SOFTWARE)


@cache
def _files() -> dict[str, bytes]:
    folder = resources.files("service.web") / "static"
    own = {
        each.name: each.read_bytes() for each in folder.iterdir() if each.name.rpartition(".")[2] in _TYPES
    }
    return {"nordkalott.css": fragments.stylesheet().encode(), **own}


def _resources() -> tuple[Resource, ...]:
    from service.web.routes import DESCRIBED  # noqa: PLC0415 - the table names these endpoints, they describe the table

    return DESCRIBED
