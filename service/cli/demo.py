"""`nordkalott demo`: labelled, invented examples of every kind, to try things with."""

from __future__ import annotations

import argparse

from content import files
from service import library
from service.cli import seed, setting, terminal


def run(arguments: argparse.Namespace) -> int:
    """Publish the examples that are not there yet; in an empty store the library first, whose topics they have."""
    with setting.parts(arguments, make=True, last=True) as parts:
        filled = seed.fill(parts)
        loaded = library.publish(
            files.read(library.folder("examples"), parts.settings.locales),
            parts.store,
            parts.commands,
            actor=setting.LIBRARY,
            note="Invented example",
            progress=terminal.progress("Publishing examples"),
        )
        pages = [parts.links.page(each.locale, each.slug) for each in loaded.published]
    if arguments.json:
        terminal.data(
            {
                "library": len(filled.published) if filled else 0,
                "published": pages,
                "unchanged": loaded.unchanged,
                "kept": loaded.kept,
            }
        )
        return 0
    if filled:
        print(f"The store was empty. Published the library: {len(filled.published)} editions.")
    print(f"Published {len(pages)} editions of invented examples; {loaded.unchanged} were there already.")
    if loaded.kept:
        print(f"{loaded.kept} were left as an editor has changed them.")
    for page in pages:
        print(f"  {page}")
    return 0
