"""What `records save` takes in: a record's folder, a folder of such folders, or one text of a record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from content import admission, files, lifecycle, translations
from content.errors import Conflict, Fault, Invalid, SlugTaken
from content.files import Manuscript
from content.lifecycle import SaveDraft
from content.locales import Locale
from content.model import digest_of
from content.ports import Reading
from service.cli import setting
from service.wiring import Parts, now


def read(path: Path, configured: tuple[Locale, ...]) -> list[Manuscript]:
    """The manuscripts at the path. Raises Invalid with every fault in them, also where there is none to read."""
    folder = path if path.is_dir() else path.parent
    found = [
        each
        for each in (files.read(folder, configured) if path.exists() else ())
        if path.is_dir() or each.path == path.name or (path.name == "record.toml" and "/" not in each.path)
    ]
    if not found:
        raise Invalid.one(
            "",
            "no_record",
            nb=f"Det finnes ingen mappe {path} med tekster. Oppgi mappen til en post, med record.toml og tekster som nb.md.",
            en=f"There is no folder {path} with texts to save. Name a record's folder, with its record.toml and texts such as nb.md.",
        )
    return found


def commands(
    manuscripts: Sequence[Manuscript], parts: Parts, author: str, *, on: int | None = None
) -> tuple[list[SaveDraft], list[Manuscript]]:
    """A command for each manuscript that says something new, and the manuscripts that do not.

    All are decided on before the first is saved, so that a fault in the last leaves none of them half-way. `on` is the revision
    that the author has seen; without it, one that somebody else has saved is not written over. Raises SlugTaken, Conflict,
    and what `lifecycle.save` raises.
    """
    changed: list[SaveDraft] = []
    unchanged: list[Manuscript] = []
    with parts.store.read() as reading:
        for each in manuscripts:
            standing = reading.standing(each.id, each.locale)
            newest = reading.revision(each.id, each.locale, standing.revision) if standing else None
            if newest and newest.digest == digest_of(each.content):
                unchanged.append(each)
                continue
            if newest and on is None and newest.author not in {author, setting.LIBRARY}:
                raise Conflict(
                    f"{each.path}: revision {newest.number} in {each.locale} was saved by {newest.author}, and may say what this text "
                    f"does not. Look at it (records show), and save on top of it with --on {newest.number}."
                )
            command = SaveDraft(
                id=each.id,
                locale=each.locale,
                content=each.content,
                expected=on if on is not None else standing.revision if standing else 0,
                author=author,
                note=f"From {each.path}",
            )
            admission.admit(command, parts.settings.locales)
            lifecycle.save(standing, command, now())
            holder = reading.resolve(each.locale, each.content.slug, drafts=True)
            if holder and holder[0] != each.id:
                raise SlugTaken(
                    f"{each.path}: the slug “{each.content.slug}” is, or was, another record's in {each.locale}: "
                    f"{holder[0]}. Choose another."
                )
            changed.append(command)
        texts = {(each.id, each.locale): each.content for each in changed}
        changed = sorted(changed, key=lambda each: translations.steps(each.id, each.locale, texts))
        _sources_are_there(reading, changed, parts.settings.locales)
    return changed, unchanged


def _sources_are_there(
    reading: Reading, changed: Sequence[SaveDraft], configured: tuple[Locale, ...]
) -> None:
    """Raise Invalid for every translation whose source is neither there nor among what is to be saved."""
    coming = {(each.id, each.locale): (each.expected or 0) + 1 for each in changed}
    found: list[Fault] = []
    for each in changed:
        translation = each.content.translation
        source = (each.id, translation.source_locale) if translation else None
        newest = coming.get(source, 0) if source else 0
        newest = max(newest, translations.source_now(reading, each.id, each.content))
        found += translations.faults(each.content, newest, configured)
    if found:
        raise Invalid(tuple(found))
