"""`nordkalott journal` and `security`: choices, a file that is verified by itself, and what is too old."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from content.ports.security import Attempt
from service.settings import Settings
from service.wiring import now, opened
from tests.cli.conftest import Run


@pytest.fixture
def exported(run: Run, data: Path, tmp_path: Path) -> Path:
    """The journal of the library, as a file."""
    del data
    path = tmp_path / "journal.jsonl"
    ran = run("journal", "--export", path)
    assert (ran.code, ran.err) == (0, "")
    return path


def changed(path: Path, number: int, **changes: object) -> Path:
    """The same file with members of one line changed."""
    lines = path.read_text().splitlines()
    lines[number - 1] = json.dumps(json.loads(lines[number - 1]) | changes)
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.usefixtures("data")
def test_choices(run: Run) -> None:
    record = run("records", "list", "--json").data[0]["id"]
    about = run("journal", "--record", record, "--act", "publish", "--json").data
    assert {(each["id"], each["verb"]) for each in about} == {(record, "publish")}
    assert run("journal", "--actor", "nobody", "--json").data == []
    assert len(run("journal", "--limit", "3", "--json").data) == 3
    assert "library@nordkalott" in run("journal", "--act", "library").out


def test_an_export_is_verified_by_itself_and_against_the_store(
    run: Run, exported: Path, tmp_path: Path
) -> None:
    ran = run("journal", "--verify", exported, "--json")
    assert ran.code == 0
    lines = exported.read_text().splitlines()
    assert (ran.data["first"], ran.data["last"]["number"]) == (1, len(lines))
    assert (ran.data["store"], ran.data["faults"]) == ("the same", [])
    alone = run("--data", tmp_path / "elsewhere", "journal", "--verify", exported)
    assert alone.code == 0
    assert "none here" in alone.out
    piped = run("journal", "--verify", "-", stdin=exported.read_bytes())
    assert (piped.code, "The chain holds." in piped.out) == (0, True)


@pytest.mark.usefixtures("data")
def test_a_part_is_verified_from_where_it_begins(run: Run, tmp_path: Path) -> None:
    ran = run("journal", "--export", "-", "--since", "10")
    part = tmp_path / "part.jsonl"
    part.write_text(ran.out)
    verified = run("journal", "--verify", part, "--json")
    assert (verified.code, verified.data["first"]) == (0, 11)


def test_what_was_changed_is_named(run: Run, exported: Path) -> None:
    ran = run("journal", "--verify", changed(exported, 5, actor="ola"), "--json")
    assert ran.code == 1
    assert ran.data["faults"] == [
        "line 5: the journal is broken at entry 5: it does not match its hash",
    ]


def test_a_rewritten_store_is_found_by_an_old_file(run: Run, exported: Path, tmp_path: Path) -> None:
    run("--data", tmp_path / "other", "token", "create", "desk", "--scope", "drafts")
    ran = run("--data", tmp_path / "other", "journal", "--verify", exported)
    assert ran.code == 1
    assert "has no entry" in ran.out


@pytest.mark.parametrize("text", ["", "{}\n", "nonsense\n", '{"number": 1}\n', "\xff\n"])
@pytest.mark.usefixtures("data")
def test_what_is_no_journal_is_a_negative_answer(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(text.encode("latin-1"))
    ran = run("journal", "--verify", path)
    assert (ran.code, "FAULT" in ran.out) == (1, True)


def test_a_file_that_is_there_is_left_alone(run: Run, exported: Path) -> None:
    exported.write_text("mine\n")
    ran = run("journal", "--export", exported)
    assert ran.code == 1
    assert "Name another" in ran.err
    assert exported.read_text() == "mine\n"
    assert [path.name for path in exported.parent.iterdir() if path.suffix != ""] == [exported.name]


def test_what_cannot_be_written_or_read_is_said(run: Run, data: Path, tmp_path: Path) -> None:
    del data
    assert run("journal", "--export", tmp_path / "none" / "x.jsonl").code == 2
    assert run("journal", "--verify", tmp_path / "none.jsonl").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--prune",),
        ("--record", "nordomradene"),
        ("--export", "x.jsonl", "--verify", "x.jsonl"),
        ("--export", "x.jsonl", "--actor", "kari"),
        ("--prune", "--limit", "3"),
    ],
)
@pytest.mark.usefixtures("data")
def test_wrong_use(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("journal", *arguments).code == 2


def test_what_is_too_old_is_dropped(
    run: Run, exported: Path, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NORDKALOTT_JOURNAL_DAYS", "1")
    assert run("journal", "--prune", "--json").data["dropped"] == 0
    old = tmp_path / "old"
    with opened(Settings(data=str(old))) as parts:
        past = now() - datetime.timedelta(days=2)
        for _ in range(3):
            parts.store.write(lambda writing: writing.record("kari", "note", past, {}))
        parts.store.write(lambda writing: writing.record("kari", "note", now(), {}))
    assert "Dropped 3 entries" in run("--data", old, "journal", "--prune").out
    assert run("--data", old, "doctor", "--json").data["journal"] == "the chain holds"
    assert run("--data", old, "journal", "--json").data[1]["verb"] == "prune-journal"
    assert data.exists()
    assert exported.exists()


def test_a_pruned_store_is_not_taken_for_a_new_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry that says that the library came to its end may be among those dropped."""
    monkeypatch.setenv("NORDKALOTT_JOURNAL_DAYS", "1")
    with opened(Settings(data="data")) as parts:
        past = now() - datetime.timedelta(days=2)
        parts.store.write(lambda writing: writing.record("library@nordkalott", "library", past, {}))
        parts.store.write(lambda writing: writing.record("library@nordkalott", "note", now(), {}))
    run("journal", "--prune")
    assert run("demo", "--json").data["library"] == 0


def test_refused_attempts(run: Run, data: Path) -> None:
    attempt = Attempt(
        minute=now().replace(second=0, microsecond=0),
        cause="expired",
        route="GET /v1/drafts",
        address="192.0.2.7",
        token="0123456789abcdef",
        count=3,
    )
    with opened(Settings(data=str(data))) as parts:
        parts.store.write(lambda writing: writing.security.note((attempt,)))
    (seen,) = run("security", "--json").data
    assert (seen["cause"], seen["count"], seen["address"]) == ("expired", 3, "192.0.2.7")
    assert "0123456789abcdef" in run("security").out
    assert run("security", "--since", "1", "--json").data == []
