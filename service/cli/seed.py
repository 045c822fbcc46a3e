"""The department's own library in a store that nobody has written to yet."""

from __future__ import annotations

from typing import Final

from content import files
from content.ports import JournalEntry, Writing
from service import library
from service.cli import setting, terminal
from service.library import Loaded
from service.wiring import Parts, now

_MARK: Final = "library"
"""The journal's verb for a library that was published to its end."""
_FIRST: Final = 500


def fill(parts: Parts) -> Loaded | None:
    """Publish the library into an empty store; None where there is nothing to do.

    A first start that was killed half-way is finished by the next one: the journal says whether it came to its end, and
    whether anybody else has written since.
    """
    with parts.store.read() as reading:
        begun = reading.journal(limit=_FIRST)
        if reading.retention.start():
            return None
    if len(begun) == _FIRST or any(map(_is_lived_in, begun)):
        return None
    loaded = library.publish(
        files.read(library.folder("library"), parts.settings.locales),
        parts.store,
        parts.commands,
        actor=setting.LIBRARY,
        progress=terminal.progress("Publishing the library"),
    )

    def mark(writing: Writing) -> None:
        writing.record(setting.LIBRARY, _MARK, now(), {"editions": len(loaded.published) + loaded.unchanged})

    parts.store.write(mark)
    return loaded


def _is_lived_in(entry: JournalEntry) -> bool:
    """Whether an entry shows that the library came to its end, or that somebody else has written records.

    A token that was made before the first start is no record.
    """
    others = entry.id is not None and entry.actor != setting.LIBRARY
    return entry.verb == _MARK or others
