"""The journal as a file: one JSON object a line, each with the hash of the one before, so that it can be verified by itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from content.journal import Chain, Link
from content.ports import JournalEntry
from service.cli import setting, terminal
from service.newfile import fresh

_BATCH: Final = 500
_SHOWN: Final = 20
_ENTRY: msgspec.json.Decoder[JournalEntry] = msgspec.json.Decoder(JournalEntry)


def export(arguments: argparse.Namespace) -> int:
    """Write the entries after --since into a new file, whole or not at all. Raises Conflict where there is a file of this name."""
    if arguments.export == "-":
        _write(arguments, sys.stdout.buffer)
        return 0
    path = Path(arguments.export)
    with fresh(path) as stream:
        last = _write(arguments, stream)
    if arguments.json:
        terminal.data({"file": str(path), "last": last.number, "hash": last.hash})
    else:
        print(
            f"Wrote the journal up to entry {last.number} to {terminal.plain(str(path))}. Its hash is {last.hash}."
        )
    return 0


def _write(arguments: argparse.Namespace, stream: BinaryIO) -> Link:
    last = Link(number=arguments.since)
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        while batch := reading.journal(last.number, _BATCH):
            for entry in batch:
                stream.write(msgspec.json.encode(entry) + b"\n")
                last = Link(number=entry.number, hash=entry.hash)
    return last


def verify(arguments: argparse.Namespace) -> int:
    """Say whether the file's chain holds, and whether the store, where there is one, has the same entries; 1 where not."""
    if arguments.verify == "-":
        first, last, faults = _chain(sys.stdin.buffer)
    else:
        with Path(arguments.verify).open("rb") as stream:
            first, last, faults = _chain(stream)
    store = "no entry to compare" if not last else _compared(arguments, last, faults)
    if arguments.json:
        terminal.data({"first": first, "last": last, "store": store, "faults": faults})
        return 1 if faults else 0
    if last:
        print(f"{first} to {last.number}, ending with the hash {last.hash}; in the store: {store}.")
    for fault in faults[:_SHOWN]:
        print(f"{terminal.painted('FAULT', 'red', sys.stdout)} {terminal.plain(fault)}")
    if len(faults) > _SHOWN:
        print(f"… and {len(faults) - _SHOWN} more.")
    if not faults:
        print(terminal.painted("The chain holds.", "green", sys.stdout))
    return 1 if faults else 0


def _chain(stream: BinaryIO) -> tuple[int, Link | None, list[str]]:
    """The number of the first entry, the last one, and what is wrong."""
    faults: list[str] = []
    chain: Chain | None = None
    first = 0
    for number, entry in _entries(stream, faults):
        if chain is None:
            first = entry.number
            # A file may begin later than the journal: then its first entry says where.
            chain = Chain(Link() if first == 1 else Link(number=first - 1, hash=entry.previous))
        faults += [f"line {number}: {fault}" for fault in chain.faults(entry)]
    if chain:
        faults += chain.end()
    if chain is None and not faults:
        faults.append("there is no entry in it")
    return first, chain.last if chain else None, faults


def _entries(stream: BinaryIO, faults: list[str]) -> Iterator[tuple[int, JournalEntry]]:
    for number, line in enumerate(stream, 1):
        try:
            yield number, _ENTRY.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(f"line {number}: this is not an entry of a journal: {error}")


def _compared(arguments: argparse.Namespace, last: Link, faults: list[str]) -> str:
    found = setting.settled(arguments)
    if not setting.holds_store(found.folder):
        return "there is none here"
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        start = reading.retention.start()
        here = reading.journal(last.number - 1, 1)
    if start and last.number <= start.number:
        if last.number == start.number and last.hash != start.hash:
            faults.append(f"the store dropped another entry {last.number} than this one")
        return "dropped since"
    if not here or here[0].hash != last.hash:
        faults.append(
            f"the store's journal has {'another' if here else 'no'} entry {last.number}: it was rewritten, or this file is of another store"
        )
        return "not the same"
    return "the same"
