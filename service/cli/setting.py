"""Settings and store for a verb, and who is acting."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

from service import settings
from service.settings import Settings
from service.wiring import Parts, opened

LIBRARY = "library@nordkalott"
"""Who publishes what comes with the software."""


def settled(arguments: argparse.Namespace, **flags: object) -> Settings:
    """The settings in force for these arguments. Raises Invalid with every fault."""
    return settings.load(arguments.data, flags, os.environ)


@contextmanager
def parts(arguments: argparse.Namespace) -> Iterator[Parts]:
    """The parts over the store that the arguments name."""
    with opened(settled(arguments)) as found:
        yield found


def actor(arguments: argparse.Namespace) -> str:
    """Who acts: --as, or the login at the command line."""
    if getattr(arguments, "actor", None):
        return str(arguments.actor)
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = str(os.getuid())
    return f"{login}@command-line"
