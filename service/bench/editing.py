"""Editors over HTTP against a server of its own: one who saves, and a hundred who save at once."""

from __future__ import annotations

import http.client
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from content.tokens import CreateToken
from service.bench import Measured, samples
from service.bench.process import first_answer, serving
from service.settings import Settings
from service.wiring import opened

_ROUNDS: Final = 100
_EDITORS: Final = 100
_SAVES: Final = 10


def measure() -> tuple[Measured, ...]:
    """Median of a save alone, and the slowest hundredth of the saves of 100 editors at once."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        with opened(Settings(data=folder)) as parts:
            tokens = [
                parts.commands.create_token(
                    CreateToken(name=f"editor-{number}", scopes=("drafts",), actor="bench")
                ).secret.text
                for number in range(_EDITORS + 1)
            ]
        with serving(folder) as (url, _):
            first_answer(f"{url}/readyz")
            edit = partial(_edit, url, tokens)
            alone, _ = edit(_EDITORS, _ROUNDS)
            with ThreadPoolExecutor(_EDITORS) as pool:
                found = list(pool.map(lambda number: edit(number, _SAVES), range(_EDITORS)))
    took = sorted(each for times, _ in found for each in times)
    refused = sum(bad for _, bad in found)
    return (
        Measured(
            name="save a draft over HTTP",
            value=statistics.median(alone) * 1000,
            unit="ms",
            target="≤ 10",
            on=f"median of {_ROUNDS}",
        ),
        Measured(
            name=f"{_EDITORS} editors saving at once, p99",
            value=took[int(len(took) * 0.99) - 1] * 1000,
            unit="ms",
            target="≤ 250",
            on=f"{len(took)} saves, median {statistics.median(took) * 1000:.0f} ms, {refused} refused",
        ),
    )


def _edit(url: str, tokens: Sequence[str], number: int, saves: int) -> tuple[list[float], int]:
    """One editor: begins a draft, then saves it again and again, each time on top of what was answered."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    body: dict[str, Any] = msgspec.to_builtins(samples.content(number)) | {"locale": "nb"}
    headers = {"authorization": f"Bearer {tokens[number]}", "content-type": "application/json"}
    times, refused = [], 0
    method, path = "POST", "/v1/drafts"
    for count in range(saves + 1):
        body["title"] = f"Tittel {count}"
        sent = msgspec.json.encode(body)
        start = time.perf_counter()
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        data = msgspec.json.decode(answer.read())
        if count:
            times.append(time.perf_counter() - start)
        refused += answer.status not in {200, 201}
        headers["if-match"] = answer.headers.get("etag") or headers.get("if-match", "")
        method, path = "PUT", f"/v1/drafts/{data.get('id')}/nb"
    connection.close()
    return times, refused
