"""What every verb's parser has: its help, its examples, and the options that all share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Verbs: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

CODES = "Exit codes: 0 done, 1 a negative answer, 2 wrong use or could not run, 130 interrupted."


def verb(
    verbs: Verbs, name: str, summary: str, examples: str, *, module: str = ""
) -> argparse.ArgumentParser:
    made = verbs.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"Examples:\n{examples}\n{CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(module=module or name)
    data(made, default=argparse.SUPPRESS)
    return made


def data(parser: argparse.ArgumentParser, default: object) -> None:
    """`--data` may stand before the verb and after it."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=default, help="the data folder (NORDKALOTT_DATA; ./data)"
    )


def json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def act(acts: Verbs, name: str, summary: str, examples: str) -> argparse.ArgumentParser:
    """One of the acts of a verb that has several."""
    made = acts.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"Examples:\n{examples}\n{CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    data(made, default=argparse.SUPPRESS)
    json(made)
    return made


def acting(parser: argparse.ArgumentParser) -> None:
    """Who acts, where something is changed."""
    parser.add_argument(
        "--as", dest="actor", metavar="NAME", help="who does it, for the journal (LOGIN@command-line)"
    )


def limit(parser: argparse.ArgumentParser, most: int) -> None:
    """How many of the newest are shown."""
    parser.add_argument(
        "--limit",
        type=int,
        choices=range(1, most + 1),
        default=50,
        metavar="N",
        help=f"how many at most, up to {most} (50)",
    )


def advice(parser: argparse.ArgumentParser) -> None:
    """Whether advice is given beside Reports."""
    parser.add_argument(
        "--advice",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="say too which text seems to be in another language than is said, and how hard it reads",
    )
