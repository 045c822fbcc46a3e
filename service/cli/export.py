"""`nordkalott export`: everything as JSON Lines, one object a line with its `type`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from content.attestations import Said
from content.media.medium import Medium
from content.ports import Reading
from content.ports.attestations import Asked
from service.cli import setting
from service.newfile import fresh
from service.wiring import newest_schema, now

_BATCH: Final = 500


def run(arguments: argparse.Namespace) -> int:
    """Write a new file, whole or not at all; or to standard output."""
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        if arguments.file == "-":
            _write(reading, sys.stdout.buffer)
        else:
            with fresh(Path(arguments.file)) as stream:
                _write(reading, stream)
    return 0


def _write(reading: Reading, stream: BinaryIO) -> None:
    encoder = msgspec.json.Encoder()
    for kind, value in _everything(reading):
        stream.write(encoder.encode({"type": kind, kind: value}) + b"\n")


def _everything(reading: Reading) -> Iterator[tuple[str, Any]]:
    """As of one moment: what the store is, each record in each locale with its revisions and editions, who looks after it, what is
    planned, what was answered about findings, what is known of media, ledger and journal.

    An edition is a revision that was published: it names it, and does not say its content again.
    """
    head = reading.head()
    yield "store", {"schema": newest_schema(), "epoch": head.epoch, "seq": head.seq, "at": now()}
    for standing in reading.each_standing():
        yield "standing", standing
        for revision in reading.revisions(standing.id, standing.locale):
            yield "revision", revision
        for edition in reading.editions(standing.id, standing.locale):
            yield (
                "edition",
                {name: value for name, value in msgspec.structs.asdict(edition).items() if name != "content"},
            )
    for identity, _ in groupby(reading.each_standing(), attrgetter("id")):
        yield "stewardship", reading.stewardship.of(identity)
    for plan in reading.schedule.listing():
        yield "plan", plan
    yield from (("attestation", said) for said in _attestations(reading))
    for medium in _media(reading):
        yield "medium", medium
    for line in reading.redactions.ledger():
        yield "redaction", line
    number = 0
    while entries := reading.journal(number, _BATCH):
        for entry in entries:
            yield "journal", entry
            number = entry.number


def _attestations(reading: Reading) -> Iterator[Said]:
    """All that people answered, revoked ones too, newest first."""
    after: int | None = None
    while found := reading.attestations.listing(Asked(after=after, limit=_BATCH)):
        yield from found
        after = found[-1].number


def _media(reading: Reading) -> Iterator[Medium]:
    """All media, those that were erased too, each once."""
    for digest in dict.fromkeys(file.digest for file in reading.media.files()):
        medium = reading.media.get(digest)
        if medium:
            yield medium
