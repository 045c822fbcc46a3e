"""The class names of our fragments: what hosts may style. Public: they are never renamed or removed (DESIGN section 5)."""

from __future__ import annotations

from content.kinds import KINDS
from content.model import VARIANTS

CLASSES: frozenset[str] = frozenset(
    {
        "nk",
        *(f"nk-{variant}" for variant in VARIANTS),
        *(f"nk-{kind}" for kind in KINDS),
        "nk-list",
        "nk-list-title",
        "nk-list-items",
        "nk-list-item",
        "nk-head",
        "nk-kind-label",
        "nk-title",
        "nk-notice",
        "nk-notes",
        "nk-note",
        *(f"nk-note-{sort}" for sort in ("withdrawn", "invented", "fallback", "historical", "translation")),
        "nk-marks",
        "nk-mark",
        *(f"nk-mark-{sort}" for sort in ("withdrawn", "invented", "fallback", "historical", "translation")),
        "nk-summary",
        "nk-date",
        "nk-facts",
        "nk-body",
        "nk-heading",
        "nk-items",
        "nk-image",
        "nk-caption",
        "nk-credit",
        "nk-table",
        "nk-quote",
        "nk-callout",
        *(f"nk-callout-{tone}" for tone in ("note", "warning", "success")),
        "nk-callout-title",
        "nk-callout-label",
        "nk-details",
        "nk-details-body",
        "nk-link-card",
        "nk-contact-card",
        "nk-card-title",
        "nk-card-summary",
        "nk-file",
        "nk-video",
        "nk-audio",
        "nk-credits",
        "nk-transcript",
        "nk-imprint",
        "nk-imprint-facts",
        "nk-topics",
        "nk-languages",
    }
)
