"""`nordkalott doctor`: everything that can be found wrong, with the mend."""

from __future__ import annotations

import argparse
import datetime
import platform
import shutil
import sys
from importlib.metadata import version
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from content.commands.redacting import lock
from content.errors import Invalid, StoreBusy, StoreError
from service.cli import setting, terminal
from service.courier.lanes import host_of
from service.restore import ASIDE, UNPACKED
from service.settings import Settings
from service.wiring import DATABASE, KEY, Parts, claimed, engine, newest_schema, now, opened, read_key

_TROUBLE: Final = 3
"""Failures in a row that are told: one or two are the weather."""
_LATE: Final = datetime.timedelta(minutes=10)
_RUN: Final = "Run “nordkalott serve” or “nordkalott worker”."
_ROOM: Final = 100 * 1024 * 1024


def run(arguments: argparse.Namespace) -> int:
    """Print what was examined and what is wrong; 1 where something is. A store of an older schema is brought up to date."""
    facts: dict[str, Any] = {
        "version": version("nordkalott"),
        "python": platform.python_version(),
        "engine": engine(),
    }
    faults: list[str] = []
    try:
        settled = setting.addressed(arguments)
    except Invalid as error:
        faults += [fault.message.en for fault in error.faults]
    else:
        _folder(settled, facts, faults)
    if arguments.json:
        terminal.data({**facts, "faults": faults})
        return 1 if faults else 0
    for name, value in facts.items():
        if value != "":
            print(f"{name.replace('_', ' '):14} {terminal.plain(str(value))}")
    for fault in faults:
        print(f"{terminal.painted('FAULT', 'red', sys.stdout)} {terminal.plain(fault)}")
    if not faults:
        print(terminal.painted("No fault found.", "green", sys.stdout))
    return 1 if faults else 0


def _folder(settled: Settings, facts: dict[str, Any], faults: list[str]) -> None:
    folder = settled.folder
    facts["store"] = str(folder / DATABASE)
    if not (folder / DATABASE).exists():
        faults.append(
            f"There is no store in {folder}. Make one with “nordkalott serve” or “nordkalott demo”, "
            "or name another folder with --data."
        )
        return
    facts["free_bytes"] = free = shutil.disk_usage(folder).free
    if free < _ROOM:
        faults.append(
            f"Only {free // 2**20} MiB are free where {folder} is. Make room: a full disk stops every write."
        )
    try:
        facts["served"] = _served(settled)
        _left_by_a_restore(settled, facts, faults)
        with opened(settled) as parts:
            _store(parts, facts, faults)
    except StoreError as error:
        faults.append(str(error))
    if settled.base_url == Settings().base_url:
        facts["note"] = (
            "base_url is that of this machine: set NORDKALOTT_BASE_URL before others embed or subscribe."
        )


def _left_by_a_restore(settled: Settings, facts: dict[str, Any], faults: list[str]) -> None:
    """Copies of the store that no redaction reaches."""
    if kept := sorted(each.name for each in settled.folder.glob(f"{ASIDE}*")):
        facts["kept_aside"] = (
            f"{', '.join(kept)}: from before a restore. No redaction reaches it: remove it once you are content."
        )
    if facts["served"] != "no":
        return  # it may be a restore that is at work
    faults += [
        f"{each} is what a restore was at when it was killed: a backup unpacked, with all that was redacted since. Remove it."
        for each in sorted(settled.folder.glob(f"{UNPACKED}*"))
    ]


def _store(parts: Parts, facts: dict[str, Any], faults: list[str]) -> None:
    # First of all: where something is damaged, the counting below may come no further.
    wrong = parts.store.verify()
    faults += wrong
    if not wrong:
        faults += parts.media.verify()
    _key(parts, facts, faults)
    _deliveries(parts, facts, faults)
    with parts.store.read() as reading:
        head = reading.head()
        records, published = 0, 0
        for _, texts in groupby(reading.each_standing(), attrgetter("id")):
            records += 1
            published += sum(each.state == "published" for each in texts)
    facts |= {
        "schema": newest_schema(),
        "epoch": head.epoch,
        "seq": head.seq,
        "records": records,
        "published": published,
        "journal": "the chain holds"
        if not any("journal" in each for each in wrong)
        else "the chain is broken",
    }


def _deliveries(parts: Parts, facts: dict[str, Any], faults: list[str]) -> None:
    """What waits to be pushed and what was given up, and who does not take it."""
    at = now()
    with parts.store.read() as reading:
        counts = reading.subscribers.counts()
        summary = reading.deliveries.summary()
        troubled = reading.subscribers.troubled(_TROUBLE)
        late = reading.deliveries.late(at - _LATE)
        asked, first = reading.intents.count(), reading.intents.next(at)
    facts["subscribers"] = f"{counts['websub']} by WebSub, {counts['webhook']} webhooks"
    states = summary.states
    facts["deliveries"] = (
        f"{states['waiting']} wait, {states['failed']} were given up, {states['delivered']} delivered"
    )
    if summary.oldest:
        facts["oldest_delivery"] = f"waits since {summary.oldest:%Y-%m-%dT%H:%M:%SZ}"
    if asked:
        facts["hub"] = f"callbacks that wait to be asked or told: {asked}"
    if first is not None and first < at - _LATE:
        faults.append(
            f"Callbacks of the hub were to be called more than {_LATE.seconds // 60} minutes ago, and nobody calls them. {_RUN}"
        )
    if late:
        faults.append(
            f"{late} deliveries were due more than {_LATE.seconds // 60} minutes ago, and nobody sends them. {_RUN}"
        )
    faults += [
        f"{each.sort} subscriber {each.id} ({host_of(each.url)}) failed {each.failures} times in a row. Look at its last answers with "
        f"“nordkalott deliveries list --subscriber {each.id}”; once it is mended, “nordkalott deliveries replay --failed {each.id}”."
        for each in troubled
    ]


def _key(parts: Parts, facts: dict[str, Any], faults: list[str]) -> None:
    """Whether the key is there that redactions were made with: without it no backup from before them can be restored."""
    with parts.store.read() as reading:
        locks = {line.lock for line in reading.redactions.ledger() if line.needles}
    path = parts.settings.folder / KEY
    if locks and not path.exists():
        faults.append(
            f"{path} is missing: no backup from before a redaction can be restored without it. Put it back from where you keep it. "
            "If it is lost, the next redaction makes another."
        )
    elif locks and locks != {lock(read_key(path))}:
        facts["redaction_key"] = (
            "some redactions were made with another one: keep that too, for “restore --key”"
        )


def _served(settled: Settings) -> str:
    try:
        with claimed(settled):
            return "no"
    except StoreBusy as busy:
        return str(busy).partition(". Stop")[0]
