"""The acts of `nordkalott webhooks`, with their options and their help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from content.kinds import KINDS
from service.cli import options

if TYPE_CHECKING:
    import argparse

    from service.cli.options import Verbs

# Written out: what knows them would bring in all of the model, for a help text.
EVENTS: Final = (
    "record.published",
    "record.withdrawn",
    "record.gone",
    "record.redirected",
    "check.failed",
)
_MOST: Final = 200


def webhooks(verbs: Verbs) -> None:
    """The verb and its acts."""
    made = options.verb(
        verbs,
        "webhooks",
        "say who is told of what happens, and see how that went",
        "  nordkalott webhooks create portal https://hooks.example.org/nordkalott --kind news call\n"
        "  nordkalott webhooks test portal\n"
        "  nordkalott webhooks deliveries portal\n"
        "  nordkalott webhooks change portal --locale nb nn\n"
        "  nordkalott webhooks rotate portal --overlap 7d\n"
        "  nordkalott webhooks delete portal --reason 'The portal was shut down'\n",
    )
    acts = made.add_subparsers(dest="act", required=True, metavar="ACT")
    _create(acts)
    _change(acts)
    options.act(
        acts, "list", "all webhooks, and whether they are sent to", "  nordkalott webhooks list --json\n"
    )
    _named(options.act(acts, "show", "one webhook, with its filters", "  nordkalott webhooks show portal\n"))
    delete = options.act(
        acts,
        "delete",
        "send nothing more there, what waits included",
        "  nordkalott webhooks delete portal --reason 'The portal was shut down'\n",
    )
    _named(delete)
    delete.add_argument("--reason", default="", help="why, for the journal")
    options.acting(delete)
    test = options.act(
        acts,
        "test",
        "send a delivery that tells of nothing; a running service sends it",
        "  nordkalott webhooks test portal\n",
    )
    _named(test)
    options.acting(test)
    rotate = options.act(
        acts,
        "rotate",
        "sign with a new secret, and print it",
        "  nordkalott webhooks rotate portal --overlap 7d\n",
    )
    _named(rotate)
    rotate.add_argument(
        "--overlap",
        metavar="TIME",
        default="1d",
        help="how long it is signed with the old one too: 0m, 12h, 7d (1d)",
    )
    options.acting(rotate)
    deliveries = options.act(
        acts,
        "deliveries",
        "how the last deliveries went, the newest first",
        "  nordkalott webhooks deliveries portal --limit 20\n",
    )
    _named(deliveries)
    options.limit(deliveries, _MOST)


def _create(acts: Verbs) -> None:
    create = options.act(
        acts,
        "create",
        "tell an address from now on, and print the secret that it is signed with: nobody can see it again",
        "  nordkalott webhooks create portal https://hooks.example.org/nordkalott --kind news call --locale nb en\n"
        "  nordkalott webhooks create redaksjon https://chat.example.org/inn --event check.failed\n",
    )
    create.add_argument("name", metavar="NAME", help="what you call it")
    create.add_argument("url", metavar="URL", help="where each delivery is sent by POST: https")
    _filters(create, "+", [])
    options.acting(create)


def _change(acts: Verbs) -> None:
    change = options.act(
        acts,
        "change",
        "give one another name, address or filters; what is not named stays",
        "  nordkalott webhooks change portal --url https://hooks.example.org/new\n"
        "  nordkalott webhooks change portal --kind news event --locale\n",
    )
    _named(change)
    change.add_argument("--name", metavar="NAME", help="what you call it from now on")
    change.add_argument(
        "--url", metavar="URL", help="where deliveries are sent from now on, those that wait too"
    )
    _filters(change, "*", None)
    options.acting(change)


def _filters(parser: argparse.ArgumentParser, count: str, default: object) -> None:
    more = "; none after it means all" if count == "*" else ""
    told: dict[str, dict[str, Any]] = {
        "--event": {"choices": EVENTS, "help": f"only these events{more}"},
        "--kind": {"choices": KINDS, "help": f"only these kinds{more}"},
        "--locale": {"metavar": "LOCALE", "help": f"only these locales{more}"},
        "--topic": {"metavar": "KEY", "help": f"only these topics, what leaves them included{more}"},
    }
    for name, about in told.items():
        parser.add_argument(name, nargs=count, default=default, **about)


def _named(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="a webhook's name, or its id")
