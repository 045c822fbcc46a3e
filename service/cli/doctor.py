"""`nordkalott doctor`: everything that can be found wrong, with the mend."""

from __future__ import annotations

import argparse
import shutil
from importlib.metadata import version
from typing import Final

from content.errors import StoreBusy
from service.cli import setting, terminal
from service.settings import Settings
from service.wiring import DATABASE, claimed, engine

_ROOM: Final = 100 * 1024 * 1024


def run(arguments: argparse.Namespace) -> int:
    """Print what was examined and what is wrong; 1 where something is."""
    with setting.parts(arguments) as parts:
        faults = list(parts.store.verify())
        with parts.store.read() as reading:
            head = reading.head()
            standings = reading.standings()
        folder = parts.settings.folder
        free = shutil.disk_usage(folder).free
        if free < _ROOM:
            faults.append(
                f"Only {free // 2**20} MiB are free where {folder} is. Make room: a full disk stops every write."
            )
        if parts.settings.base_url.startswith("http://127.0.0.1"):
            note = (
                "base_url is that of this machine: set NORDKALOTT_BASE_URL before others embed or subscribe."
            )
        else:
            note = ""
        served = _served(parts.settings)
        facts = {
            "version": version("nordkalott"),
            "store": str(folder / DATABASE),
            "engine": engine(),
            "epoch": head.epoch,
            "seq": head.seq,
            "records": len({standing.id for standing in standings}),
            "published": sum(standing.state == "published" for standing in standings),
            "free_bytes": free,
            "served": served,
            "note": note,
        }
    if arguments.json:
        terminal.data({**facts, "faults": faults})
    else:
        for name, value in facts.items():
            if value != "":
                print(f"{name.replace('_', ' '):12} {value}")
        print("\n".join(f"FAULT: {fault}" for fault in faults) if faults else "No fault found.")
    return 1 if faults else 0


def _served(settings: Settings) -> str:
    try:
        with claimed(settings):
            return "no"
    except StoreBusy as busy:
        return str(busy).partition(". Stop")[0]
