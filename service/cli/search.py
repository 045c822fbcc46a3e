"""`nordkalott search`: what is published, by its words."""

from __future__ import annotations

import argparse
import sys

from content import locales, queries
from content.errors import Invalid, NotFound
from content.search import Piece
from service.cli import setting, terminal
from service.web.parameters import MAX_LIMIT, TEXT, SenselessError
from service.web.record import highlighted


def run(arguments: argparse.Namespace) -> int:
    """Print what was found, best first; 1 where nothing was."""
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        locale = locales.parse(arguments.locale, parts.settings.locales, "--locale")
        known = queries.labels(reading)
        if arguments.topic is not None and arguments.topic not in known:
            raise NotFound(
                f"There is no topic “{arguments.topic}”. The topics are: {', '.join(sorted(known))}."
            )
        found = queries.search(
            reading,
            _text(" ".join(arguments.text)),
            locale,
            kind=arguments.kind,
            topic=arguments.topic,
            limit=_limit(arguments.limit),
        )
    if arguments.json:
        terminal.data(
            [
                {
                    "id": each.entry.standing.id,
                    "locale": locale,
                    "kind": each.entry.standing.kind,
                    "slug": each.entry.standing.slug,
                    "title": each.entry.opened().edition.content.title,
                    "url": parts.links.page(locale, each.entry.standing.slug),
                    "highlight": highlighted(each.highlight) if each.highlight else None,
                }
                for each in found
            ]
        )
    else:
        for each in found:
            if each.highlight:
                print(_shown(each.highlight.title))
                print(f"  {parts.links.page(locale, each.entry.standing.slug)}")
                print(f"  {_shown(each.highlight.excerpt)}")
    if not found:
        terminal.say(f"Nothing that is published in {locale} says that.")
    return 0 if found else 1


def _text(text: str) -> str:
    try:
        return str(TEXT.parse(text))
    except SenselessError as error:
        raise Invalid.one(
            "TEXT",
            "wrong_parameter",
            nb=f"Ugyldig verdi. Gyldig er {error.nb}.",
            en=f"Not a valid value. Valid is {error.en}.",
        ) from error


def _limit(limit: int) -> int:
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid.one(
            "--limit",
            "wrong_parameter",
            nb=f"Oppgi et helt tall fra 1 til {MAX_LIMIT}.",
            en=f"Give a whole number from 1 to {MAX_LIMIT}.",
        )
    return limit


def _shown(pieces: tuple[Piece, ...]) -> str:
    """The pieces in one line; on a terminal, what was looked for in bold."""
    said = ((terminal.plain(each.text), each.hit) for each in pieces)
    return "".join(terminal.painted(text, "bold", sys.stdout) if hit else text for text, hit in said)
