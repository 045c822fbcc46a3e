"""A browser that crashes, a page that hangs, a page that never answers: it is tried again, then said, and the rest is audited."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from content.accessibility.audit import Audit
from service.audit.auditing import Auditor, Choices
from service.audit.chromium import CannotAuditError, find
from service.audit.places import Place
from service.local import Whole
from service.wiring import now
from tests.browser.auditing import BASE, Given, Held, audited, document, pages
from tests.deploy.tool import need

SHORT = Choices(lanes=2, patience=8)
_ID = UUID("01912345-0000-7000-8000-000000000001")


async def _never() -> Whole:
    await asyncio.Event().wait()
    raise AssertionError


def test_what_hangs_is_reported_and_the_rest_goes_on() -> None:
    given: Given = {
        "/image": document(f'<p>Tekst.</p><img alt="" src="{BASE}/aldri.png">'),
        "/aldri.png": _never,
        "/later": document("<p>Tekst.</p><script>addEventListener('load', () => setTimeout(() => { while (true); }))</script>"),
        "/answer": _never,
        "/fine": document("<p>Tekst.</p>"),
    }  # fmt: skip
    found = audited(given, pages("/image", "/later", "/answer", "/fine"), SHORT)
    outcomes = {path: each.outcome for path, each in found.items()}
    assert outcomes == dict.fromkeys(("/image", "/later", "/answer"), "could_not_audit") | {
        "/fine": "no_failures_found"
    }
    assert found["/answer"].why == "It was not answered within 8 seconds."
    assert all(each.why for path, each in found.items() if path != "/fine")


def test_a_fragment_that_hangs_takes_no_neighbour_with_it() -> None:
    # What our fragments never hold, and a fault of ours could let through.
    hanging = "<script>while (true);</script>"
    given = {
        f"/fragments/{number}?v=1": f"<article><p>Tekst {number}.</p>{hanging if number == 2 else ''}</article>"
        for number in range(4)
    }
    places = [
        Place(path=path, sort="fragment", locale="nb", id=_ID, edition=1, heading_level=2) for path in given
    ]
    outcomes = [each.outcome for _, each in sorted(audited(given, places, SHORT).items())]
    assert outcomes == ["no_failures_found"] * 2 + ["could_not_audit", "no_failures_found"]


def test_a_browser_that_is_killed_is_started_again() -> None:
    need("chromium")
    given = {f"/{number}": document("<p>Tekst.</p>") for number in range(4)}
    found: list[Audit] = []

    async def run() -> int:
        async with Auditor(Held(given), now, SHORT) as auditor:

            async def note(audits: Sequence[Audit]) -> None:
                if not found:
                    os.kill(auditor.chromium.pid, signal.SIGKILL)
                found.extend(audits)

            await auditor.audit(pages(*given), lambda *_: False, note)
            return auditor.chromium.starts

    assert asyncio.run(run()) == 2
    assert [each.outcome for each in found] == ["no_failures_found"] * 4


def test_a_browser_that_fails_every_time_is_given_up() -> None:
    given = {f"/{number}": document("<script>while (true);</script>") for number in range(8)}
    found = audited(given, pages(*given), Choices(lanes=2, patience=0.5))
    assert {each.outcome for each in found.values()} == {"could_not_audit"}
    assert sum("given up" in each.why for each in found.values()) == 3


def test_a_failure_of_the_service_is_no_page() -> None:
    async def broken() -> Whole:
        return Whole(status=500, headers={"content-type": "text/html"}, body=b"<p>Feil</p>")

    found = audited({"/": broken}, pages("/"))
    assert (found["/"].outcome, found["/"].why) == ("could_not_audit", "The service answers 500.")


def test_what_is_not_ours_is_not_fetched() -> None:
    elsewhere = '<img alt="" src="http://other.invalid/a.png"><link rel="stylesheet" href="https://example.org/x.css">'
    found = audited({"/": document(elsewhere)}, pages("/"))
    assert found["/"].outcome == "no_failures_found"


@pytest.mark.parametrize("named", ["nowhere", "folder"])
def test_there_is_no_browser(tmp_path: Path, named: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotAuditError, match="apt-get install --yes chromium"):
        find(tmp_path / named)


def test_nothing_but_the_audit_loads_playwright() -> None:
    modules = "import sys, service.cli, service.web.routes, service.wiring, service.cli.audit; print('playwright' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", modules], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
