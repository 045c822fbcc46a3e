"""nginx as a rival: what it is told to serve."""

from __future__ import annotations

from pathlib import Path

from service.bench.nginx import File, configuration


def test_it_serves_our_bytes_by_our_path_and_type_with_their_gzip_where_there_is_one(tmp_path: Path) -> None:
    files = [
        File(path="/v1/records/a", name=str(tmp_path / "0"), type="application/json"),
        File(
            path="/feeds/nb.atom",
            name=str(tmp_path / "1"),
            type="application/atom+xml; charset=utf-8",
            packed=True,
        ),
    ]
    text = configuration(tmp_path, 8099, files, log=False, tuned=False, root=False)
    first, second = text.split("location = ")[1:]
    assert first.startswith("/v1/records/a {")
    assert "gzip_static off;" in first
    assert 'default_type "application/atom+xml; charset=utf-8";' in second
    assert "gzip_static on;" in second
    assert "listen 127.0.0.1:8099 " in text
    assert "access_log off;" in text


def test_it_sends_as_debian_says_or_as_fast_as_it_can(tmp_path: Path) -> None:
    usual, tuned = (
        configuration(tmp_path, 1, (), log=True, tuned=tuned, root=True) for tuned in (False, True)
    )
    assert f"access_log {tmp_path}/access.log combined;" in usual
    assert "sendfile on;\n  tcp_nopush on;" in usual
    assert "open_file_cache" not in usual
    assert f"access_log {tmp_path}/access.log combined buffer=64k flush=100ms;" in tuned
    assert "sendfile off;" in tuned
    assert "open_file_cache max" in tuned
