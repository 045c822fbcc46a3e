"""`nordkalott serve`: claim the folder, listen, fill an empty store, and say where."""

from __future__ import annotations

import argparse
import socket
import sys
import webbrowser
from contextlib import closing
from typing import Final

from msgspec import structs

from content.ports import Selection
from service import address, worker
from service.cli import seed, setting
from service.edge import server, telemetry
from service.wiring import Parts, claimed, opened

_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104  # recognised, not bound
_FIRST_TO_SHOW: Final = "internasjonal-avdeling"


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C, then let running requests end; 0 after both."""
    settled = setting.settled(
        arguments, host=arguments.host, port=arguments.port, base_url=arguments.base_url
    )
    with claimed(settled), closing(server.bind(settled)) as listener:
        here = _reached(listener)
        if setting.says_no_address(settled, arguments.base_url):
            settled = structs.replace(settled, base_url=here)
        telemetry.configure(settled.log_format, sys.stderr)
        setting.holds_store(settled.folder)
        with opened(settled, apart=True) as parts:
            address.remember(settled.folder, settled.base_url)
            if loaded := seed.fill(parts):
                print(f"The store was empty. Published the library: {len(loaded.published)} editions.")
            with worker.running(*parts.workers()):
                server.serve(
                    parts.application(),
                    settled,
                    listener=listener,
                    announce=lambda _: _announce(here, parts, browse=arguments.open),
                )
    return 0


def _reached(listener: socket.socket) -> str:
    """Where this machine itself reaches the socket: one that listens on every interface has no address of its own."""
    url = server.url_of(listener)
    for everywhere, here in _EVERYWHERE.items():
        url = url.replace(f"//{everywhere}:", f"//{here}:")
    return url


def _announce(here: str, parts: Parts, *, browse: bool) -> None:
    public = parts.settings.base_url
    print(
        f"Nordkalott serves {parts.settings.folder} at {here}" + (f", for {public}" if public != here else "")
    )
    for name, path in _to_try(parts):
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
