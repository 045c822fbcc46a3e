"""`nordkalott audit` as its users run it: over a store, over a server that runs, again and again, and without what it needs."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from msgspec import structs

from content.accessibility.audit import Audit, AuditVerdict, Seen
from content.commands import KeepAudits
from content.lifecycle import Publish, SaveDraft
from content.model import Page
from content.text import Prose, Span
from service.settings import Settings
from service.wiring import now, opened
from tests.cli.conftest import Run
from tests.cli.test_serve import LIMIT, QUIET, served
from tests.contract.build import identity
from tests.deploy.tool import need

FULL = ("--only", "fragments", "--variant", "full")


def publish(data: Path, number: int) -> None:
    """Publish a page with a short text, as its first or its next edition."""
    body = (Prose(key="a", children=(Span(key="b", text=f"Kort tekst, {time.time()}."),)),)
    with opened(Settings(data=str(data))) as parts:
        with parts.store.read() as reading:
            standing = reading.standing(identity(number), "nb")
        content = Page(slug=f"side-{number}", title=f"Side {number}", body=body)
        saved = parts.commands.save(
            SaveDraft(
                id=identity(number),
                locale="nb",
                content=content,
                author="kari",
                expected=standing.revision if standing else None,
            )
        )
        parts.commands.publish(Publish(id=identity(number), locale="nb", revision=saved.number, actor="kari"))


def test_a_store_is_audited_once_and_what_was_found_is_shown_beside_the_report(
    run: Run, tmp_path: Path
) -> None:
    need("chromium")
    data = tmp_path / "data"
    publish(data, 1)
    first = run("audit", "--json", *FULL)
    assert (first.code, first.err) == (0, "")
    paths = {each["path"] for each in first.data["audits"]}
    fragment = f"/fragments/{identity(1)}?locale=nb&variant=full&h=2"
    # Its fragment, and the lists of cards and of teasers in each locale.
    assert fragment in paths
    assert len(paths) == first.data["audited"] == 11
    looked = {each["rule"]: each for each in first.data["audits"][0]["rules"]}
    assert looked["browser/focus-visible"]["outcomes"].keys() == {
        f"{host} {state}" for host in ("plain", "county") for state in ("light", "dark", "forced-colours")
    }
    again = run("audit", *FULL)
    assert again.code == 0
    assert "11 were known" in again.out
    earl = run("get", f"/v1/records/{identity(1)}/accessibility?locale=nb").data["@graph"]
    assertors = [each["title"] for each in earl if "earl:Software" in each["@type"]]
    assert assertors == ["Nordkalott accessibility check", "Nordkalott audit in a browser"]
    journal = run("journal", "--act", "audit", "--json").data
    assert sum(each["detail"]["no_failures_found"] for each in journal) == 11
    assert {each["detail"]["via"] for each in journal} == {"command-line"}
    assert run("doctor").code == 0
    _told_again(run, data, fragment)


def _told_again(run: Run, data: Path, path: str) -> None:
    """What failed is told though it is known; what could not be audited is tried again."""
    with opened(Settings(data=str(data))) as parts, parts.store.read() as reading:
        known = reading.audits.of(path)
    assert known is not None
    _keep(data, known, "failed")
    told = run("audit", *FULL)
    assert told.code == 1
    assert "browser/reflow (WCAG 1.4.10): Nothing scrolls sideways" in told.out
    _keep(data, known, "could_not_audit")
    mended = run("audit", *FULL)
    assert mended.code == 0
    assert mended.out.startswith("Audited 1 in ")


def _keep(data: Path, known: Audit, outcome: AuditVerdict) -> None:
    seen = (Seen(rule="browser/reflow", where="plain 320px", outcome="failed", target="article"),)
    changed = structs.replace(known, outcome=outcome, findings=seen if outcome == "failed" else ())
    with opened(Settings(data=str(data))) as parts:
        parts.commands.keep_audits(KeepAudits(audits=(changed,), actor="test"))


def test_a_server_that_runs_is_audited_from_outside(run: Run, data: Path) -> None:
    need("chromium")
    with served(data) as (_, url, _):
        ran = run("audit", "--url", url, "--only", "fragments", "--variant", "teaser", "--json")
    assert ran.code == 0
    records = [each for each in ran.data["audits"] if each["id"]]
    assert len(records) >= 9


def test_what_is_published_is_audited_while_it_watches(tmp_path: Path) -> None:
    need("chromium")
    data = tmp_path / "data"
    publish(data, 1)
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--data", str(data), "audit", "--watch", *FULL],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=QUIET,
    )
    try:
        assert process.stdout
        assert process.stdout.readline().startswith("Audited 11")
        assert process.stdout.readline().startswith("Follows what is published")
        publish(data, 1)
        publish(data, 2)
        told = process.stdout.readline()
        assert told.startswith("Audited "), told
        until = time.monotonic() + LIMIT
        path = f"/fragments/{identity(2)}?locale=nb&variant=full&h=2"
        found = None
        while found is None and time.monotonic() < until:
            time.sleep(0.2)
            with opened(Settings(data=str(data))) as parts, parts.store.read() as reading:
                found = reading.audits.of(path)
        assert found
        assert found.at <= now()
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    finally:
        process.kill()
        process.communicate()


def test_without_a_browser_it_says_how_to_get_one(run: Run, data: Path) -> None:
    del data
    ran = run("audit", "--browser", "/nowhere/chromium")
    assert ran.code == 2
    assert "apt-get install --yes chromium" in ran.err


def test_without_the_extra_it_says_how_to_get_it(data: Path) -> None:
    without = "import sys; sys.modules['playwright'] = None; from service.cli import main; sys.exit(main(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-c", without, "--data", str(data), "audit"],
        capture_output=True, text=True, env=QUIET, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "pip install 'nordkalott[audit]'" in ran.stderr


def test_another_axe_must_be_one(run: Run, data: Path, tmp_path: Path) -> None:
    del data
    other = tmp_path / "axe.min.js"
    other.write_text("alert(1)")
    assert "This is not axe-core" in run("audit", "--axe", other).err
    assert run("audit", "--axe", tmp_path / "nowhere.js").code == 2


def test_a_store_must_be_there_and_watching_needs_one(run: Run) -> None:
    assert run("audit").code == 2
    both = run("audit", "--url", "http://127.0.0.1:9", "--watch")
    assert both.code == 2
    assert "--watch" in both.err
    for wrong in (("--watch",), ("--url", "http://127.0.0.1:9"), ("--heading-level", "3")):
        assert f"{wrong[0]} belongs to the audit in a browser" in run("audit", "--rules", *wrong).err
    nobody = run("audit", "--url", "http://127.0.0.1:9")
    assert nobody.code == 2
    assert "http://127.0.0.1:9/openapi.json cannot be fetched" in nobody.err
