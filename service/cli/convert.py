"""`nordkalott convert`: HTML or Markdown as clean Portable Text, or as the fragment of that."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Final

from content import accessibility, convert, fragments, locales
from content.convert import Converted
from content.errors import NordkalottError
from content.fragments import Context
from content.sanitize.guard import MAX_BYTES
from service import advising
from service import converted as answers
from service.cli import setting, terminal
from service.links import PublicLinks

_SORTS: Final = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}
_BEGINS: Final = re.compile(r"\s*<(?:!doctype|!--|[a-z][a-z0-9-]*(?::[a-z]+)?[\s/>])", re.IGNORECASE)
_SAID: Final = {
    "address": "address",
    "attribute": "attribute",
    "character": "invisible characters",
    "comment": "comments",
    "element": "with all in it",
    "tag": "its words stay",
    "words": "words",
}


class CannotConvertError(NordkalottError):
    """The source cannot be read, is too large, or is no text."""


def run(arguments: argparse.Namespace) -> int:
    """Print the body, its fragment, or all that POST /v1/convert answers; on stderr what was dropped, and what to see to."""
    settings = setting.addressed(arguments)
    locale = (
        locales.parse(arguments.locale, settings.locales, "--locale")
        if arguments.locale
        else settings.locales[0]
    )
    raw = _read(arguments.source)
    sort = arguments.sort or _SORTS.get(Path(arguments.source).suffix.lower()) or _guessed(raw)
    made = (
        convert.from_html(accessibility.decoded(raw))
        if sort == "html"
        else convert.from_markdown(_text(raw, arguments.source))
    )
    context = Context(
        requested=locale, heading_level=arguments.heading_level, links=PublicLinks(settings.base_url)
    )
    if arguments.json:
        terminal.data(answers.answer(made, context, locale, advising.detector(settings)))
    elif arguments.to == "html":
        print(fragments.render_body(made.body, context, locale))
    else:
        terminal.data(made.body)
    _tell(made)
    return 0


def _read(source: str) -> bytes:
    # More than is taken is read, for the refusal to say so; an encoding may need four bytes for one of UTF-8.
    most = 4 * MAX_BYTES + 1
    try:
        if source == "-":
            return sys.stdin.buffer.read(most)
        with Path(source).open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CannotConvertError(f"{source} cannot be read: {why}.") from error


def _guessed(raw: bytes) -> str:
    """HTML where it begins with a tag, a comment or a doctype; else Markdown, in which plain text is itself."""
    return (
        "html" if _BEGINS.match(raw[:1_000].decode("utf-8", "replace").removeprefix("\ufeff")) else "markdown"
    )


def _text(raw: bytes, source: str) -> str:
    try:
        return raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise CannotConvertError(
            f"{source} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8, as Markdown always is."
        ) from error


def _tell(made: Converted) -> None:
    if made.dropped:
        terminal.say("This did not come through:")
        for each in made.dropped:
            times = f" ({each.times} times)" if each.times > 1 else ""
            name = f": {each.name}" if each.name else ""
            what = f"{each.what} {each.name}, {_SAID[each.what]}" if each.what in {"element", "tag"} else ""
            print(terminal.plain(f"  {what or _SAID[each.what] + name}{times}"), file=sys.stderr)
    if made.remarks:
        terminal.say("See to this:")
        for remark in made.remarks:
            print(terminal.plain(f"  {remark.pointer}: {remark.message.en}"), file=sys.stderr)
