"""Settings and store for a verb, and who is acting."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

from content.errors import StoreError
from service import settings
from service.settings import Settings
from service.wiring import DATABASE, Parts, opened

LIBRARY = "library@nordkalott"
"""Who publishes what comes with the software."""


def settled(arguments: argparse.Namespace, **flags: object) -> Settings:
    """The settings in force for these arguments. Raises Invalid with every fault."""
    return settings.load(arguments.data, flags, os.environ)


@contextmanager
def parts(arguments: argparse.Namespace, *, make: bool = False) -> Iterator[Parts]:
    """The parts over the store that the arguments name; a store is made only where `make` says so.

    Raises StoreError where there is none: a slip in --data must not look like an empty store.
    """
    found = settled(arguments)
    if not make and not (found.folder / DATABASE).exists():
        raise StoreError(
            f"There is no store in {found.folder}. Make one with “nordkalott serve” or “nordkalott demo”, "
            "or name another folder with --data."
        )
    with opened(found) as opened_parts:
        yield opened_parts


def actor(arguments: argparse.Namespace) -> str:
    """Who acts: --as, or the login at the command line."""
    if getattr(arguments, "actor", None):
        return str(arguments.actor)
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = str(os.getuid())
    return f"{login}@command-line"
