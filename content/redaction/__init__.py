"""Redaction: what is named goes from everything that holds it, and what is left is still whole (DESIGN section 2).

Pure: it decides what a text, an address or a content becomes. `commands.redacting` and the store do it.
"""

from content.redaction.command import Media, Redact, Redaction, Revisions, Texts, admit
from content.redaction.contents import Place, cleared, emptied
from content.redaction.cutting import Cut
from content.redaction.matching import Finder, Needle, Plain, Sealed, fold, seal
from content.redaction.media import bare
from content.redaction.scope import Scope

__all__ = [
    "Cut",
    "Finder",
    "Media",
    "Needle",
    "Place",
    "Plain",
    "Redact",
    "Redaction",
    "Revisions",
    "Scope",
    "Sealed",
    "Texts",
    "admit",
    "bare",
    "cleared",
    "emptied",
    "fold",
    "seal",
]
