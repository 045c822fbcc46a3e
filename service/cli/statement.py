"""`nordkalott statement`: the facts for an accessibility statement, for everything or for what somebody embeds."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlencode

from content import locales, queries, statement
from content.errors import Message
from content.ports import Reading
from content.ports.proof import Scope
from content.statement import Breach, Facts
from service.cli import setting, terminal
from service.links import PublicLinks
from service.settings import Settings
from service.web import frames, pages
from service.web.pages.view import StatementView
from service.web.pages.words import Words
from service.wiring import now


def run(arguments: argparse.Namespace) -> int:
    """Print the facts; 0 whatever they are."""
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        scope = _scope(arguments, reading, parts.settings)
        facts = statement.gather(
            reading,
            scope,
            parts.links,
            now(),
            known=parts.breaches,
            contacts=parts.settings.accessibility_contacts,
            statement=parts.settings.accessibility_statement,
        )
    match "json" if arguments.json else arguments.format:
        case "json":
            terminal.data(facts)
        case "html":
            print(_page(arguments, facts, parts.links))
        case _:
            _show(facts, Words(arguments.lang))
    return 0


def _scope(arguments: argparse.Namespace, reading: Reading, settings: Settings) -> Scope:
    """Raises NotFound, Invalid."""
    locale = locales.parse(arguments.locale, settings.locales, "--locale") if arguments.locale else None
    records = None
    if arguments.records is not None:
        records = tuple(
            queries.find(reading, each, locale or settings.locales[0], settings.locales).entry.standing.id
            for each in arguments.records
        )
    return Scope(kind=arguments.kind, locale=locale, records=records)


def _page(arguments: argparse.Namespace, facts: Facts, links: PublicLinks) -> str:
    query = {
        name: value
        for name, value in (("kind", arguments.kind), ("records", ",".join(arguments.records or ())))
        if value
    }
    return pages.statement_page(
        StatementView(
            frame=frames.statement(links, arguments.lang, query),
            facts=facts,
            whole=facts.scope == Scope(),
            json=f"{links.at('/v1/statement')}{'?' if query else ''}{urlencode(query)}",
            example=links.at("/v1/statement") + "?records=internasjonal-avdeling",
        )
    )


def _show(facts: Facts, words: Words) -> None:
    sums = facts.sums
    print(terminal.painted(words("facts"), "bold", sys.stdout))
    print(f"  {_said(facts.note, words)}")
    for key, count in (
        ("facts_records", sums.records),
        ("facts_editions", sums.editions),
        ("facts_none_found", sums.no_failures_found),
        *((("facts_attested", sums.attested),) if sums.attested else ()),
        ("facts_failed", sums.failed),
        ("facts_repair", sums.repair),
        ("facts_unchecked", sums.unchecked),
    ):
        print(f"  {words(key)}: {count}")
    print(terminal.painted(words("facts_breaches"), "bold", sys.stdout))
    for breach in facts.breaches:
        _breach(breach, words)
    if not facts.breaches:
        print(f"  {words('facts_no_breaches')}")
    if not facts.complete:
        print(f"  {words('facts_incomplete')}")
    print(terminal.painted(words("facts_table"), "bold", sys.stdout))
    terminal.table(
        [words(f"facts_column_{each}") for each in ("number", "name", "level", "tested", "broken")],
        [
            (
                each.number,
                _said(each.name, words),
                each.level,
                words(f"facts_tested_{each.tested}"),
                each.breaches or words("facts_none"),
            )
            for each in facts.criteria
        ],
    )


def _breach(breach: Breach, words: Words) -> None:
    criteria = ", ".join(f"WCAG {each}" for each in breach.criteria)
    print(terminal.plain(f"  {_said(breach.what, words)} ({criteria})"))
    for consequence in breach.consequence:
        print(terminal.plain(f"    {words('facts_consequence')}: {_said(consequence, words)}"))
    print(terminal.plain(f"    {words('facts_reason')}: {_said(breach.reason, words)}"))
    if breach.mend_by is not None:
        print(f"    {words('facts_mend')}: {breach.mend_by}")
    for place in breach.places:
        print(terminal.plain(f"    {place.url}"))


def _said(message: Message, words: Words) -> str:
    return message.nb if words.lang == "nb" else message.en
