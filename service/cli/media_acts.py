"""The acts of `nordkalott media`, with their options and their help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import options

if TYPE_CHECKING:
    import argparse

    from service.cli.options import Verbs


def media(verbs: Verbs) -> None:
    """The verb and its acts."""
    made = options.verb(
        verbs,
        "media",
        "take in, list, describe and let go images, documents, films and recordings",
        "  nordkalott media add bro.jpg --alt nb='Ny bro over elva' --credit 'Kari Nordmann'\n"
        "  nordkalott media list --unused\n"
        "  nordkalott media remove 5f0c…\n",
    )
    acts = made.add_subparsers(dest="act", required=True, metavar="ACT")
    add = options.act(
        acts,
        "add",
        "take in files: by what they are, freed of what tells who and where",
        "  nordkalott media add bro.jpg --alt nb='Ny bro over elva' en='New bridge across the river'\n"
        "  nordkalott media add *.png --decorative\n",
    )
    add.add_argument(
        "path", nargs="+", type=Path, metavar="FILE", help="an image, PDF, film, recording or WebVTT"
    )
    _about(add)
    options.acting(add)
    listed = options.act(
        acts, "list", "what is there, newest first", "  nordkalott media list --unused --json\n"
    )
    listed.add_argument("--unused", action="store_true", help="only what no revision points to")
    show = options.act(
        acts, "show", "one file, and which revisions point to it", "  nordkalott media show 5f0c…\n"
    )
    _digest(show)
    describe = options.act(
        acts,
        "describe",
        "change what is said of a file; what is not named stays",
        "  nordkalott media describe 5f0c… --licence 'CC BY 4.0' --rightsholder 'Troms fylkeskommune'\n",
    )
    _digest(describe)
    _about(describe)
    options.acting(describe)
    remove = options.act(
        acts, "remove", "let a file go that no revision points to", "  nordkalott media remove 5f0c…\n"
    )
    _digest(remove)
    options.acting(remove)
    erase = options.act(
        acts,
        "erase",
        "erase a file for good, used or not: its address answers 410 from now on",
        "  nordkalott media erase 5f0c… --reason 'Published without consent'\n",
    )
    _digest(erase)
    erase.add_argument("--reason", required=True, help="readers are shown it")
    options.acting(erase)
    options.act(
        acts,
        "sweep",
        "remove what interrupted uploads left behind; the background work does so too",
        "  nordkalott media sweep\n",
    )


def _digest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("digest", metavar="DIGEST", help="the SHA-256 of the file, or its first digits")


def _about(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--alt",
        nargs="+",
        metavar="LOCALE=TEXT",
        help="suggested alternative texts, as nb='Ny bro over elva'",
    )
    parser.add_argument(
        "--decorative", action="store_true", default=None, help="an image that only decorates"
    )
    parser.add_argument("--credit", help="who made it")
    parser.add_argument("--licence", metavar="NAME", help="under what terms others may use it")
    parser.add_argument("--licence-url", metavar="ADDRESS", help="where these can be read")
    parser.add_argument("--rightsholder", metavar="NAME", help="whose it is")
