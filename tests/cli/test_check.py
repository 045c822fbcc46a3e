"""`check`: files, folders, addresses and standard input; five forms; three exit codes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from service import outbound
from tests.cli.conftest import Run

GOOD = "<p lang='nb'>Hei på <a href='https://example.org/'>eksempelet</a>.</p>"
BAD = "<div lang='nb'>\n<p>En</p><img src='a.png'></div>"
DOCUMENT = "<!doctype html><html lang='nb'><head><title>Hei</title></head><body><main><h1>Hei</h1></main></body></html>"


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_nothing_failed_is_0_and_claims_no_more_than_that(run: Run, tmp_path: Path) -> None:
    ran = run("check", write(tmp_path / "a.html", GOOD))
    assert ran.code == 0
    assert "No failures found. That is no claim of conformance" in ran.out


def test_a_blocking_failure_is_1_with_line_rule_criterion_and_mend(run: Run, tmp_path: Path) -> None:
    ran = run("check", write(tmp_path / "a.html", BAD))
    assert ran.code == 1
    assert "FAIL line 2:" in ran.out
    assert "WCAG 1.1.1" in ran.out
    assert "→" in ran.out
    assert "\x1b" not in ran.out


def test_messages_in_norwegian(run: Run) -> None:
    english, norwegian = (
        run("check", "-", stdin=BAD.encode()),
        run("check", "-", "--lang", "nb", stdin=BAD.encode()),
    )
    assert (english.code, norwegian.code) == (1, 1)
    assert "image" in english.out
    assert "bilde" in norwegian.out.lower()


def test_standard_input_and_a_level(run: Run) -> None:
    heading = b"<div lang=nb><h4>Hei</h4><p>Mer</p></div>"
    assert run("check", "-", "--heading-level", 4, stdin=heading).code == 0
    assert run("check", "-", "--heading-level", 2, stdin=heading).code == 1
    assert run("check", "-", "--heading-level", 7, stdin=heading).code == 2


def test_a_document_is_known_by_its_opening(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", DOCUMENT)
    assert "(document," in run("check", page).out
    assert "(fragment," in run("check", page, "--as", "fragment").out
    assert "(fragment," in run("check", "-", stdin=GOOD.encode()).out


def test_a_folder_is_every_html_file_in_it(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "site" / "deep"
    site.mkdir(parents=True)
    write(site / "b.html", BAD)
    write(site.parent / "a.HTM", GOOD)
    write(site / "c.txt", BAD)
    ran = run("check", site.parent, "--format", "jsonl")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 1
    assert [(Path(each["source"]).name, each["publishable"]) for each in lines] == [
        ("a.HTM", True),
        ("b.html", False),
    ]


def test_what_is_named_alone_is_one_object(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", BAD)
    one, two, folder = (
        run("check", page, "--json"),
        run("check", page, page, "--format", "json"),
        run("check", tmp_path, "--json"),
    )
    assert one.data["outcome"] == "failed"
    assert one.data["source"] == str(page)
    assert any(each["wcag"] == ["1.1.1"] for each in one.data["findings"] if each["outcome"] == "failed")
    assert len(two.data) == 2
    assert len(folder.data) == 1


def test_earl_and_sarif(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path / "å b.html", BAD)
    earl = run("check", page, "--format", "earl").data
    assert any(each.get("@type") == "earl:Assertion" for each in earl["@graph"])
    sarif = run("check", page.name, "--format", "sarif").data
    assert sarif["version"] == "2.1.0"
    location = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "%C3%A5%20b.html"
    assert location["region"]["startLine"] == 2


def test_what_cannot_be_had_is_2_and_the_rest_is_checked(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    page = write(tmp_path / "a.html", BAD)
    ran = run("check", tmp_path / "missing.html", empty, page)
    assert ran.code == 2
    assert "missing.html cannot be read: No such file" in ran.err
    assert "There is no .html, .htm, .xhtml file in" in ran.err
    assert "FAIL line 2" in ran.out


def test_too_large_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "MOST", 2**20)
    ran = run("check", "-", stdin=b"a" * (2**20 + 1))
    assert ran.code == 2
    assert "standard input is larger than 1 MiB" in ran.err


def test_other_encodings_are_read_as_a_browser_does(run: Run, tmp_path: Path) -> None:
    old = tmp_path / "old.html"
    old.write_bytes("<meta charset=iso-8859-1><img src=a alt='Blå dør'><h5>Blå dør</h5>".encode("latin-1"))
    wide = tmp_path / "wide.html"
    wide.write_bytes(BAD.encode("utf-16"))
    assert "�" not in run("check", old, "--json").out
    assert run("check", wide).code == 1


def test_markup_does_not_steer_the_terminal(run: Run) -> None:
    ran = run(
        "check",
        "-",
        stdin=b"<p id='\x1b[2J'>a</p><p id='\x1b[2J'>b</p><a href=x aria-labelledby='\x1b[2Jz'></a>",
    )
    assert ran.code == 1
    assert "\x1b" not in ran.out


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = PAGES.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/bad": (200, {"content-type": "text/html; charset=utf-8"}, BAD.encode()),
    "/moved": (302, {"location": "/bad"}, b""),
    "/loop": (302, {"location": "/loop"}, b""),
    "/file": (302, {"location": "file:///etc/passwd"}, b""),
    "/large": (200, {}, b"a" * 2000),
    "/declared": (200, {"content-type": "text/html; charset=utf-16-be"}, BAD.encode("utf-16-be")),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/bad", "/moved", "/declared"])
def test_an_address_is_fetched(run: Run, site: str, path: str) -> None:
    ran = run("check", f"{site}{path}")
    assert ran.code == 1
    assert "FAIL line 2" in ran.out


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nothing", "answers 404"),
        ("/loop", "redirects"),
        ("/file", "Only http and https"),
        ("/large", "larger than"),
    ],
)
def test_an_address_that_gives_no_page_is_2(
    run: Run, site: str, path: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "MOST", 1000)
    ran = run("check", f"{site}{path}")
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_nobody_there_is_2(run: Run) -> None:
    assert run("check", "http://127.0.0.1:1/").code == 2
    assert run("check", "http://[/").code == 2


def test_rules_lead_to_the_service_that_the_settings_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(tmp_path / "a.html", BAD)

    def help_uri() -> str:
        return str(
            run("check", page, "--format", "sarif").data["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"]
        )

    assert help_uri().startswith("https://www.w3.org/")
    monkeypatch.setenv("NORDKALOTT_BASE_URL", "https://innhold.example")
    assert help_uri().startswith("https://innhold.example/docs/rules#")
    assert "https://innhold.example/docs/rules#image-name" in run("check", page, "--format", "earl").out
