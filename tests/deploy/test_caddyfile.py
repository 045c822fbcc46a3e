"""The Caddyfile: valid, in step with the settings, and the service answers through it."""

import base64
import hashlib
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.settings import Settings
from tests.deploy.conftest import Service
from tests.deploy.process import free_port, started
from tests.deploy.tool import need
from tests.deploy.unit import ROOT

CADDYFILE = ROOT / "deploy" / "Caddyfile"
_UNITS = {"": 1, "KiB": 2**10, "MiB": 2**20, "s": 1, "m": 60}


def caddy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [need("caddy"), *arguments], capture_output=True, text=True, check=False, env=home(folder)
    )


def home(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }


def value(name: str) -> float:
    """The number that the Caddyfile gives for a name, in seconds or bytes."""
    found = re.search(rf"^\s*{name} ([0-9]+)([A-Za-z]*)$", CADDYFILE.read_text(), re.MULTILINE)
    assert found is not None, name
    return int(found[1]) * _UNITS[found[2]]


def test_it_is_valid(tmp_path: Path) -> None:
    done = caddy(tmp_path, "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE))
    assert done.returncode == 0, done.stderr
    assert '"level":"warn"' not in done.stderr


def test_it_is_formatted(tmp_path: Path) -> None:
    assert caddy(tmp_path, "fmt", str(CADDYFILE)).stdout == CADDYFILE.read_text()


def test_limits_are_those_of_the_service() -> None:
    settings = Settings()
    assert value("read_header") == settings.header_timeout
    assert value("read_body") == settings.upload_timeout
    assert value("max_header_size") == settings.max_header_bytes
    assert value("keepalive") < settings.keep_alive


def proxy(folder: Path, upstream: str) -> Iterator[str]:
    port, admin = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    environment = home(folder) | {
        "NORDKALOTT_SITE": url,
        "NORDKALOTT_UPSTREAM": upstream.removeprefix("http://"),
        "CADDY_ADMIN": f"127.0.0.1:{admin}",
    }
    command = [need("caddy"), "run", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    with started(command, folder=folder, environment=environment, ready=url):
        yield url


@pytest.fixture(scope="session")
def front(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from proxy(tmp_path_factory.mktemp("caddy"), service.url)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[str]:
    yield from proxy(tmp_path, f"http://127.0.0.1:{free_port()}")


def get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers=headers, trust_env=False)


def test_a_list_comes_compressed_with_the_services_headers(front: str, service: Service) -> None:
    answer = get(f"{front}/v1/records?locale=nb", **{"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert answer.content == get(f"{service.url}/v1/records?locale=nb").content
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("identity", None), ("zstd", None), ("gzip, zstd", "gzip"), ("gzip, deflate, br, zstd", "br")],
)
def test_a_fragment_comes_as_it_was_checked(front: str, accepted: str, coding: str | None) -> None:
    """The service packs it. Caddy leaves that alone, and does not pack what has a Repr-Digest."""
    answer = get(f"{front}/fragments/internasjonal-avdeling?locale=nb", **{"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == coding
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["unencoded-digest"] == f"sha-256=:{digest}:"
    assert answer.headers.get("repr-digest") == (None if coding else f"sha-256=:{digest}:")


@pytest.mark.parametrize("path", ["/feeds/nb.atom", "/v1/records?locale=nb", "/openapi.json"])
def test_it_changes_no_bytes_and_no_etag(front: str, service: Service, path: str) -> None:
    """A strong ETag names bytes: those of one coding and no other, with a proxy in front too."""
    for accepted in (None, "identity", "zstd", "br", "gzip", "gzip, deflate, br, zstd"):
        seen = [_raw(f"{base}{path}", accepted) for base in (front, service.url)]
        assert seen[0] == seen[1], accepted


def _raw(url: str, accepted: str | None) -> tuple[str, str | None, bytes]:
    """ETag, coding and bytes as they came."""
    with httpx.Client(trust_env=False) as client:
        del client.headers["accept-encoding"]
        fields = {"Accept-Encoding": accepted} if accepted else {}
        with client.stream("GET", url, headers=fields) as answer:
            return (
                answer.headers["etag"],
                answer.headers.get("content-encoding"),
                b"".join(answer.iter_raw()),
            )


@pytest.mark.parametrize("encoding", ["identity", "gzip", "zstd", "br", "gzip, zstd, br"])
def test_what_has_not_changed_is_304(front: str, encoding: str) -> None:
    first = get(f"{front}/feeds/nb.atom", **{"Accept-Encoding": encoding})
    headers = {"Accept-Encoding": encoding, "If-None-Match": first.headers["etag"]}
    assert get(f"{front}/feeds/nb.atom", **headers).status_code == 304


def test_the_request_id_is_the_proxys_and_not_the_clients(front: str) -> None:
    answer = get(f"{front}/healthz", **{"X-Request-Id": "chosen-by-a-stranger"})
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["x-request-id"])


def test_an_event_stream_does_not_wait(front: str) -> None:
    with httpx.stream("GET", f"{front}/v1/changes/stream", trust_env=False, timeout=5) as answer:
        assert next(answer.iter_raw()).startswith(b"retry:")
        assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("times", [1, 8])
def test_a_body_that_is_too_large_is_413(front: str, times: int) -> None:
    body = b"x" * (times * Settings().max_body_bytes + 1)
    answer = httpx.post(f"{front}/v1/records", content=body, trust_env=False)
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:nordkalott:problem:body-too-large"


def test_a_head_that_is_too_large_is_431(front: str) -> None:
    host, _, port = front.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40_000 + b"\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 431 ")


def test_a_service_that_is_down_is_a_problem_too(alone: str) -> None:
    answer = get(f"{alone}/v1/records")
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"type": "about:blank", "title": "Bad Gateway", "status": 502}
