"""A process of one thread that forks, for tests: what forks must not have the threads of a test. It prints one line for each thing done."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from service.edge import access, telemetry
from service.limits import Buckets
from service.minder import minder
from service.minder.minder import Minder, NotStartedError
from service.minder.place import Place


def say(*what: object) -> None:
    """In one piece, whoever else prints."""
    os.write(1, (" ".join(map(str, what)) + "\n").encode())


def _ready_until_told(place: Place) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    place.ready()
    signal.sigwait({signal.SIGTERM})


def _mind(answer: Callable[[Place], None], grace: float = 0.0) -> None:
    try:
        Minder(answer, _ready_until_told, answering=2, grace=grace).run(lambda: say("announced", os.getpid()))
    except NotStartedError as error:
        say("not started:", error)


def stay() -> None:
    """Children that end when they are told to."""

    def answer(place: Place) -> None:
        say("began", os.getpid())
        _ready_until_told(place)

    _mind(answer)


def fail() -> None:
    """A child that never becomes ready."""

    def answer(place: Place) -> None:
        raise RuntimeError(place)

    _mind(answer)


def die() -> None:
    """Children that become ready, and die soon after."""

    def answer(place: Place) -> None:
        place.ready()
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)

    _mind(answer)


def refuse() -> None:
    """Children that do not end when they are told to."""

    def answer(place: Place) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say("began", os.getpid())
        place.ready()
        time.sleep(60)

    setattr(minder, "LEAVE", 0.2)  # noqa: B010  # so that nobody waits for it
    _mind(answer)


def limit(processes: str, each: str) -> None:
    """Take from one bucket in several processes at once, one of which is killed while it holds the lock; prints how much was had."""
    buckets = Buckets(per_minute=1, burst=100, together=True)
    if not os.fork():
        with buckets._lock.held():
            os.kill(os.getpid(), signal.SIGKILL)
    reading, writing = os.pipe()
    children = []
    for _ in range(int(processes)):
        child = os.fork()
        if not child:
            had = sum(not buckets.take("kari", 10**9).wait for _ in range(int(each)))
            os.write(writing, had.to_bytes(4, "big"))
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    say(*(int.from_bytes(os.read(reading, 4), "big") for _ in children))


def log(processes: str, batches: str) -> None:
    """Write lines of answers to one log from several processes, many lines at a time."""
    telemetry.configure("json", sys.stdout)
    children = []
    for _ in range(int(processes)):
        child = os.fork()
        if not child:
            asked = access.Asked(method="GET", path=f"/v1/records/{'a' * 60}", query=("locale",))
            lines = [(time.time(), b"0123456789abcdef", 0.001, access.Told(asked, 200, 2000))] * 300
            for _ in range(int(batches)):
                telemetry.write(access.LOGGER, lines)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    verbs: dict[str, Callable[..., None]] = {
        "stay": stay,
        "fail": fail,
        "die": die,
        "refuse": refuse,
        "limit": limit,
        "log": log,
    }
    verbs[sys.argv[1]](*sys.argv[2:])
