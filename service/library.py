"""Records as files into the store: what `serve` does with an empty store, and `demo` with the examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

from msgspec import Struct

from content import queries, translations
from content.commands import Commands, Outcome
from content.files import Manuscript
from content.lifecycle import Publish, SaveDraft
from content.model import digest_of
from content.ports import Store


class Loaded(Struct, frozen=True, kw_only=True):
    """What became of a folder of manuscripts: those published now, how many were there already, word for word, and how many
    were kept as somebody else has left them.
    """

    published: tuple[Outcome, ...]
    unchanged: int
    kept: int = 0


def folder(name: str) -> Path:
    """A folder of records that comes with the software: "library" or "examples"."""
    return Path(str(resources.files("content"))) / name


def publish(
    manuscripts: Sequence[Manuscript],
    store: Store,
    commands: Commands,
    *,
    actor: str,
    note: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Save and publish what is not there yet, or reads differently from what `actor` left there.

    What an editor has written since, or taken back, stays as it is. Records that others point to go first, so that cards and
    contacts are there when those are rendered and checked; a source goes before its translations. Raises what `Commands.save` and `publish` raise.
    """
    pointed_to = {identity for each in manuscripts for identity in queries.referred(each.content)}
    texts = {(each.id, each.locale): each.content for each in manuscripts}
    ordered = sorted(
        manuscripts,
        key=lambda each: (
            each.kind != "topic",
            each.id not in pointed_to,
            translations.steps(each.id, each.locale, texts),
        ),
    )
    outcomes: list[Outcome] = []
    unchanged = kept = 0
    for number, each in enumerate(ordered, 1):
        if progress:
            progress(number, len(ordered))
        with store.read() as reading:
            standing = reading.standing(each.id, each.locale)
            newest = reading.revision(each.id, each.locale, standing.revision) if standing else None
        same = newest is not None and newest.digest == digest_of(each.content)
        if same and standing and not standing.newer_draft:
            unchanged += 1
            continue
        if standing and newest and (newest.author != actor or standing.state not in {"draft", "published"}):
            kept += 1
            continue
        if same and standing:
            number_saved = standing.revision
        else:
            command = SaveDraft(
                id=each.id,
                locale=each.locale,
                content=each.content,
                expected=standing.revision if standing else 0,
                author=actor,
                note=note,
            )
            number_saved = commands.save(command).number
        outcomes.append(
            commands.publish(
                Publish(id=each.id, locale=each.locale, revision=number_saved, note=note, actor=actor)
            )
        )
    return Loaded(published=tuple(outcomes), unchanged=unchanged, kept=kept)
