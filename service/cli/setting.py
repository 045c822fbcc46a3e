"""Settings and store for a verb, and who is acting."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import structs

from content.errors import StoreCorrupt, StoreError
from service import address, settings
from service.settings import Settings
from service.wiring import DATABASE, Parts, opened

LIBRARY = "library@nordkalott"
"""Who publishes what comes with the software."""


def settled(arguments: argparse.Namespace, **flags: object) -> Settings:
    """The settings in force for these arguments. Raises Invalid with every fault."""
    return settings.load(arguments.data, flags, os.environ)


def addressed(arguments: argparse.Namespace) -> Settings:
    """The same, with the base URL that the folder was last served under where nobody has set another."""
    found = settled(arguments)
    last = address.recall(found.folder) if says_no_address(found) else None
    return structs.replace(found, base_url=last) if last else found


def says_no_address(found: Settings, flag: str | None = None) -> bool:
    """True where neither flag, variable nor file sets the base URL."""
    said = flag is not None or settings.variable("base_url") in os.environ
    return not said and found.base_url == Settings().base_url


@contextmanager
def parts(arguments: argparse.Namespace, *, make: bool = False, last: bool = False) -> Iterator[Parts]:
    """The parts over the store that the arguments name; a store is made only where `make` says so; `last` is for much work for
    which nobody waits.

    Raises StoreError where there is none: a slip in --data must not look like an empty store.
    """
    found = addressed(arguments)
    if not make and not holds_store(found.folder):
        raise StoreError(
            f"There is no store in {found.folder}. Make one with “nordkalott serve” or “nordkalott demo”, "
            "or name another folder with --data."
        )
    with opened(found, last=last) as opened_parts:
        yield opened_parts


def holds_store(folder: Path) -> bool:
    """True where there is a database with something in it: an empty file is none.

    Raises StoreCorrupt where there was one: a folder that has been served must not look like a new one.
    """
    path = folder / DATABASE
    size = path.stat().st_size if path.exists() else 0
    if path.exists() and not size and address.recall(folder):
        raise StoreCorrupt(
            f"The store {path} is empty, and has been served before. Restore it from a backup; "
            f"to begin anew, remove it and {folder / address.NAME}."
        )
    return size > 0


def actor(arguments: argparse.Namespace) -> str:
    """Who acts: --as, or the login at the command line."""
    if getattr(arguments, "actor", None):
        return str(arguments.actor)
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = str(os.getuid())
    return f"{login}@command-line"
