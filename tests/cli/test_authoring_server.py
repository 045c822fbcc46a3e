"""Authors against `nordkalott serve` as a real process: killed in mid-write, hung up on, sent too much and too slowly."""

from __future__ import annotations

import random
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from content.tokens import CreateToken
from service.settings import Settings
from service.wiring import opened
from tests.cli.test_serve import LIMIT, nordkalott, served

NEWS: dict[str, Any] = {"kind": "news", "locale": "nb", "title": "Møte", "body_html": "<p>Hei.</p>"}


def token(data: Path) -> str:
    """The text of a new token that may publish."""
    with opened(Settings(data=str(data))) as parts:
        made = parts.commands.create_token(CreateToken(name="kari", scopes=("publish",), actor="test"))
    return made.secret.text


def test_a_killed_server_has_done_each_post_once_or_not_at_all(data: Path) -> None:
    acknowledged: dict[str, str] = {}
    sent: list[str] = []
    random_times = random.Random(11)
    headers = {"authorization": f"Bearer {token(data)}"}
    for life in range(3):
        with served(data) as (process, base, _):

            def work(worker: int, base: str = base, life: int = life) -> None:
                for number in range(200):
                    slug = f"sak-{life}-{worker}-{number}"
                    sent.append(slug)
                    try:
                        answer = httpx.post(
                            f"{base}/v1/drafts",
                            json=NEWS | {"slug": slug},
                            headers=headers | {"idempotency-key": slug},
                        )
                    except httpx.HTTPError:
                        return
                    assert answer.status_code == 201, answer.text
                    acknowledged[slug] = answer.json()["id"]

            threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
            for thread in threads:
                thread.start()
            begun, deadline = len(acknowledged), time.monotonic() + LIMIT
            while len(acknowledged) < begun + 10 and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(random_times.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
            for thread in threads:
                thread.join()
    assert len(acknowledged) >= 30
    with served(data) as (_, base, _):
        for slug in sent:
            again = httpx.post(
                f"{base}/v1/drafts",
                json=NEWS | {"slug": slug},
                headers=headers | {"idempotency-key": slug},
                timeout=30,  # the server itself waits for a lost answer as long as a client usually does
            )
            # 409: the work was done, and its answer lost with the process.
            assert again.status_code in {201, 409}, again.text
            if slug in acknowledged:
                assert again.status_code == 409 or again.json()["id"] == acknowledged[slug]
            else:
                assert again.status_code == 201 or again.json()["type"].endswith("key-in-use")
        slugs: list[str] = []
        address = f"{base}/v1/drafts?mine=true&limit=200"
        while address:
            page = httpx.get(address, headers=headers)
            slugs += [each["slug"] for each in page.json()["drafts"]]
            address = str(page.links["next"]["url"]) if page.json()["next"] else ""
        assert sorted(slugs) == sorted(sent)
    assert nordkalott(data, "doctor").returncode == 0


def test_what_is_too_much_or_never_comes_is_refused_and_keeps_nothing(data: Path) -> None:
    with served(data) as (_, base, _):
        headers = {"authorization": f"Bearer {token(data)}"}
        large = b'{"title": "' + b"a" * 50_000_000 + b'"}'
        for given in (headers, {}):
            try:
                refused = httpx.post(
                    f"{base}/v1/drafts",
                    content=large,
                    headers=given | {"content-type": "application/json"},
                )
            except httpx.WriteError:  # it may close before all is sent, as RFC 9112 section 9.6 lets it
                continue
            assert refused.status_code in {401, 413}
        host, port = base.removeprefix("http://").split(":")
        head = (
            f"POST /v1/drafts HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: {headers['authorization']}\r\n"
            "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
        ).encode()
        for _ in range(20):  # clients that die in the middle of a body
            with socket.create_connection((host, int(port))) as dead:
                dead.sendall(head)
        listed = httpx.get(f"{base}/v1/drafts?mine=true", headers=headers)
        assert listed.json()["drafts"] == []
        assert httpx.get(f"{base}/readyz").status_code == 200
