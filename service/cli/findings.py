"""A Report and the advice beside it as text for people: what is worst comes first, and nothing is claimed that was not tested."""

from __future__ import annotations

import sys
from typing import Final

from content.accessibility import Finding, Report
from content.accessibility.tree import Mode
from content.advice import Advice, Clarity
from content.errors import Message
from service.cli.terminal import painted, plain
from service.web.pages.words import Words

_MARKS: Final = {"failed": "FAIL", "cantTell": "ASK"}
_COLOURS: Final = {"failed": "red", "cantTell": "yellow"}


def show(source: str, mode: Mode, report: Report, language: str) -> None:
    """Print the findings that failed or that a person has to answer, messages in `language` ("nb" or "en")."""
    open_ = [finding for finding in report.findings if finding.outcome in _MARKS]
    failed = sum(finding.outcome == "failed" for finding in open_)
    head = f"{source}: {failed} failed, {len(open_) - failed} for a person to answer"
    print(
        f"{painted(plain(head), 'bold', sys.stdout)} ({mode}, {report.standard}, rule set {report.ruleset})"
    )
    for finding in sorted(open_, key=lambda each: (each.outcome != "failed", not each.blocking)):
        _show(finding, language)
    if not failed:
        print(
            f"  {painted('No failures found.', 'green', sys.stdout)} That is no claim of conformance: "
            f"{len(report.untested)} criteria of {report.standard} are not tested by machine."
        )


def _show(finding: Finding, language: str) -> None:
    message, mend = _in(finding.message, language), _in(finding.help, language)
    mark = painted(f"{_MARKS[finding.outcome]:4}", _COLOURS[finding.outcome], sys.stdout)
    line = f"line {finding.line}: " if finding.line else ""
    advice = "" if finding.blocking or finding.outcome != "failed" else " (does not block)"
    print(f"  {mark} {plain(line + message)}{advice}")
    wcag = f", WCAG {', '.join(finding.wcag)}" if finding.wcag else ""
    target = f", at {finding.target}" if finding.target else ""
    print(plain(f"       {finding.rule}{wcag}{target}"))
    if mend:
        print(plain(f"       → {mend}"))


def show_advice(said: Advice, language: str) -> None:
    """Print what is said beside a Report: the passages in another language, and how hard the text reads."""
    nb = language == "nb"
    print(
        painted(
            "  Råd, som ikke stopper noe:" if nb else "  Advice, which blocks nothing:", "bold", sys.stdout
        )
    )
    for finding in said.language.findings:
        _show(finding, language)
    if said.language.note is not None:
        print(f"  {_in(said.language.note, language)}")
    elif not said.language.findings:
        print(
            "  Ingen tekst ser ut til å være på et annet språk enn det som er sagt."
            if nb
            else "  No text seems to be in another language than is said."
        )
    _show_clarity(said.clarity, language)


def _show_clarity(said: Clarity, language: str) -> None:
    nb = language == "nb"
    if said.lix is not None:
        level = f", {Words(language)(f'clarity_{said.level}')}" if said.level else ""
        counts = (said.words, said.sentences, said.long_words)
        print(
            f"  LIX {said.lix}{level}: "
            + (
                "{} ord, {} setninger, {} lange ord." if nb else "{} words, {} sentences, {} long words."
            ).format(*counts)
        )
    if said.note is not None:
        print(f"  {_in(said.note, language)}")
    if said.hardest:
        print("  De tyngste setningene:" if nb else "  The hardest sentences:")
    for each in said.hardest:
        line = f"line {each.line}: " if each.line else ""
        print(plain(f"    LIX {each.lix:3}  {line}{each.text}"))


def _in(message: Message, language: str) -> str:
    return message.nb if language == "nb" else message.en
