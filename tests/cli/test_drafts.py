"""Drafts and what was taken back, at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run

PAGE = "internasjonal-avdeling"


def _json(run: Run, *arguments: str) -> Any:
    ran = run("records", *arguments, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_an_earlier_revision_is_taken_up_and_a_published_record_not_deleted(run: Run, data: Path) -> None:
    assert data.is_dir()
    taken = _json(run, "take-up", PAGE, "--revision", "1")
    assert taken["revision"] == 2
    assert run("records", "take-up", PAGE, "--revision", "9").code == 1
    unnamed = run("records", "delete", PAGE)
    assert (unnamed.code, "newest is 2" in unnamed.err) == (2, True)
    refused = run("records", "delete", PAGE, "--revision", "2")
    assert (refused.code, "never published" in refused.err) == (1, True)


def test_what_was_withdrawn_is_restored(run: Run, data: Path) -> None:
    assert data.is_dir()
    assert run("records", "restore", PAGE, "--reason", "Ikke nå").code == 1
    assert run("records", "withdraw", PAGE, "--reason", "Feil tall").code == 0
    back = _json(run, "restore", PAGE, "--reason", "Tallene var rette")
    assert (back["state"], back["edition"]) == ("published", 2)
    assert run("doctor").code == 0


def test_a_draft_is_deleted_with_its_slug(run: Run, data: Path, record: Path) -> None:
    assert data.is_dir()
    assert run("records", "save", record).code == 0
    stale = run("records", "delete", "ny-bro", "--revision", "2")
    assert (stale.code, "1 is" in stale.err) == (1, True)
    assert _json(run, "delete", "ny-bro", "--revision", "1")["deleted"] == 1
    assert run("records", "show", "ny-bro").code == 1
    assert run("records", "show", "new-bridge", "--locale", "en").code == 0
    assert run("doctor").code == 0
