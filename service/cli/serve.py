"""`nordkalott serve`: claim the folder, fill an empty store, listen, and say where."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser

from msgspec import structs

from content import files
from service import library, settings
from service.cli import setting, terminal
from service.edge import server, telemetry
from service.wiring import Parts, claimed, opened


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    given = {"host": arguments.host, "port": arguments.port, "base_url": arguments.base_url}
    settled = settings.load(arguments.data, given, os.environ)
    with claimed(settled):
        listener = server.bind(settled)
        if settled.base_url == settings.Settings().base_url:
            settled = structs.replace(settled, base_url=server.url_of(listener))
        telemetry.configure(settled.log_format, sys.stderr)
        with opened(settled) as parts:
            _fill(parts)
            server.serve(
                parts.application(),
                settled,
                listener=listener,
                announce=lambda url: _announce(url, parts, browse=arguments.open),
            )
    return 0


def _fill(parts: Parts) -> None:
    with parts.store.read() as reading:
        if reading.standings():
            return
    manuscripts = files.read(library.folder("library"), parts.settings.locales)
    loaded = library.publish(
        manuscripts,
        parts.store,
        parts.commands,
        actor=setting.LIBRARY,
        progress=terminal.progress("Publishing the library"),
    )
    print(f"Published the library: {len(loaded.published)} editions.")


def _announce(url: str, parts: Parts, *, browse: bool) -> None:
    lines = [("Landing page", "/"), ("A page", "/pages/nb/internasjonal-avdeling"), ("A record", "/v1/records/internasjonal-avdeling?locale=nb"),
             ("A fragment", "/fragments/internasjonal-avdeling?locale=nb&h=2"), ("Atom feed", "/feeds/nb.atom"), ("Changes", "/v1/changes"), ("API reference", "/docs")]  # fmt: skip
    print(f"Nordkalott serves {parts.settings.folder} at {url}")
    for name, path in lines:
        print(f"  {name:14} {url}{path}")
    print("Stop with Ctrl-C.", flush=True)
    if browse:
        webbrowser.open(url)
