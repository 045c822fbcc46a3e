"""curl as a client that keeps what it has: by ETag, and by the date of its file."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from content.store import moments
from service.edge.server import bind, running, url_of
from service.settings import Settings
from service.web.codings import CODINGS
from service.wiring import opened
from tests.http.house import PAGE, furnished


def test_curl_fetches_once_by_etag_and_by_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "clock", lambda: time.time_ns() // 1000 - 60_000_000)
    listener = bind(Settings(data=str(tmp_path / "data"), port=0))
    ours = Settings(data=str(tmp_path / "data"), base_url=url_of(listener))

    def curl(*arguments: str) -> str:
        command = [
            "curl",
            "--silent",
            "--fail",
            "--output",
            "feed",
            "--write-out",
            "%{http_code}",
            *arguments,
        ]
        return subprocess.run(
            command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=20
        ).stdout

    with opened(ours) as parts:
        furnished(parts, examples=False)
        with running(parts.application(), ours, listener=listener) as url:
            feed = f"{url}/feeds/nb.atom"
            for more in ((), ("--compressed",), ("--compressed", "--header", "Accept-Encoding: gzip")):
                assert curl(*more, "--etag-save", "etag", feed) == "200"
                assert curl(*more, "--etag-compare", "etag", feed) == "304"
            assert curl("--remote-time", feed) == "200"
            assert curl("--time-cond", "feed", feed) == "304"
            assert curl("--time-cond", "1 Jan 2001", feed) == "200"


def test_curl_unpacks_every_coding(tmp_path: Path) -> None:
    listener = bind(Settings(data=str(tmp_path / "data"), port=0))
    ours = Settings(data=str(tmp_path / "data"), base_url=url_of(listener))
    with opened(ours) as parts:
        furnished(parts, examples=False)
        with running(parts.application(), ours, listener=listener) as url:
            bodies = {}
            for coding in ("identity", *CODINGS):
                command = ["curl", "--silent", "--fail", "--compressed", "--dump-header", "head"]
                command += ["--header", f"Accept-Encoding: {coding}", f"{url}/fragments/{PAGE}?locale=nb"]
                bodies[coding] = subprocess.run(
                    command, cwd=tmp_path, check=True, capture_output=True, timeout=20
                ).stdout
                told = (tmp_path / "head").read_text().lower()
                assert (f"content-encoding: {coding}\n" in told) is (coding != "identity")
    assert bodies["identity"].startswith(b"<article")
    assert len(set(bodies.values())) == 1
