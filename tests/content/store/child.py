"""Another process, for tests that kill it, starve it, or run it beside themselves. It prints one line for each thing done."""

from __future__ import annotations

import itertools
import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from content.errors import StoreError, StoreFull
from content.ports import Head
from content.store import DiskBlobs, claim, newest_schema, open_store
from content.store.stamp import Stamp
from tests.contract import build

NOBODY = 65534


def say(*what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def write(path: str, first: str, threads: str, each: str) -> None:
    """Publish records from number `first` on, in some threads; `each` is how many in each, 0 for no end."""
    say("opening")
    store = open_store(path)
    lock = threading.Lock()

    def run(start: int) -> None:
        numbers = range(start, start + int(each)) if int(each) else itertools.count(start)
        for number in numbers:
            change = build.publish(store, number, build.news(f"sak-{number}"), checked=build.evidence()[:2])
            with lock:
                say("kept", number, change.seq)

    workers = [threading.Thread(target=run, args=(int(first) + 100_000 * n,)) for n in range(int(threads))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    store.close()


def write_on_demand(path: str) -> None:
    """Publish the record of each number that is read, as often as it is read."""
    store = open_store(path)
    say("opened")
    for number in map(int, sys.stdin):
        standing = build.publish(store, number, build.news(f"sak-{number}"), checked=build.evidence()[:1])
        say("kept", number, standing.seq)


def commit_and_die(path: str) -> None:
    """Publish, and be killed after COMMIT, before anybody is told."""
    store = open_store(path)

    def announce(_: Stamp, head: Head) -> None:
        say("committed", head.seq)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(Stamp, "announce", announce)  # noqa: B010  # mypy does not let a method be replaced
    build.publish(store, 1, build.news("sak"), checked=build.evidence()[:1])


def stamp_as_nobody(path: str) -> None:
    """Without the rights of root, open a store to read it; for each line that is read, say the number."""
    newest_schema()  # what is imported on the way may be where only root reads
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    store = open_store(path, read_only=True)
    for _ in sys.stdin:
        say("stamp", store.stamp())


def redact(path: str, first: str) -> None:
    """Publish a record that says the name, redact it, and again with the next."""
    store = open_store(path)
    for number in itertools.count(int(first)):
        content = build.news(f"kari-nordmann-{number}", "Kari Nordmann", summary="Kari Nordmann")
        build.publish(
            store, number, content, note="Kari Nordmann", checked=build.evidence("<p>Kari Nordmann")
        )
        say("published", number)
        build.redact(store, number, "Kari Nordmann")
        say("redacted", number)
        store.erase()


def fill(path: str, limit: str) -> None:
    """Write until no file may grow further; then with more room."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = open_store(path)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), hard))
    text = "ord " * 1_000
    for number in itertools.count(1):
        try:
            build.save(store, number, build.news(f"sak-{number}", text=text))
        except StoreFull as error:
            say("full", number, str(error))
            break
        say("kept", number)
    with store.read() as reading:
        say("read", len(reading.standings()))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    build.save(store, number, build.news(f"sak-{number}", text=text))
    say("kept", number)
    say("verified", *store.verify())
    store.close()


def open_as_nobody(path: str) -> None:
    """Without the rights of root, open a store that this user cannot write."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    try:
        with claim(Path(path).parent):
            say("claimed")
    except StoreError as error:
        say(type(error).__name__, str(error))
    try:
        open_store(path)
    except StoreError as error:
        say(type(error).__name__, str(error))
    else:
        say("opened")


def hold(folder: str) -> None:
    """Claim a data folder and keep it."""
    with claim(Path(folder)):
        say("claimed", os.getpid())
        time.sleep(60)


def fill_blobs(folder: str, limit: str) -> None:
    """Take in and place files until no file may grow further; then with more room."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    blobs = DiskBlobs(Path(folder))
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), hard))
    big = bytes(2 * int(limit))
    try:
        with blobs.receive(len(big)) as incoming:
            incoming.write(big)
            incoming.source()
    except StoreFull as error:
        say("full", str(error))
    try:
        with blobs.placing():
            blobs.place([big])
    except StoreFull as error:
        say("full", str(error))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    with blobs.placing():
        say("kept", blobs.place([big])[0])


def place_blobs(folder: str) -> None:
    """Place files without end."""
    blobs = DiskBlobs(Path(folder))
    for number in itertools.count():
        with blobs.placing():
            say("kept", blobs.place([bytes([number % 256]) * 100_000, os.urandom(50_000)])[0])


if __name__ == "__main__":
    verbs: dict[str, Callable[..., None]] = {
        "write": write,
        "write-on-demand": write_on_demand,
        "commit-and-die": commit_and_die,
        "stamp-as-nobody": stamp_as_nobody,
        "redact": redact,
        "fill": fill,
        "open-as-nobody": open_as_nobody,
        "hold": hold,
        "fill-blobs": fill_blobs,
        "place-blobs": place_blobs,
    }
    verbs[sys.argv[1]](*sys.argv[2:])
