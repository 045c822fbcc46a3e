"""`get`: what the server would answer, without a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.usefixtures("data")
def test_the_body_is_printed_as_it_is(run: Run) -> None:
    ran = run("get", "/v1/records/internasjonal-avdeling?locale=nb&fields=title,slug")
    assert ran.code == 0
    assert ran.data == {"slug": "internasjonal-avdeling", "title": "Internasjonal avdeling"}


@pytest.mark.usefixtures("data")
def test_an_error_is_1_with_its_problem(run: Run) -> None:
    ran = run("get", "/v1/records/finnes-ikke?locale=nb")
    assert ran.code == 1
    assert ran.data["status"] == 404


@pytest.mark.usefixtures("data")
def test_include_prints_the_headers_of_the_edge(run: Run) -> None:
    ran = run("get", "/healthz", "--include")
    head, _, body = ran.out.partition("\n\n")
    assert head.startswith("HTTP/1.1 200 OK\n")
    assert "x-content-type-options: nosniff" in head
    assert "x-request-id:" in head
    assert body == '{"status":"ok"}'


@pytest.mark.usefixtures("data")
def test_headers_are_sent(run: Run) -> None:
    plain = run("get", "/v1/records/internasjonal-avdeling?locale=nb", "--include")
    etag = next(line for line in plain.out.splitlines() if line.startswith("etag: ")).removeprefix("etag: ")
    again = run(
        "get",
        "/v1/records/internasjonal-avdeling?locale=nb",
        "--header",
        f"If-None-Match: {etag}",
        "--include",
    )
    assert again.out.startswith("HTTP/1.1 304 Not Modified\n")
    assert again.code == 0
    english = run("get", "/v1/records?fields=title", "--header", "Accept-Language: en")
    assert "International Department" in {each["title"] for each in english.data["records"]}


@pytest.mark.usefixtures("data")
def test_letters_and_escapes_in_the_path(run: Run) -> None:
    written, escaped = run("get", "/feeds/nb#blå"), run("get", "/v1/records/%62arents-finnes-ei?locale=nb")
    assert written.code == 0
    assert "barents-finnes-ei" in escaped.data["detail"]


@pytest.mark.usefixtures("data")
def test_what_is_no_path_or_header_is_refused(run: Run) -> None:
    assert run("get", "v1/records").code == 2
    for header in ("no colon", "A b: c", "X: a\r\nY: b", ": empty"):
        ran = run("get", "/healthz", "--header", header)
        assert (ran.code, ran.out) == (2, "")
        assert "--header" in ran.err


def test_no_store_is_2_and_none_is_made(run: Run, tmp_path: Path) -> None:
    ran = run("get", "/healthz")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no store in data" in ran.err
    assert "--data" in ran.err
    assert not (tmp_path / "data").exists()
