"""The verbs in process: what they print, their exit codes, and that a negative answer changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.cli import main

Run = Callable[..., tuple[int, str, str]]
GOOD = '<section lang="nb"><h2>Tittel</h2><p>Tekst.</p></section>'
BAD = '<section lang="nb"><h2>Tittel</h2><img src="/a.png"></section>'


@pytest.fixture
def run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line on a data folder of the test's own: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    for name in ("NORDKALOTT_DATA", "NORDKALOTT_BASE_URL", "NORDKALOTT_CONFIG"):
        monkeypatch.delenv(name, raising=False)

    def act(*arguments: str) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        try:
            code = main(["--data", str(tmp_path / "data"), *arguments])
        except SystemExit as exit_:
            code = int(str(exit_.code))
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return act


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record as files."""
    folder = tmp_path / "mine" / "nyhet"
    folder.mkdir(parents=True)
    (folder / "record.toml").write_text(
        'id = "01a20900-0000-7000-8000-0000000000aa"\nkind = "news"\n', "utf-8"
    )
    (folder / "nb.md").write_text(
        '+++\nslug = "min-nyhet"\ntitle = "Min nyhet"\nsummary = "Kort"\n+++\n\nTekst.\n', "utf-8"
    )
    return folder


def rewrite(record: Path, title: str, body: str = "Tekst.") -> None:
    (record / "nb.md").write_text(f'+++\nslug = "min-nyhet"\ntitle = "{title}"\n+++\n\n{body}\n', "utf-8")


def listed(run: Run) -> list[dict[str, Any]]:
    code, out, _ = run("records", "list", "--json")
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_an_editor_saves_checks_publishes_corrects_and_withdraws(run: Run, record: Path) -> None:
    code, out, _ = run("records", "save", str(record))
    assert code == 0
    assert "Saved revision 1" in out
    assert [each["state"] for each in listed(run)] == ["draft"]

    assert run("records", "check", "min-nyhet")[0] == 0
    code, out, _ = run("records", "publish", "min-nyhet", "--revision", "1")
    assert code == 0
    assert "/pages/nb/min-nyhet" in out
    assert run("get", "/v1/records/min-nyhet?locale=nb")[0] == 0

    rewrite(record, "Min nyhet, rettet")
    assert run("records", "save", str(record))[0] == 0
    code, out, _ = run(
        "records", "publish", "min-nyhet", "--revision", "2", "--minor", "--note", "Skrivefeil", "--json"
    )
    assert (code, json.loads(out)["edition"]) == (0, 2)

    code, out, _ = run("records", "history", "min-nyhet", "--json")
    assert [(each["revision"], each["edition"], each["update"]) for each in json.loads(out)["revisions"]] == [
        (1, 1, "major"),
        (2, 2, "minor"),
    ]
    code, out, _ = run("records", "withdraw", "min-nyhet", "--reason", "Feil tall")
    assert (code, "withdrawn" in out) == (0, True)
    code, out, _ = run("journal", "--json")
    assert [entry["verb"] for entry in json.loads(out)] == ["save", "publish", "save", "publish", "withdraw"]
    assert run("doctor")[0] == 0


def test_a_failing_check_refuses_with_the_report_and_changes_nothing(run: Run, record: Path) -> None:
    rewrite(record, "Nyhet", "Se her:\n\n[les mer](https://example.org/)")
    assert run("records", "save", str(record))[0] == 0
    before = listed(run)
    code, _, err = run("records", "publish", "min-nyhet", "--revision", "1")
    assert code == 1
    assert "not published" in err
    assert "WCAG 2.4.4" in err
    assert listed(run) == before
    assert run("get", "/v1/records/min-nyhet?locale=nb")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("publish", "min-nyhet"), "newest is 1"),
        (("publish", "min-nyhet", "--revision", "7"), "1 is the newest"),
        (("publish", "min-nyhet", "--revision", "1", "--minor", "--note", "x"), "major"),
        (("publish", "min-nyhet", "--revision", "1", "--minor"), "/note"),
        (("publish", "min-nyhet", "--revision", "1", "--note", "\udcff"), "not UTF-8"),
        (("publish", "\udcff", "--revision", "1"), "not UTF-8"),
        (("publish", "min-nyhet", "--revision", "1", "--as", "kari\x07"), "/actor"),
        (("publish", "min-nyhet", "--revision", str(2**70)), "/revision"),
        (("check", "min-nyhet", "--revision", "0"), "no revision 0"),
        (("publish", "finnes-ikke", "--revision", "1"), "no record"),
        (("publish", "min-nyhet", "--revision", "1", "--locale", "xx"), "not a locale"),
        (("withdraw", "min-nyhet", "--reason", "x"), "never published"),
        (("gone", "min-nyhet", "--reason", "x"), "never published"),
        (("redirect", "min-nyhet", "--to", "/a"), "never published"),
        (("save", "no-such-folder"), "no folder"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    run: Run, record: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert run("records", "save", str(record))[0] == 0
    before = listed(run)
    code, out, err = run("records", *arguments)
    assert code in {1, 2}
    assert said in err
    assert out == ""
    assert "Traceback" not in err
    assert listed(run) == before


def test_a_stale_revision_and_a_second_publish_are_refused(run: Run, record: Path) -> None:
    run("records", "save", str(record))
    rewrite(record, "Nyere")
    run("records", "save", str(record))
    code, _, err = run("records", "publish", "min-nyhet", "--revision", "1")
    assert (code, "--revision 2" in err) == (1, True)
    assert run("records", "publish", "min-nyhet", "--revision", "2")[0] == 0
    code, _, err = run("records", "publish", "min-nyhet", "--revision", "2")
    assert (code, "published already" in err) == (1, True)


def test_files_that_do_not_validate_tell_every_fault_with_file_and_line(run: Run, record: Path) -> None:
    (record / "nb.md").write_text('+++\nslug = "Å"\ntitle = ""\ncolour = "red"\n+++\n', "utf-8")
    code, _, err = run("records", "save", str(record))
    assert code == 2
    assert err.count("nb.md:1") == 3
    assert listed(run) == []


def test_demo_labels_what_it_invents_and_adds_it_once(run: Run) -> None:
    code, out, _ = run("demo", "--json")
    assert code == 0
    assert len(json.loads(out)["published"]) == 33
    code, out, _ = run("demo", "--json")
    assert json.loads(out) == {"library": 0, "published": [], "unchanged": 33, "kept": 0}
    code, out, _ = run("get", "/v1/records?locale=en&limit=200")
    records = json.loads(out)["records"]
    invented = [record for record in records if record["invented"]]
    assert all(record["title"].startswith("Example") for record in invented)
    assert {record["kind"] for record in invented} == {
        "page",
        "news",
        "event",
        "call",
        "project",
        "contact",
        "topic",
    }


def test_get_is_a_request_with_its_status_as_exit_code(run: Run, record: Path) -> None:
    assert run("get", "/healthz")[0] == 2  # no store yet, and a slip makes none
    run("records", "save", str(record))
    assert run("get", "/healthz") == (0, '{"status":"ok"}', "")
    code, out, _ = run("get", "/nothing", "--include")
    assert (code, out.splitlines()[0]) == (1, "HTTP/1.1 404 Not Found")
    code, out, _ = run("get", "/", "--header", "Accept-Language: en")
    assert (code, '<html lang="en"' in out) == (0, True)
    assert run("get", "no-slash")[0] == 2
    assert run("get", "/", "--header", "nonsense")[0] == 2


def test_check_tells_good_from_bad_in_every_format(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    good, bad = tmp_path / "site" / "good.html", tmp_path / "site" / "bad.html"
    good.write_text(GOOD, "utf-8")
    bad.write_text(BAD, "utf-8")
    assert run("check", str(good))[0] == 0
    code, out, _ = run("check", str(bad), "--lang", "nb")
    assert (code, "WCAG 1.1.1" in out) == (1, True)
    code, out, _ = run("check", str(tmp_path / "site"), "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [Path(line["source"]).name for line in lines] == ["bad.html", "good.html"]
    assert [line["publishable"] for line in lines] == [False, True]
    code, out, _ = run("check", str(bad), "--format", "json")
    assert json.loads(out)["outcome"] == "failed"
    code, out, _ = run("check", str(bad), "--format", "sarif")
    assert json.loads(out)["version"] == "2.1.0"
    code, out, _ = run("check", str(bad), "--format", "earl")
    assert code == 1
    assert "earl" in out


def test_check_takes_a_whole_page_for_a_document(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title></title><p>Hei", "utf-8")
    code, out, _ = run("check", str(page))
    assert code == 1
    assert "2.4.2" in out
    assert run("check", str(page), "--as", "fragment")[1] != out


def test_check_reads_old_encodings_as_a_browser_does(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "latin1.html"
    page.write_bytes('<section lang="nb"><h2>Blåbær på øya</h2><p>Æ</p></section>'.encode("latin-1"))
    assert run("check", str(page))[0] == 0


@pytest.mark.parametrize("source", ["missing.html", ".", "http://127.0.0.1:1/", "http://[bad/"])
def test_check_that_cannot_run_says_why(run: Run, source: str) -> None:
    code, out, err = run("check", source)
    assert (code, out) == (2, "")
    assert err.startswith("nordkalott: ")


def test_the_openapi_document_names_every_route(run: Run) -> None:
    code, out, _ = run("openapi")
    document = json.loads(out)
    assert (code, document["openapi"]) == (0, "3.1.0")
    assert "/v1/records/{ref}" in document["paths"]


@pytest.mark.parametrize(
    "arguments", [(), ("unknown",), ("records",), ("journal", "--since", "x"), ("bench", "--only", "nothing")]
)
def test_wrong_use_is_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err


def test_a_wrong_setting_is_named_with_where_it_comes_from(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORDKALOTT_PORT", "many")
    monkeypatch.setenv("NORDKALOTT_COLOUR", "red")
    code, _, err = run("get", "/")
    assert code == 2
    assert "NORDKALOTT_PORT" in err
    assert "NORDKALOTT_COLOUR" in err


def test_nobody_writes_over_what_somebody_else_has_saved(run: Run, record: Path) -> None:
    assert run("records", "save", str(record), "--as", "Kari")[0] == 0
    rewrite(record, "Fra Ola")
    code, _, err = run("records", "save", str(record), "--as", "Ola")
    assert code == 1
    assert "Kari" in err
    assert "--on 1" in err
    assert [each["revision"] for each in listed(run)] == [1]
    assert run("records", "save", str(record), "--as", "Ola", "--on", "1")[0] == 0
    rewrite(record, "Fra Kari igjen")
    assert run("records", "save", str(record), "--as", "Kari", "--on", "1")[0] == 1
    assert [each["revision"] for each in listed(run)] == [2]


def test_an_empty_file_is_no_store(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    database = data / "nordkalott.db"
    database.touch()
    for verb in (("records", "list"), ("get", "/v1/records"), ("journal",)):
        assert run(*verb)[0] == 2, verb
        assert database.stat().st_size == 0
    (data / "base_url").write_text("https://example.org\n", "utf-8")
    code, _, err = run("records", "list")
    assert (code, "has been served before" in err) == (2, True)


def test_a_list_of_nothing_says_so_and_prints_nothing(run: Run, record: Path) -> None:
    assert run("records", "save", str(record))[0] == 0
    code, out, err = run("records", "list", "--state", "withdrawn")
    assert (code, out, "There is nothing to show." in err) == (0, "", True)
    assert run("records", "list", "--state", "withdrawn", "--json")[1].strip() == "[]"
