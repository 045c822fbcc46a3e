"""The options of `audit`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from content.model import HEADING_LEVELS, VARIANTS
from service.cli import options

if TYPE_CHECKING:
    from service.cli.options import Verbs


def audit(verbs: Verbs) -> None:
    """`nordkalott audit`."""
    made = options.verb(
        verbs,
        "audit",
        "look at every fragment and page in a real browser, or at everything that is live with the rules of this version",
        "  nordkalott audit\n  nordkalott audit --only fragments --heading-level 2 --heading-level 3\n"
        "  nordkalott audit --url https://innhold.example --json\n  nordkalott audit --watch\n"
        "  nordkalott audit --rules\n",
    )
    made.add_argument(
        "--rules",
        action="store_true",
        help="no browser: check what is live by the rule set of this version; goes on where it was stopped",
    )
    made.add_argument(
        "--url", metavar="BASE", help="a server that runs, instead of the data folder; nothing is kept"
    )
    made.add_argument("--only", choices=("fragments", "pages"), help="only these; else both")
    made.add_argument(
        "--variant", action="append", choices=VARIANTS, help="only this variant; may be repeated (all)"
    )
    made.add_argument(
        "--heading-level",
        action="append",
        type=int,
        choices=HEADING_LEVELS,
        metavar="N",
        help="fragments at this level; may be repeated (2)",
    )
    made.add_argument("--again", action="store_true", help="what was audited before, too")
    made.add_argument("--watch", action="store_true", help="then go on with what is published, until stopped")
    made.add_argument("--browser", type=Path, metavar="PATH", help="the browser (the system's Chromium)")
    made.add_argument(
        "--axe", type=Path, metavar="FILE", help="another axe.min.js than the installed package's"
    )
    made.add_argument(
        "--no-sandbox",
        action="store_true",
        help="start the browser without its sandbox, as containers may need",
    )
    made.add_argument("--lanes", type=int, metavar="N", help="pages at a time (one a core, 4 at most)")
    made.add_argument(
        "--patience", type=float, default=30.0, metavar="SECONDS", help="how long one place may take (30)"
    )
    options.acting(made)
    options.json(made)
