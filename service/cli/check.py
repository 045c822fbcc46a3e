"""`nordkalott check`: any HTML against the rule set, as text, HTML, JSON, JSON Lines, EARL or SARIF."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import Final

import msgspec

from content import accessibility
from content.accessibility import Report
from service.cli import checking, findings, setting, sources, terminal
from service.cli.checking import Checked
from service.links import PublicLinks
from service.web import pages
from service.web.pages.survey import Survey

_COULD_NOT: Final = 2


def run(arguments: argparse.Namespace) -> int:
    """Check every source; 1 where a blocking finding failed, 2 where a source could not be had: the others are checked still."""
    form = "json" if arguments.json else arguments.format
    how = checking.How(arguments.mode, arguments.heading_level, arguments.advice)
    code = 0
    rules_page = _rules_page(arguments) if form in {"earl", "sarif"} else None
    reports: list[tuple[Checked, Report]] = []
    survey = Survey()
    for checked in checking.each(sources.named(arguments.source), how, arguments.jobs or os.cpu_count() or 1):
        source, report = checked.source, checked.report
        if report is None:
            terminal.say(terminal.plain(checked.why))
            code = _COULD_NOT
            survey.miss(source.shown, checked.why)
            continue
        code = max(code, 0 if report.publishable else 1)
        whole = accessibility.joined(report, checked.advice.language.findings) if checked.advice else report
        match form:
            case "jsonl":
                sys.stdout.write(msgspec.json.encode(_sourced(checked, report)).decode() + "\n")
                sys.stdout.flush()
            case "text":
                findings.show(source.shown, checked.mode, report, arguments.lang)
                if checked.advice is not None:
                    findings.show_advice(checked.advice, arguments.lang)
            case "html":
                survey.add(source.shown, checked.mode, whole)
                if checked.advice is not None:
                    survey.measure(source.shown, checked.advice.clarity)
            case _:
                reports.append((checked, report if form == "json" else whole))
    if form == "html":
        sys.stdout.write(pages.survey_page(survey, arguments.lang) + "\n")
    else:
        _whole(
            form,
            reports,
            rules_page,
            alone=len(arguments.source) == 1 and not Path(arguments.source[0]).is_dir(),
        )
    return code


def _whole(form: str, reports: list[tuple[Checked, Report]], rules_page: str | None, *, alone: bool) -> None:
    """The forms that are one document for all sources. What was named alone is not put in a list."""
    match form:
        case "json":
            listed = [_sourced(checked, report) for checked, report in reports]
            if listed or not alone:
                terminal.data(listed[0] if alone else listed)
        case "earl":
            now = datetime.datetime.now(datetime.UTC)
            graphs = [
                accessibility.earl(report, checked.source.address, now, rules_page)
                for checked, report in reports
            ]
            if graphs or not alone:
                terminal.data(graphs[0] if alone else graphs)
        case "sarif":
            terminal.data(
                accessibility.sarif(
                    ((checked.source.reference, report) for checked, report in reports), rules_page
                )
            )
        case _:
            pass


def _rules_page(arguments: argparse.Namespace) -> str | None:
    """The page of the rules, on the service that the settings name; None where they name none. Raises Invalid."""
    settled = setting.addressed(arguments)
    return None if setting.says_no_address(settled) else PublicLinks(settled.base_url).rules()


def _sourced(checked: Checked, report: Report) -> dict[str, object]:
    said = {} if checked.advice is None else {"advice": msgspec.to_builtins(checked.advice)}
    return {"source": checked.source.shown, **msgspec.to_builtins(report), **said}
