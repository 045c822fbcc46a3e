"""Records as files that an editor can read and git can compare: a folder for each record (docs/guides/library-files.md).

barents-news/
  record.toml     id, kind, and whatever is the same in every locale
  nb.md           TOML between +++ lines, then the body in Markdown; the file's name is the locale
  en.md
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

from msgspec import Struct

from content import locales, validation
from content.errors import Fault, Invalid, Message
from content.files.body import body
from content.files.source import Source
from content.kinds import KINDS, Kind
from content.locales import Locale
from content.model import Content, Topic, with_keys

# What others point to goes first, so that whoever publishes in this order never renders a link to what is not there yet.
_FIRST: Final = {"topic": 0, "contact": 1, "project": 2}


class Manuscript(Struct, frozen=True, kw_only=True):
    """A record in one locale, as it stands in a file. `path` is relative to the folder that was read."""

    id: UUID
    kind: Kind
    locale: Locale
    path: str
    content: Content


def read(folder: Path, configured: tuple[Locale, ...] = locales.BUILT_IN) -> tuple[Manuscript, ...]:
    """Every record below the folder, keys filled in: topics, contacts and projects first, then by path; within a record in
    the order of `configured`.

    Raises Invalid with the faults of all files at once, each message beginning "FILE:LINE: ". A folder without records gives ().
    """
    manuscripts: list[Manuscript] = []
    faults: list[Fault] = []
    for path in sorted(folder.rglob("record.toml")):
        record = Source(path, folder)
        manuscripts += _record(record, folder, configured, faults)
    faults += _doubles(manuscripts)
    if faults:
        raise Invalid(tuple(faults))
    return tuple(sorted(manuscripts, key=lambda each: _FIRST.get(each.kind, len(_FIRST))))


def _record(
    record: Source, root: Path, configured: tuple[Locale, ...], faults: list[Fault]
) -> list[Manuscript]:
    shared = record.toml(record.text(), 1)
    identity, kind = shared.pop("id", None), shared.get("kind")
    texts = [each for each in record.path.parent.iterdir() if each.suffix == ".md"]
    if not record.faults:
        _check(record, identity, kind, texts)
    faults += record.faults
    if record.faults:
        return []
    order = {locale: place for place, locale in enumerate(configured)}
    manuscripts = []
    for path in sorted(texts, key=lambda each: (order.get(each.stem, -1), each.name)):
        file = Source(path, root)
        content = _content(file, shared, configured, record)
        faults += file.faults
        if content is not None:
            manuscripts.append(
                Manuscript(
                    id=UUID(str(identity)),
                    kind=next(each for each in KINDS if each == kind),
                    locale=path.stem,
                    path=file.name,
                    content=content,
                )
            )
    faults += dict.fromkeys(record.faults)
    return manuscripts


def _check(record: Source, identity: object, kind: object, texts: list[Path]) -> None:
    try:
        version = UUID(str(identity)).version
    except ValueError:
        version = None
    if version != 7:  # noqa: PLR2004 - RFC 9562, section 5.7
        record.fault(
            "/id",
            "not_uuid7",
            nb="«id» må være en UUID av versjon 7.",
            en="“id” must be a UUID of version 7.",
        )
    if kind not in KINDS:
        known = ", ".join(KINDS)
        record.fault(
            "/kind",
            "unknown_kind",
            nb=f"«kind» må være en av: {known}.",
            en=f"“kind” must be one of: {known}.",
        )
    if not texts:
        record.fault(
            "",
            "no_text",
            nb="Mappen mangler en tekst, som nb.md.",
            en="The folder lacks a text, such as nb.md.",
        )


def _content(
    file: Source, shared: dict[str, object], configured: tuple[Locale, ...], record: Source
) -> Content | None:
    if file.path.stem not in configured:
        known = ", ".join(configured)
        file.fault(
            "/locale",
            "unknown_locale",
            nb=f"Filen skal hete etter et språk: {known}.",
            en=f"The file is to be named for a locale: {known}.",
        )
        return None
    front, text, first = file.divided()
    own = file.toml(front, 2)
    if file.faults:
        return None
    for name in own.keys() & {"kind", "body"}:
        file.fault(
            f"/{name}",
            "unknown_field",
            nb=f"«{name}» hører ikke hjemme her.",
            en=f"“{name}” does not belong here.",
            line=1,
        )
    data = {**shared, **own, "kind": shared["kind"], "body": body(file, text, first)}
    mine, ours = own.get("fields"), shared.get("fields")
    if isinstance(mine, dict) and isinstance(ours, dict):
        data["fields"] = {**ours, **mine}
    try:
        content: Content = validation.decode(Content, data)
    except Invalid as error:
        for fault in error.faults:
            place = (
                file if not _stands_in(shared, fault.pointer) or _stands_in(own, fault.pointer) else record
            )
            place.all_of(Invalid((fault,)), 1)
        return None
    return None if file.faults else with_keys(content)


def _stands_in(data: dict[str, object], pointer: str) -> bool:
    """Is what the pointer names, or its field, written in this TOML?"""
    name, *rest = pointer.removeprefix("/").split("/")
    if name != "fields" or not rest:
        return name in data
    fields = data.get("fields")
    return isinstance(fields, dict) and rest[0] in fields


def _doubles(manuscripts: list[Manuscript]) -> list[Fault]:
    """The same id in two folders, a slug for two records in one locale, a topic's key for two topics."""
    seen: dict[tuple[str, ...], Manuscript] = {}
    faults: list[Fault] = []
    for each in manuscripts:
        claims: list[tuple[str, ...]] = [("id", str(each.id)), ("slug", each.locale, each.content.slug)]
        if isinstance(each.content, Topic):
            claims.append(("fields/key", each.content.fields.key))
        for claim in claims:
            other = seen.setdefault(claim, each)
            same = other.path.rpartition("/")[0] == each.path.rpartition("/")[0]
            if not same:
                faults.append(
                    Fault(
                        pointer=f"/{claim[0]}",
                        code="taken",
                        message=Message(
                            nb=f"{each.path}: «{claim[-1]}» er alt brukt i {other.path}.",
                            en=f"{each.path}: “{claim[-1]}” is already used in {other.path}.",
                        ),
                    )
                )
    return faults
