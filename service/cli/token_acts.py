"""The acts of `nordkalott token`, with their options and their help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.kinds import KINDS
from service.cli import options

if TYPE_CHECKING:
    import argparse

    from service.cli.options import Verbs

# Written out: what knows them would bring in all of the model, for a help text.
SCOPES = ("drafts", "publish", "admin")


def tokens(verbs: Verbs) -> None:
    """The verb and its acts."""
    made = options.verb(
        verbs,
        "token",
        "make, list, replace and end the tokens that the API is written with",
        "  nordkalott token create desk --scope publish --expires 90d\n"
        "  nordkalott token list\n"
        "  nordkalott token rotate desk --overlap 7d\n"
        "  nordkalott token revoke desk --reason 'Seen in a public repository'\n",
    )
    acts = made.add_subparsers(dest="act", required=True, metavar="ACT")
    create = options.act(
        acts,
        "create",
        "make a token, and print it: nobody can see it again",
        "  nordkalott token create desk --scope publish --kind news event --locale nb nn --expires 90d\n",
    )
    create.add_argument("name", metavar="NAME", help="who acts with it; stands in the journal")
    create.add_argument(
        "--scope",
        nargs="+",
        required=True,
        choices=SCOPES,
        help="what it may do: drafts, publish (which holds drafts), or admin (which holds both)",
    )
    create.add_argument("--kind", nargs="+", choices=KINDS, help="only these kinds")
    create.add_argument("--locale", nargs="+", metavar="LOCALE", help="only these locales")
    _expires(create, "for ever")
    options.acting(create)
    options.act(acts, "list", "all tokens, and whether they are good", "  nordkalott token list --json\n")
    revoke = options.act(
        acts,
        "revoke",
        "end a token at once and for good, or all tokens of a name",
        "  nordkalott token revoke desk --reason 'Seen in a public repository'\n  nordkalott token revoke 4f1c09d27a5be318\n",
    )
    revoke.add_argument("ref", metavar="REF", help="a name, an id, or the token itself")
    revoke.add_argument("--reason", default="", help="why, for the journal")
    options.acting(revoke)
    rotate = options.act(
        acts,
        "rotate",
        "make a token that replaces another, with the same rights, and print it",
        "  nordkalott token rotate desk --overlap 7d\n",
    )
    rotate.add_argument("ref", metavar="REF", help="a name, or an id")
    rotate.add_argument(
        "--overlap",
        metavar="TIME",
        default="1d",
        help="how long the old one is good beside it: 0m, 12h, 7d (1d)",
    )
    _expires(rotate, "as long as the old one had")
    options.acting(rotate)


def _expires(parser: argparse.ArgumentParser, otherwise: str) -> None:
    parser.add_argument("--expires", metavar="TIME", help=f"how long it is good: 12h, 90d, 52w ({otherwise})")
