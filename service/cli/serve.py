"""`nordkalott serve`: claim the folder, listen, fill an empty store, and say where."""

from __future__ import annotations

import argparse
import ctypes
import gc
import socket
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from typing import Final

from msgspec import structs

from content.ports import Selection
from service import address, worker
from service.cli import seed, setting
from service.edge import server, telemetry
from service.minder.minder import Minder
from service.minder.work import Answering, background
from service.settings import Settings
from service.wiring import Parts, claimed, opened

_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104  # recognised, not bound
_ARENA_MAX: Final = -8
"""M_ARENA_MAX of malloc.h: how many heaps there may be."""
_FIRST_TO_SHOW: Final = "internasjonal-avdeling"


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C, then let running requests end; 0 after both."""
    settled = setting.settled(
        arguments,
        host=arguments.host,
        port=arguments.port,
        base_url=arguments.base_url,
        workers=arguments.workers,
    )
    _share_heap()
    with claimed(settled), closing(server.bind(settled)) as listener:
        here = _reached(listener)
        if setting.says_no_address(settled, arguments.base_url):
            settled = structs.replace(settled, base_url=here)
        telemetry.configure(settled.log_format, sys.stderr)
        setting.holds_store(settled.folder)
        serve = _alone if settled.workers == 1 else _together
        serve(settled, listener, here, browse=arguments.open)
    return 0


def _share_heap() -> None:
    """Let all threads take memory from one heap. By itself the C library (glibc) gives each its own, and answers that come and go in several
    leave holes in all of them: 424 MB where the snapshots are 256 MiB, 326 in one.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def _alone(settled: Settings, listener: socket.socket, here: str, *, browse: bool) -> None:
    """All in this process."""
    with opened(settled, apart=True) as parts:
        _begin(parts)
        application = parts.application()
        gc.collect()
        gc.freeze()  # what is there now stays: to look at it again and again would keep readers waiting for twentieths of a second
        with worker.running(*parts.workers()):
            server.serve(
                application,
                settled,
                listener=listener,
                announce=lambda _: _announce(here, settled, _to_try(parts), browse=browse),
            )


def _together(settled: Settings, listener: socket.socket, here: str, *, browse: bool) -> None:
    """In processes of their own, which this one minds."""
    with opened(settled) as parts:
        _begin(parts)
        to_try = _to_try(parts)
    answering = Answering(settled, listener)
    Minder(
        answering.run, partial(background, settled), answering=settled.workers, grace=settled.shutdown_grace
    ).run(lambda: _announce(here, settled, to_try, browse=browse))


def _begin(parts: Parts) -> None:
    address.remember(parts.settings.folder, parts.settings.base_url)
    if loaded := seed.fill(parts):
        print(f"The store was empty. Published the library: {len(loaded.published)} editions.")


def _reached(listener: socket.socket) -> str:
    """Where this machine itself reaches the socket: one that listens on every interface has no address of its own."""
    url = server.url_of(listener)
    for everywhere, here in _EVERYWHERE.items():
        url = url.replace(f"//{everywhere}:", f"//{here}:")
    return url


def _announce(here: str, settled: Settings, to_try: Sequence[tuple[str, str]], *, browse: bool) -> None:
    public = settled.base_url
    print(f"Nordkalott serves {settled.folder} at {here}" + (f", for {public}" if public != here else ""))
    for name, path in to_try:
        print(f"  {name:14} {here}{path}")
    print("Stop with Ctrl-C.", flush=True)
    if browse:
        webbrowser.open(here)


def _to_try(parts: Parts) -> list[tuple[str, str]]:
    with parts.store.read() as reading:
        if reading.resolve("nb", _FIRST_TO_SHOW):
            slug = _FIRST_TO_SHOW
        else:
            newest = reading.listing(Selection(locale="nb", limit=1))
            slug = newest[0].standing.slug if newest else ""
    of_record = [
        ("A page", f"/pages/nb/{slug}"),
        ("A record", f"/v1/records/{slug}?locale=nb"),
        ("A fragment", f"/fragments/{slug}?locale=nb&h=2"),
    ]
    return [
        ("Landing page", "/"),
        *(of_record if slug else ()),
        ("Atom feed", "/feeds/nb.atom"),
        ("API reference", "/docs"),
    ]
