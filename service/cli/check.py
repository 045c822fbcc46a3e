"""`nordkalott check`: any HTML against the rule set, as text, JSON, JSON Lines, EARL or SARIF."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from content import accessibility
from content.accessibility import Finding, Report
from content.accessibility.tree import Mode
from content.errors import NordkalottError
from service import outbound
from service.cli import terminal

_MARKS: Final = {"failed": "FAIL", "cantTell": "ASK"}


class CannotCheckError(NordkalottError):
    """There is nothing to check, it cannot be read, or it is too large."""


def run(arguments: argparse.Namespace) -> int:
    """Check every source; 1 where a blocking finding failed."""
    failed = False
    reports: list[tuple[str, Report]] = []
    for source, raw in _sources(arguments.source):
        html = accessibility.decoded(raw)
        mode: Mode = arguments.mode or ("document" if accessibility.is_document(html) else "fragment")
        report = accessibility.check(html, mode=mode, heading_level=arguments.heading_level)
        failed = failed or not report.publishable
        if arguments.format == "jsonl":
            line = msgspec.json.encode({"source": source, **msgspec.to_builtins(report)})
            sys.stdout.buffer.write(line + b"\n")
        elif arguments.format == "text":
            _text(source, report, arguments.lang)
        else:
            reports.append((source, report))
    _whole(arguments.format, reports)
    return 1 if failed else 0


def _sources(names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything to check, in order. Raises CannotCheckError, CannotFetchError."""
    for name in names:
        if name == "-":
            yield name, _bounded(sys.stdin.buffer.read(outbound.MOST + 1), "standard input")
        elif name.startswith(("http://", "https://")):
            yield name, outbound.fetch(name)
        else:
            for path in _files(Path(name)):
                yield str(path), _read(path)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        each for each in path.rglob("*") if each.suffix.lower() in {".html", ".htm"} and each.is_file()
    )
    if not found:
        raise CannotCheckError(f"There is no .html file in {path}.")
    return found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _bounded(file.read(outbound.MOST + 1), str(path))
    except OSError as error:
        raise CannotCheckError(f"{path} cannot be read: {error.strerror}.") from error


def _bounded(raw: bytes, name: str) -> bytes:
    if len(raw) > outbound.MOST:
        raise CannotCheckError(f"{name} is larger than {outbound.MOST // 2**20} MiB.")
    return raw


def _whole(form: str, reports: list[tuple[str, Report]]) -> None:
    """The forms that are one document for all sources; a single source is not put in a list."""
    match form:
        case "json":
            listed = [{"source": source, **msgspec.to_builtins(report)} for source, report in reports]
            terminal.data(listed[0] if len(listed) == 1 else listed)
        case "earl":
            now = datetime.datetime.now(datetime.UTC)
            graphs = [accessibility.earl(report, _address(source), now) for source, report in reports]
            terminal.data(graphs[0] if len(graphs) == 1 else graphs)
        case "sarif":
            terminal.data(accessibility.sarif(reports))
        case _:
            pass


def _address(source: str) -> str:
    """A URI for what was checked: EARL's subject needs one."""
    if source.startswith(("http://", "https://")):
        return source
    return "urn:nordkalott:stdin" if source == "-" else Path(source).resolve().as_uri()


def _text(source: str, report: Report, language: str) -> None:
    open_ = [finding for finding in report.findings if finding.outcome in _MARKS]
    worst = sorted(open_, key=lambda finding: (finding.outcome != "failed", not finding.blocking))
    failed = sum(finding.outcome == "failed" for finding in open_)
    print(
        f"{source}: {failed} failed, {len(open_) - failed} for a person to answer (rule set {report.ruleset})"
    )
    for finding in worst:
        _finding(finding, language)
    if not failed:
        print(
            "  No failures found. That is not a claim of conformance: criteria not tested by machine remain."
        )


def _finding(finding: Finding, language: str) -> None:
    message, mend = (
        (finding.message.nb, finding.help.nb) if language == "nb" else (finding.message.en, finding.help.en)
    )
    wcag = f" WCAG {', '.join(finding.wcag)}" if finding.wcag else ""
    line = f"line {finding.line}: " if finding.line else ""
    advice = "" if finding.blocking or finding.outcome != "failed" else " (does not block)"
    print(f"  {_MARKS[finding.outcome]:4} {line}{message}{advice}")
    print(f"       {finding.rule}{wcag}{f' at {finding.target}' if finding.target else ''}")
    if mend:
        print(f"       → {mend}")
