"""`check` of many: folders as they really are, several processes, and logs that another run is compared with."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_check import BAD, DOCUMENT, GOOD, write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with links that go round, that lead nowhere, a pipe, a folder named like a page, and an empty file."""
    site = tmp_path / "site"
    (site / "b").mkdir(parents=True)
    (site / "c.html").mkdir()
    write(site / "a.html", BAD)
    write(site / "b" / "z.XHTML", GOOD)
    write(site / "d.htm", DOCUMENT)
    write(site / "e.html", "")
    (site / "b" / "round").symlink_to(site, target_is_directory=True)
    (site / "f.html").symlink_to(site / "a.html")
    (site / "g.html").symlink_to(site / "nowhere.html")
    (site / "h.html").symlink_to(site / "b", target_is_directory=True)
    os.mkfifo(site / "i.html")
    return site


def checked(out: str) -> list[str]:
    return [Path(json.loads(line)["source"]).name for line in out.splitlines()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_is_walked_by_name_and_never_round(run: Run, site: Path, jobs: int) -> None:
    ran = run("check", site, "--format", "jsonl", "--jobs", jobs)
    assert checked(ran.out) == ["a.html", "z.XHTML", "d.htm", "e.html", "f.html"]
    assert ran.err.count("\n") == 1
    assert "g.html cannot be read: No such file" in ran.err
    assert ran.code == 2


def test_several_processes_say_the_same_as_one(run: Run, site: Path) -> None:
    (site / "g.html").unlink()
    one, two = (run("check", site, "-", "--json", "--jobs", jobs, stdin=BAD.encode()) for jobs in (1, 2))
    assert one == two
    assert one.code == 1
    assert one.data[-1]["source"] == "-"


@pytest.mark.parametrize("jobs", ["-1", "65", "many"])
def test_a_wrong_number_of_processes_is_2(run: Run, jobs: str) -> None:
    assert run("check", "-", f"--jobs={jobs}").code == 2


def test_a_folder_that_cannot_be_read_is_told(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def denied(folder: str) -> object:  # by hand, because root may read everything
        if Path(folder) == site / "b":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", denied)
    ran = run("check", site, "--format", "jsonl")
    assert ran.code == 2
    assert "b cannot be read: Permission denied" in ran.err
    assert checked(ran.out) == ["a.html", "d.htm", "e.html", "f.html"]


def test_a_name_that_is_no_text_is_written_all_the_same(run: Run, tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xffd.html")).write_text(BAD)
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    lines = run("check", tmp_path, "--format", "jsonl").out
    assert json.loads(lines)["source"].endswith("b\\xffd.html")
    sarif = run("check", ".", "--format", "sarif").data
    assert sarif["runs"][0]["artifacts"][0]["location"]["uri"] == "b%FFd.html"
    assert "b%FFd.html" in run("check", tmp_path, "--format", "earl").out
    assert "b\\xffd.html" in run("check", tmp_path, "--format", "html").out


@pytest.mark.parametrize("form", ["json", "earl", "sarif", "html", "jsonl", "text"])
@pytest.mark.parametrize(("markup", "code"), [(GOOD, 0), (BAD, 1)])
def test_the_exit_code_is_the_same_in_every_form(run: Run, form: str, markup: str, code: int) -> None:
    assert run("check", "-", "--format", form, stdin=markup.encode()).code == code
    assert run("check", "-", "missing.html", "--format", form, stdin=markup.encode()).code == 2


def fingerprints(run: Run, path: Path) -> list[str]:
    results = run("check", path, "--format", "sarif").data["runs"][0]["results"]
    return [each["partialFingerprints"]["primaryLocationLineHash"] for each in results]


def test_a_log_knows_an_old_result_again(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", BAD)
    before = fingerprints(run, page)
    write(page, BAD.replace("<p>En</p>", "<section>\n\n<p>En</p></section>\n<p>To</p>"))
    assert fingerprints(run, page) == before  # elsewhere in the file and in the tree
    write(page, BAD.replace("</div>", "<img src='b.png'><a href='/x'></a></div>"))
    after = fingerprints(run, page)
    assert set(before) < set(after)
    assert len(set(after)) == len(after) == len(before) + 2


def test_a_log_has_what_code_hosts_need(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "å b.html", BAD)
    write(tmp_path / "a:b.html", DOCUMENT.replace("<h1>Hei</h1>", "<h1></h1><img src=a>"))
    log = run("check", ".", "--format", "sarif").data
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    assert log["version"] == "2.1.0"
    [run_] = log["runs"]
    driver = run_["tool"]["driver"]
    assert driver["name"]
    assert driver["version"]
    for rule in driver["rules"]:
        assert rule["id"]
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning"}
        assert len(rule["properties"]["tags"]) <= 10
    assert {each["location"]["uri"] for each in run_["artifacts"]} == {"a%3Ab.html", "%C3%A5%20b.html"}
    assert run_["results"]
    for result in run_["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert (result["kind"], result["level"]) in {("fail", "error"), ("fail", "warning"), ("open", "none")}
        [location] = result["locations"]
        place = location["physicalLocation"]
        uri = run_["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"]
        assert place["artifactLocation"]["uri"] == uri
        assert place["region"]["startLine"] >= 1


def test_a_file_elsewhere_has_an_absolute_address(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", BAD)
    (tmp_path / "below").mkdir()
    os.chdir(tmp_path / "below")
    artifacts = run("check", page, "--format", "sarif").data["runs"][0]["artifacts"]
    assert artifacts[0]["location"]["uri"] == page.as_uri()
