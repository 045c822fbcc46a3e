"""`nordkalott backup`: everything in one file, while the service runs."""

from __future__ import annotations

import argparse

from service import backup
from service.cli import setting, terminal


def run(arguments: argparse.Namespace) -> int:
    """Make a backup, and say what is not in it."""
    with setting.parts(arguments) as parts:
        saved = backup.save(parts, arguments.file, terminal.progress("Packing"))
        with parts.store.read() as reading:
            redacted = reading.redactions.last() > 0
    if arguments.json:
        terminal.data(saved)
        return 0
    print(f"{saved.file}: {saved.bytes} bytes, {saved.media} media files, up to change {saved.seq}.")
    if redacted:
        print(
            "The file redaction.key of the data folder is not in it. Keep that apart: without it, older backups cannot be restored."
        )
    return 0
