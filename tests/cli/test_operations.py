"""`demo`, `doctor`, `journal`, `openapi`, and what becomes of errors, colours and interruptions."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from content import files, lifecycle
from content.lifecycle import SaveDraft
from service import library
from service.cli import main, seed, setting, terminal
from service.settings import Settings
from service.wiring import now, opened
from tests.cli.conftest import Run


def test_demo_fills_an_empty_store_with_the_library_first_and_repeats_nothing(run: Run) -> None:
    first, second = run("demo", "--json"), run("demo", "--json")
    assert (first.code, second.code) == (0, 0)
    assert first.data["library"] == 14
    assert len(first.data["published"]) > 20
    assert second.data == {
        "library": 0,
        "published": [],
        "unchanged": len(first.data["published"]),
        "kept": 0,
    }
    kinds = {each["kind"] for each in run("records", "list", "--json").data}
    assert kinds == {"page", "news", "event", "call", "project", "contact", "topic"}


def test_a_first_start_that_was_killed_is_finished_and_a_finished_one_left_alone(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path / "data"))
    manuscripts = files.read(library.folder("library"))
    with opened(settings) as parts:
        library.publish(manuscripts[:3], parts.store, parts.commands, actor=setting.LIBRARY)
        loaded = seed.fill(parts)
        assert loaded is not None
        assert (len(loaded.published), loaded.unchanged) == (len(manuscripts) - 3, 3)
        assert seed.fill(parts) is None


def test_a_store_that_somebody_wrote_to_is_not_filled(tmp_path: Path) -> None:
    manuscript = files.read(library.folder("library"))[0]
    with opened(Settings(data=str(tmp_path / "data"))) as parts:
        command = SaveDraft(
            id=manuscript.id, locale="nb", content=manuscript.content, author="ola@example.org"
        )
        parts.store.write(lambda writing: writing.apply(lifecycle.save(None, command, now())))
        assert seed.fill(parts) is None


@pytest.mark.usefixtures("data")
def test_doctor_finds_nothing_wrong_and_says_what_it_saw(run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert ran.data["faults"] == []
    assert ran.data["published"] == 14
    assert ran.data["schema"] >= 1
    assert ran.data["journal"] == "the chain holds"
    assert ran.data["served"] == "no"
    assert "No fault found." in run("doctor").out


def test_doctor_names_what_is_wrong_with_its_mend(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = run("doctor", "--data", "elsewhere")
    assert elsewhere.code == 1
    assert "FAULT There is no store in elsewhere. Make one with" in elsewhere.out
    monkeypatch.setenv("NORDKALOTT_PORT", "much")
    assert "NORDKALOTT_PORT" in run("doctor").out
    monkeypatch.delenv("NORDKALOTT_PORT")
    database = data / "nordkalott.db"
    raw = bytearray(database.read_bytes())
    at = raw.rindex(b"Barentssamarbeidet")
    raw[at] ^= 1
    database.write_bytes(raw)
    damaged = run("doctor")
    assert damaged.code == 1
    assert "FAULT" in damaged.out


@pytest.mark.usefixtures("data")
def test_the_journal_is_read_in_parts(run: Run) -> None:
    whole = run("journal", "--json").data
    part = run("journal", "--since", 2, "--limit", 3, "--json").data
    assert [each["number"] for each in part] == [3, 4, 5]
    assert part == whole[2:5]
    assert whole[-1]["verb"] == "library"
    assert "library@nordkalott" in run("journal", "--limit", 1).out


def test_openapi_needs_no_store(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORDKALOTT_BASE_URL", "https://innhold.example")
    ran = run("openapi")
    assert ran.code == 0
    assert [each["url"] for each in ran.data["servers"]] == ["https://innhold.example"]
    assert "/v1/records" in ran.data["paths"]


def test_every_fault_of_the_settings_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORDKALOTT_PORT", "much")
    monkeypatch.setenv("NORDKALOTT_COLOUR", "blue")
    ran = run("journal")
    assert (ran.code, ran.out) == (2, "")
    assert "2 faults:" in ran.err
    assert "/port: NORDKALOTT_PORT" in ran.err
    assert "NORDKALOTT_COLOUR" in ran.err


def test_ctrl_c_is_130_and_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(setting, "settled", interrupt)
    ran = run("openapi")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_fault_of_ours_is_2_and_asks_for_a_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(setting, "settled", fail)
    ran = run("openapi")
    assert ran.code == 2
    assert "Please report it" in ran.err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_and_progress_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = _Terminal()
    assert terminal.painted("a", "red", screen) == "\x1b[31ma\x1b[0m"
    assert terminal.painted("a", "red", io.StringIO()) == "a"
    monkeypatch.setattr(sys, "stderr", screen)
    show = terminal.progress("Publishing")
    assert show is not None
    show(2, 2)
    assert screen.getvalue() == "\rPublishing: 2 of 2\n"
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert terminal.progress("Publishing") is None
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.painted("a", "red", screen) == "a"


def test_a_bar_counts_from_where_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((0.0, 100.0, 101.0))
    monkeypatch.setattr(terminal, "monotonic", lambda: next(clock))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen := _Terminal())
    show = terminal.bar("Making records")
    for done in (500, 750, 1_000):
        show(done, 1_000)
    assert [each.rstrip() for each in screen.getvalue().split("\r")] == [
        "",
        "Making records [############------------] 500 of 1,000",
        "Making records [##################------] 750 of 1,000  2/s  1 min 40 s left",
        "Making records [########################] 1,000 of 1,000",
    ]
    assert screen.getvalue().count("\n") == 1


def test_without_a_terminal_a_line_now_and_then_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((0.0, 9.0, 11.0, 12.0, 30.0))
    monkeypatch.setattr(terminal, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", log := io.StringIO())
    show = terminal.bar("Making records")
    for done in (0, 9, 11, 12, 100):
        show(done, 100)
    assert log.getvalue() == "Making records: 11 of 100  1/s  1 min 29 s left\nMaking records: 100 of 100\n"


def test_main_takes_the_arguments_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["nordkalott", "--version"])
    assert main() == 0
    assert "nordkalott" in capsys.readouterr().out


def test_a_list_is_written_one_by_one_as_it_would_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    lists: list[list[object]] = [[], [{}], [{"a": "b\u2028c\n\x85", "d": [1, {"e": None}]}, "f", {"g": []}]]
    for values in lists:
        terminal.data(values)
        whole = capsys.readouterr().out
        terminal.each(iter(values))
        assert capsys.readouterr().out == whole
