"""The verbs that keep everything safe: backup, restore and export, with their options and their help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import options

if TYPE_CHECKING:
    from service.cli.options import Verbs


def verbs(all_verbs: Verbs) -> None:
    """The three verbs."""
    backup = options.verb(
        all_verbs,
        "backup",
        "write store and media into one new file, as of one moment, while the service runs",
        "  nordkalott backup /srv/backup/nordkalott-2026-11-25.tar\n",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="a tar file that is not there yet")
    options.json(backup)
    restore = options.verb(
        all_verbs,
        "restore",
        "put a backup in the place of what the data folder holds, without what was redacted since",
        "  nordkalott restore /srv/backup/nordkalott-2026-11-25.tar\n"
        "  nordkalott --data /srv/new restore old.tar --ledger export.jsonl --key redaction.key\n",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup, or a bare database file")
    restore.add_argument(
        "--ledger",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="an export or a newer backup, whose redactions are done again too; may be repeated",
    )
    restore.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help="the redaction.key that the ledger was written with, if it is not in the folder",
    )
    restore.add_argument(
        "--as", dest="actor", metavar="NAME", help="who does it, for the journal (LOGIN@command-line)"
    )
    options.json(restore)
    export = options.verb(
        all_verbs,
        "export",
        "write everything as JSON Lines: records, revisions, editions, plans, attestations, media, redactions, journal",
        "  nordkalott export nordkalott.jsonl\n  nordkalott export - | gzip > nordkalott.jsonl.gz\n",
    )
    export.add_argument("file", metavar="FILE", help="a file that is not there yet; - for standard output")
