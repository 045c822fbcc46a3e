"""Reading while others publish: the slowest hundredth of the reads with twenty editions a second, beside the same in quiet.

Readers ask at a pace that leaves the server room (each waits 10 ms after an answer): a driver that only asks again when it has its answer
would hardly notice a pause otherwise.
"""

from __future__ import annotations

import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from content.tokens import CreateToken
from service.bench import driving, programs, samples
from service.bench.cases import CASES
from service.bench.contests import CONNECTIONS
from service.bench.cores import Cores, cores, kept_to
from service.bench.driving import Driven, Unmeasured
from service.bench.measured import Effort, Measured
from service.bench.process import first_answer, serving
from service.bench.rivals import fill
from service.settings import Settings
from service.wiring import opened

PACE: Final = 20
"""Editions a second."""
_TEXTS: Final = 10
_FIRST: Final = 100
"""The number of the first text that is published again and again."""
_LONGER: Final = 2
"""A round is so many times as long as another measurement's: its slowest hundredth has to be some reads."""
_REACHED: Final = 0.95
"""The share of that pace from which the target can be judged."""
_OK: Final = frozenset({200, 201})

_READ: Final = """
local targets = {targets}
local at = 0
function request()
  at = at % #targets + 1
  return wrk.format("GET", targets[at])
end
function delay() return 10 end
"""


class Publisher:
    """An editor's program: saves and publishes ten texts in turn, at its pace, over one connection."""

    def __init__(self, url: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        self._texts = [self._begun(number) for number in range(_FIRST, _FIRST + _TEXTS)]
        self._ended = threading.Event()
        self.spent: list[float] = []
        """Seconds that each publication took."""
        self.failure: Exception | None = None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Publishes as long as the context lasts. Raises what went wrong meanwhile."""
        self._ended.clear()
        thread = threading.Thread(target=self._run, name="bench-publisher")
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()
        if self.failure:
            raise self.failure

    def close(self) -> None:
        """End its connection."""
        self._connection.close()

    def publish(self, turn: int) -> None:
        """Save the next text with another title, and publish what was saved."""
        text = self._texts[turn % _TEXTS]
        path = f"/v1/drafts/{text['id']}/nb"
        body = {**text["content"], "title": f"Melding, rettet {turn}"}
        saved, etag = self._asked("PUT", path, body, {"if-match": text["etag"]})
        began = time.perf_counter()
        update = "minor" if turn >= _TEXTS else "major"
        published = {"revision": saved["revision"], "update": update, "note": f"Rettelse {turn}"}
        self._asked("POST", f"{path}/publish", published, {})
        self.spent.append(time.perf_counter() - began)
        text["etag"] = etag

    def _run(self) -> None:
        began, done = time.perf_counter(), 0
        try:
            while not self._ended.wait(max(0.0, began + done / PACE - time.perf_counter())):
                self.publish(_TEXTS + len(self.spent))
                done += 1
        except Exception as error:  # noqa: BLE001 (raised again in the caller's thread)
            self.failure = error

    def _begun(self, number: int) -> dict[str, Any]:
        content = msgspec.to_builtins(samples.notice(number)) | {"locale": "nb"}
        saved, etag = self._asked("POST", "/v1/drafts", content, {})
        return {"id": saved["id"], "etag": etag, "content": content}

    def _asked(
        self, method: str, path: str, body: object, more: dict[str, str]
    ) -> tuple[dict[str, Any], str]:
        self._connection.request(method, path, msgspec.json.encode(body), self._headers | more)
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.status not in _OK:
            raise Unmeasured(f"{method} {path} answered {answer.status}: {told[:500].decode()}")
        return msgspec.json.decode(told), answer.headers.get("etag") or ""


def measure(effort: Effort) -> tuple[Measured, ...]:
    """p99 of reads in quiet and beside a publisher, their ratio, and how long a publication takes then. Raises MissingProgram without wrk."""
    programs.need("wrk")
    chosen, seconds = cores(), effort.seconds * _LONGER
    quiet: list[Driven] = []
    mixed: list[Driven] = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        with opened(Settings(data=folder)) as parts:
            fill(parts)
            wanted = CreateToken(name="bench", scopes=("publish",), actor="bench")
            token = parts.commands.create_token(wanted).secret.text
        with kept_to(chosen.served), serving(folder) as (url, _):
            first_answer(f"{url}/readyz")
            with kept_to(chosen.driving), closing(Publisher(url, token)) as publisher:
                for turn in range(_TEXTS):
                    publisher.publish(turn)
                publisher.spent.clear()
                for _ in range(effort.rounds):
                    quiet.append(_reads(url, chosen, seconds))
                    with publisher.at_work():
                        mixed.append(_reads(url, chosen, seconds))
    return tuple(_told(quiet, mixed, publisher.spent, seconds * effort.rounds))


def _reads(url: str, chosen: Cores, seconds: float) -> Driven:
    asked = [CASES[name].target for name in ("record", "fragment", "atom", "list")]
    targets = "{" + ", ".join(f'"{each}"' for each in asked) + "}"
    return driving.drive(
        url, seconds=seconds, connections=CONNECTIONS, cores=chosen.driving, script=_READ.format(targets=targets)
    )  # fmt: skip


def _told(quiet: list[Driven], mixed: list[Driven], spent: list[float], seconds: float) -> Iterator[Measured]:
    on = "record, fragment, feed and list in turn"
    for name, rounds in (("in quiet", quiet), (f"with {PACE} editions a second", mixed)):
        rate = statistics.median(each.rate for each in rounds)
        late = [each.p99 for each in rounds]
        yield Measured.of(
            f"p99 of reads {name}", late, unit="ms", on=f"{on}, {rate:,.0f} a second", judged=False
        )
    pace = len(spent) / seconds
    reached = pace >= _REACHED * PACE
    yield Measured.of(
        f"p99 of reads with {PACE} editions a second, against quiet",
        [busy.p99 / alone.p99 for busy, alone in zip(mixed, quiet, strict=True)],
        unit="×",
        target="≤ 2" if reached else "",
        on=f"{pace:.1f} editions a second, over HTTP, with every check{'' if reached else ': too few to judge'}",
    )
    times = sorted(each * 1000 for each in spent)
    yield Measured.of(
        "publish over HTTP beside readers",
        times,
        unit="ms",
        on=f"median of {len(times)}; p99 {times[int(len(times) * 0.99)]:.1f} ms",
        judged=False,
    )
