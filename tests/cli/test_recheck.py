"""`audit --rules` by real processes: killed at any moment it goes on where it was, and two at once look at nothing twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from content.commands import Commands
from content.errors import StoreReadOnly
from content.store import open_store
from service import rechecks
from service.links import PublicLinks
from service.settings import Settings
from service.wiring import DATABASE, now, opened
from tests.cli.conftest import Run
from tests.cli.test_serve import QUIET
from tests.contract import build
from tests.contract.build import identity

MANY = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with editions that an older rule set has checked."""
    folder = tmp_path / "data"
    with opened(Settings(data=str(folder))) as parts:
        for number in range(1, MANY + 1):
            build.publish(
                parts.store, number, build.news(f"sak-{number}", f"Sak {number}"), checked=build.evidence()
            )
    return folder


def looked_at(folder: Path) -> int:
    with opened(Settings(data=str(folder))) as parts, parts.store.read() as reading:
        return sum(reading.recheck.of(identity(number), "nb") is not None for number in range(1, MANY + 1))


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "service", "--data", str(folder), "audit", "--rules", "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=QUIET)


def test_killed_it_goes_on_where_it_was(folder: Path) -> None:
    process = start(folder)
    while looked_at(folder) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = looked_at(folder)
    assert 3 <= before < MANY
    out, err = start(folder).communicate(timeout=60)
    said = json.loads(out)
    assert said["looked_at"] == MANY - before
    assert (said["tally"]["checked"], said["tally"]["editions"]) == (MANY, MANY)
    assert err == ""


def test_two_at_once_look_at_nothing_twice(folder: Path) -> None:
    both = [start(folder), start(folder)]
    said = [json.loads(each.communicate(timeout=60)[0]) for each in both]
    assert sum(each["looked_at"] for each in said) == MANY
    with opened(Settings(data=str(folder))) as parts, parts.store.read() as reading:
        assert len([each for each in reading.journal(0, 10_000) if each.verb == "recheck"]) == 1


def test_what_fails_is_told_to_people_and_gives_1(run: Run, folder: Path) -> None:
    with opened(Settings(data=str(folder))) as parts:
        build.publish(
            parts.store,
            1,
            build.news("sak-1", "Rettet"),
            update="minor",
            minutes=1,
            checked=build.evidence(ruleset="2", outcome="failed"),
        )
    ran = run("--data", folder, "audit", "--rules")
    assert ran.code == 0, "the rule set that is current finds nothing in what an older one has refused"
    assert f"{MANY} of {MANY} live editions checked, {MANY} now." in ran.out
    assert "No blocking failure found." in ran.out


def test_a_store_that_cannot_be_written_is_told_and_nothing_is_lost(folder: Path) -> None:
    store = open_store(folder / DATABASE, read_only=True)
    commands = Commands(store, now, PublicLinks("https://example.org"))
    with pytest.raises(StoreReadOnly):
        rechecks.go(store, commands, now, holder="test", actor="test")
    store.close()
    assert looked_at(folder) == 0
