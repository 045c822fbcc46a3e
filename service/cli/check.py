"""`nordkalott check`: any HTML against the rule set, as text, JSON, JSON Lines, EARL or SARIF."""

from __future__ import annotations

import argparse
import codecs
import datetime
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec

from content import accessibility
from content.accessibility import Report
from content.accessibility.tree import Mode
from content.errors import NordkalottError
from service import outbound
from service.cli import findings, terminal

_SUFFIXES: Final = frozenset({".html", ".htm"})
_COULD_NOT: Final = 2


class CannotCheckError(NordkalottError):
    """There is nothing to check, it cannot be read, or it is too large."""


def run(arguments: argparse.Namespace) -> int:
    """Check every source; 1 where a blocking finding failed, 2 where a source could not be had: the others are checked still."""
    form = "json" if arguments.json else arguments.format
    code = 0
    reports: list[tuple[str, Report]] = []
    for source, take in _sources(arguments.source):
        try:
            html = take()
        except NordkalottError as error:
            terminal.complain(error)
            code = _COULD_NOT
            continue
        mode: Mode = arguments.mode or ("document" if accessibility.is_document(html) else "fragment")
        report = accessibility.check(html, mode=mode, heading_level=arguments.heading_level)
        code = max(code, 0 if report.publishable else 1)
        if form == "jsonl":
            sys.stdout.write(msgspec.json.encode(_sourced(source, report)).decode() + "\n")
        elif form == "text":
            findings.show(source, mode, report, arguments.lang)
        else:
            reports.append((source, report))
    _whole(form, reports, alone=len(arguments.source) == 1 and not Path(arguments.source[0]).is_dir())
    return code


def _sources(names: Sequence[str]) -> Iterator[tuple[str, Callable[[], str]]]:
    """Name of everything to check, in order, and how to get its text: that raises CannotCheckError, CannotFetchError."""
    for name in names:
        if name == "-":
            yield name, _stdin
        elif name.startswith(("http://", "https://")):
            yield name, partial(_page, name)
        elif Path(name).is_dir():
            found = sorted(each for each in Path(name).rglob("*") if each.suffix.lower() in _SUFFIXES)
            for path in found:
                yield str(path), partial(_file, path)
            if not found:
                yield name, partial(_nothing, name)
        else:
            yield name, partial(_file, Path(name))


def _stdin() -> str:
    return accessibility.decoded(_bounded(sys.stdin.buffer.read(outbound.MOST + 1), "standard input"))


def _page(url: str) -> str:
    fetched = outbound.fetch(url)
    # A byte order mark outranks what the server says (HTML Living Standard, 13.2.3.2); `decoded` knows it.
    if fetched.charset and not fetched.body.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        try:
            return fetched.body.decode(fetched.charset, "replace")
        except LookupError:
            pass
    return accessibility.decoded(fetched.body)


def _nothing(folder: str) -> str:
    raise CannotCheckError(f"There is no .html file in {folder}.")


def _file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return accessibility.decoded(_bounded(file.read(outbound.MOST + 1), str(path)))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CannotCheckError(f"{path} cannot be read: {why}.") from error


def _bounded(raw: bytes, name: str) -> bytes:
    if len(raw) > outbound.MOST:
        raise CannotCheckError(
            f"{name} is larger than {outbound.MOST // 2**20} MiB. Check its parts one by one."
        )
    return raw


def _whole(form: str, reports: list[tuple[str, Report]], *, alone: bool) -> None:
    """The forms that are one document for all sources. What was named alone is not put in a list."""
    match form:
        case "json":
            listed = [_sourced(source, report) for source, report in reports]
            if listed or not alone:
                terminal.data(listed[0] if alone else listed)
        case "earl":
            now = datetime.datetime.now(datetime.UTC)
            graphs = [accessibility.earl(report, _address(source), now) for source, report in reports]
            if graphs or not alone:
                terminal.data(graphs[0] if alone else graphs)
        case "sarif":
            terminal.data(
                accessibility.sarif((quote(source, safe="/:?&=%~+,;@"), each) for source, each in reports)
            )
        case _:
            pass


def _sourced(source: str, report: Report) -> dict[str, object]:
    return {"source": source, **msgspec.to_builtins(report)}


def _address(source: str) -> str:
    """A URI for what was checked: EARL's subject needs one."""
    if source.startswith(("http://", "https://")):
        return source
    return "urn:nordkalott:stdin" if source == "-" else Path(source).resolve().as_uri()
