"""`nordkalott serve` as a real process: two of them, other verbs beside it, stopped, killed, and full of bad luck."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from content.model import digest_bytes
from service.settings import Settings
from service.wiring import opened

LIMIT = 30.0
QUIET = {name: value for name, value in os.environ.items() if not name.startswith("NORDKALOTT_")}


def nordkalott(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One verb, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "service", "--data", str(data), *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        env=QUIET,
        check=False,
    )


@contextmanager
def served(
    data: Path, *flags: str, **variables: str
) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """A running server: process, base URL and the lines that it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--data", str(data), "serve", "--port", "0", *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=QUIET | variables,
    )
    assert process.stdout is not None
    try:
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.startswith("Stop with"):
                break
        found = re.search(r"http://127\.0\.0\.1:\d+", "\n".join(lines))
        assert found, lines
        yield process, found[0], lines
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def test_serve_fills_an_empty_store_prints_urls_that_answer_and_stops_when_told(tmp_path: Path) -> None:
    with served(tmp_path) as (process, base, lines):
        assert any("Published the library: 14" in line for line in lines)
        urls = [line.split()[-1] for line in lines if line.startswith("  ")]
        assert len(urls) >= 6
        for url in urls:
            response = httpx.get(url)
            assert response.status_code == 200, url
        assert base in httpx.get(f"{base}/feeds/nb.atom").text
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0


def test_a_second_serve_is_refused_and_other_verbs_work_beside_the_first(data: Path) -> None:
    with served(data) as (process, base, _):
        second = nordkalott(data, "serve", "--port", "0")
        assert second.returncode == 2
        assert str(process.pid) in second.stderr
        assert "--data" in second.stderr
        url = f"{base}/v1/records/internasjonal-avdeling?locale=nb"
        first = httpx.get(url)
        assert first.json()["state"] == "published"
        done = nordkalott(data, "records", "withdraw", "internasjonal-avdeling", "--reason", "Feil tall")
        assert done.returncode == 0, done.stderr
        assert httpx.get(url).json()["state_reason"] == "Feil tall"
        assert "Trukket tilbake: Internasjonal avdeling" in httpx.get(f"{base}/feeds/nb.atom").text
        assert nordkalott(data, "doctor").returncode == 0


def test_verbs_beside_the_server_prove_the_very_bytes_that_it_serves(data: Path) -> None:
    with served(data) as (_, base, _lines):
        done = nordkalott(data, "demo", "--json")
        assert done.returncode == 0, done.stderr
        assert f"{base}/pages/en/example-contact-point" in done.stdout
        fragment = httpx.get(f"{base}/fragments/example-contact-point?locale=en")
        with opened(Settings(data=str(data))) as parts, parts.store.read() as reading:
            hit = reading.resolve("en", "example-contact-point")
            assert hit is not None
            kept = {evidence.digest for evidence in reading.evidence(hit[0], "en", 1)}
    # nb and nn were published before en, so en's own rendering knows them: what was checked is what is served.
    assert digest_bytes(fragment.content) in kept


def test_what_was_published_is_there_after_kill_9_and_the_folder_is_free(tmp_path: Path) -> None:
    with served(tmp_path) as (process, base, _):
        before = httpx.get(f"{base}/v1/changes").json()
        process.kill()
        process.wait()
    began = time.monotonic()
    with served(tmp_path) as (_, base, lines):
        assert time.monotonic() - began < LIMIT
        assert not any("Published the library" in line for line in lines)
        after = httpx.get(f"{base}/v1/changes").json()
    # The base URL has another port: what must be the same is what was said, in the same order.
    assert [(each["seq"], each["id"], each["locale"]) for each in after["changes"]] == [
        (each["seq"], each["id"], each["locale"]) for each in before["changes"]
    ]
    assert after["next"] == before["next"]


def test_a_taken_port_and_a_folder_that_is_none_are_told_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = nordkalott(tmp_path, "serve", "--port", str(port))
    assert refused.returncode == 2
    assert str(port) in refused.stderr
    assert "Traceback" not in refused.stderr
    (tmp_path / "file").write_text("not a folder", "utf-8")
    refused = nordkalott(tmp_path / "file", "serve", "--port", "0")
    assert refused.returncode == 2
    assert "--data" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_damaged_store_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "nordkalott.db").write_bytes(b"this is no database, however long one looks at it" * 100)
    for verb in (("serve", "--port", "0"), ("doctor",), ("get", "/v1/records")):
        refused = nordkalott(tmp_path, *verb)
        assert refused.returncode != 0, verb
        assert "Traceback" not in refused.stderr
        assert "nordkalott.db" in refused.stdout + refused.stderr


def test_a_reader_that_leaves_a_pipe_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m service --data {tmp_path} openapi | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        env=QUIET,
        check=False,
    )
    assert done.stderr == ""
