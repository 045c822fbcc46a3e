"""The acts of `nordkalott deliveries`, with their options and their help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.cli import options

if TYPE_CHECKING:
    from service.cli.options import Verbs

# Written out: what knows them would bring in all of the model, for a help text.
STATES: Final = ("waiting", "delivered", "superseded", "failed")
_MOST: Final = 1000


def deliveries(verbs: Verbs) -> None:
    """The verb and its acts."""
    made = options.verb(
        verbs,
        "deliveries",
        "see what was pushed to subscribers and webhooks, and send again what was given up",
        "  nordkalott deliveries list --state failed\n"
        "  nordkalott deliveries show 0a5c…\n"
        "  nordkalott deliveries replay --failed portal\n",
    )
    acts = made.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = options.act(
        acts,
        "list",
        "the last deliveries, the newest first",
        "  nordkalott deliveries list --state waiting failed\n",
    )
    listed.add_argument("--subscriber", metavar="REF", help="only of this one: a name, an address or an id")
    listed.add_argument("--state", nargs="+", choices=STATES, default=[], help="only in these states")
    options.limit(listed, _MOST)
    show = options.act(acts, "show", "one delivery", "  nordkalott deliveries show 0a5c…\n")
    show.add_argument("message", metavar="MESSAGE", help="its id, as “list” shows it")
    replay = options.act(
        acts,
        "replay",
        "send again, with the same id and from the first attempt on; a running service sends it",
        "  nordkalott deliveries replay 0a5c…\n  nordkalott deliveries replay --failed portal\n",
    )
    replay.add_argument("message", metavar="MESSAGE", nargs="?", help="the id of one")
    replay.add_argument(
        "--failed",
        metavar="REF",
        help="all that were given up of this subscriber: a name, an address or an id",
    )
    options.acting(replay)
