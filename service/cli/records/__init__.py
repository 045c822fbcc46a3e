"""`nordkalott records …`: the authoring verbs at the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from service.cli import setting
from service.cli.records import attesting, drafts, planning, publishing, reading
from service.wiring import Parts


def run(arguments: argparse.Namespace) -> int:
    """Run the act that the arguments name. Only `save` makes a store where there is none."""
    acts: dict[str, Callable[[argparse.Namespace, Parts], int]] = {
        "list": reading.listed,
        "show": reading.show,
        "history": reading.history_of,
        "diff": reading.diff,
        "translations": reading.translations_of,
        "save": drafts.save,
        "check": drafts.check,
        "take-up": drafts.take_up,
        "delete": drafts.delete,
        "publish": publishing.publish,
        "restore": publishing.restore,
        "unschedule": publishing.unschedule,
        "steward": publishing.steward,
        "due": planning.listed,
        "withdraw": publishing.change,
        "gone": publishing.change,
        "redirect": publishing.change,
        "attest": attesting.attest,
        "override": attesting.override,
        "revoke": attesting.revoke,
        "attestations": attesting.listed,
        "redact": publishing.redact,
    }
    with setting.parts(arguments, make=arguments.act == "save") as parts:
        return acts[arguments.act](arguments, parts)
