"""The fragment of each kind in each variant, byte by byte. After a change on purpose, write them anew and read the diff:

NORDKALOTT_GOLDEN=write .venv/bin/pytest tests/content/fragments/test_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from content import fragments
from content.kinds import KINDS
from content.model import VARIANTS
from tests.content.fragments.samples import content, context, edition, rendered

GOLDEN = Path(__file__).parents[2] / "golden" / "fragments"

EVERYTHING: dict[str, Any] = {
    "source": {
        "title": "Fylkesplan for prøver",
        "date": "2014/2025-05-31",
        "url": "https://plan.example/",
        "historical": True,
    },
    "translation": {"source_locale": "nb", "translated_by": {"by": "machine"}, "prevails": "nb"},
    "invented": True,
}
CASES: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    **{f"{kind}-{variant}": (kind, "nb", {"variant": variant}, {}) for kind in KINDS for variant in VARIANTS},
    **{
        f"notes-{locale}-{variant}": (
            "call",
            locale,
            {"variant": variant, "requested": "nb", "state": "withdrawn", "reason": "The plan ended."},
            EVERYTHING,
        )
        for locale in ("en", "nn", "se")
        for variant in VARIANTS
    },
    "page-level-6": ("page", "nb", {"heading_level": 6}, {}),
}


@pytest.mark.parametrize("name", CASES)
def test_fragment_is_as_it_was(name: str) -> None:
    kind, locale, around, more = CASES[name]
    as_golden(name, rendered(kind, locale, around, **more))


def test_list_is_as_it_was() -> None:
    items = [
        (edition(content(kind), record=UUID(int=number)), context()) for number, kind in enumerate(KINDS)
    ]
    as_golden("list", fragments.render_list(items, 3, "nb", "Siste nytt"))
    as_golden("list-empty", fragments.render_list([], 2, "se", "Ođđasat"))


def as_golden(name: str, html: str) -> None:
    path = GOLDEN / f"{name}.html"
    if os.environ.get("NORDKALOTT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html + "\n", "utf-8")
    assert path.read_text("utf-8") == html + "\n", f"{path.name} differs; see the top of this module"


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.html")} == {*CASES, "list", "list-empty"}
