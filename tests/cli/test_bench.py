"""`nordkalott bench` as a command: results are kept, compared, written as a page; what is missing is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.bench import Measured, contests, family, programs, results
from service.bench.driving import Unmeasured
from tests.cli.conftest import Run
from tests.service.bench.samples import results as made
from tests.service.bench.samples import whole

ROOT = Path(__file__).parents[2]


def kept(path: Path, *measured: Measured) -> Path:
    path.write_bytes(results.encoded(made(*measured)))
    return path


def measured(value: float) -> Measured:
    return Measured(name="check", value=value, unit="ms", target="≤ 1", on="")


def test_results_are_kept_and_printed(run: Run, tmp_path: Path) -> None:
    ran = run("bench", "--only", "check", "--json", tmp_path / "now.json")
    assert ran.code == 0
    assert "check of a 3 kB fragment" in ran.out
    found = results.read(tmp_path / "now.json")
    assert [each.name for each in found.measured] == [
        "check of a 3 kB fragment",
        "check against only parsing",
    ]
    assert len(found.yardstick) == 10
    assert all(each > 0 for each in found.yardstick)
    again = run("bench", "--read", tmp_path / "now.json", "--json")
    assert again.data == json.loads((tmp_path / "now.json").read_bytes())


def test_what_got_slower_is_said_and_is_a_negative_answer(run: Run, tmp_path: Path) -> None:
    before, after = kept(tmp_path / "a", measured(1.0)), kept(tmp_path / "b", measured(2.0))
    ran = run("bench", "--compare", before, after)
    assert ran.code == 1
    assert "slower" in ran.out
    assert "1 of 1 got slower." in ran.out
    assert run("bench", "--compare", after, before).code == 0
    assert run("bench", "--compare", before, before).code == 0
    assert run("bench", "--compare", before, after, "--json").data[0]["verdict"] == "slower"


def test_files_that_are_none_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("hei")
    ran = run("bench", "--compare", tmp_path / "a", tmp_path / "a")
    assert (ran.code, ran.out) == (2, "")
    assert "no results" in ran.err
    ran = run("bench", "--read", tmp_path / "nothing")
    assert ran.code == 2
    assert "nothing" in ran.err


def test_the_page_is_written_from_earlier_results(run: Run, tmp_path: Path) -> None:
    (tmp_path / "now.json").write_bytes(results.encoded(whole()))
    ran = run("bench", "--read", tmp_path / "now.json", "--write-docs", tmp_path / "docs")
    assert ran.code == 0
    assert "3 of 5 are met" in (tmp_path / "docs" / "measurements.md").read_text("utf-8")
    assert "<svg" in (tmp_path / "docs" / "measurements.svg").read_text("utf-8")


def test_without_wrk_and_nginx_the_lines_that_install_them_are_said_and_the_rest_is_measured(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "found", lambda _: None)
    ran = run("bench", "--only", "static", "cold", "check")
    assert ran.code == 0
    assert ran.err.count("apt-get install --yes wrk") == 1
    assert ran.err.count("apt-get install --yes nginx-light") == 1
    assert "check of a 3 kB fragment" in ran.out


def test_what_could_not_be_measured_is_said_and_the_rest_goes_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> tuple[Measured, ...]:
        raise Unmeasured("It answered nothing.")

    monkeypatch.setattr(contests, "measure", fails)
    ran = run("bench", "--only", "static", "check")
    assert ran.code == 2
    assert "static: It answered nothing." in ran.err
    assert "check of a 3 kB fragment" in ran.out


@pytest.mark.parametrize(
    "wrong",
    [("--seconds", "0"), ("--seconds", "nan"), ("--rounds", "0"), ("--case", "x"), ("--profile", "x")],
)
def test_wrong_use(run: Run, wrong: tuple[str, str]) -> None:
    assert run("bench", "--only", "check", *wrong).code == 2


def test_a_bench_that_is_ended_leaves_no_server_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service", "bench", "--only", "static", "--case", "record"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        deadline = time.monotonic() + 60
        while len(started := set(family.members(process.pid))) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.terminate()
        assert process.wait(60) == 130
    assert len(started) > 2
    # One that was killed may still be on its way out.
    while (left := [each for each in started if family.processor(each)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left == []
    assert list(tmp_path.iterdir()) == []
