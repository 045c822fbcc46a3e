"""Restore a backup: unpacked beside what is there, made to forget what was redacted since, verified, and only then put in place."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import json
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, structs

from content import tokens
from content.errors import NordkalottError, StoreError
from content.ports import Writing
from content.redaction import Redaction
from content.tokens import Token
from service.settings import Settings
from service.webhooks import since as webhooks_since
from service.webhooks.since import Fates
from service.wiring import DATABASE, KEY, MEDIA, Parts, claimed, opened_in, opened_store, read_key

_SQLITE: Final = b"SQLite format 3\0"
ASIDE: Final = "before-"
"""How the name of a folder begins that holds what was there before a restore."""
UNPACKED: Final = "restoring-"
"""How the name of a folder begins in which a backup is unpacked."""
_PARTS: Final = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", MEDIA)
_LINE: Final[msgspec.json.Decoder[Redaction]] = msgspec.json.Decoder(Redaction)


class NotRestoredError(NordkalottError):
    """The backup was not put in place; what was there is there still."""


class Restored(Struct, frozen=True, kw_only=True):
    """What a restore came to: where what was there before is kept, "" for nothing; how many redactions were done again, how many tokens
    ended again, and how many webhooks deleted, ended or given their newer secrets again.
    """

    folder: str
    kept: str
    epoch: str
    seq: int
    redactions: int
    tokens: int
    webhooks: int


class _Since(Struct, frozen=True):
    """What the backup cannot know, and must not undo: redactions, oldest first, tokens by their ids, and what became of webhooks."""

    redactions: tuple[Redaction, ...] = ()
    tokens: dict[str, Token] = {}
    webhooks: tuple[Fates, ...] = ()


def restore(
    settings: Settings,
    source: Path,
    *,
    ledgers: Sequence[Path],
    key: Path | None,
    actor: str,
    now: datetime.datetime,
) -> Restored:
    """Put a backup in the place of what the data folder holds, which is kept aside.

    The redactions that the present store and the given ledgers know, and the backup does not, are done again in it. Raises StoreBusy
    where the folder is served, NotRestoredError, StoreError: then nothing has changed.
    """
    folder = settings.folder
    with claimed(settings):
        work = _made(folder, f"{UNPACKED}{now:%Y%m%dT%H%M%S}")
        try:
            bare = unpack(source, work)
            since = _since(folder, ledgers, work)
            with opened_in(work, settings) as parts:
                restored = _prepare(parts, since, key or folder / KEY, actor, now)
            kept = _swap(folder, work, now, media=not bare)
            if key and not (folder / KEY).exists():
                shutil.copyfile(key, folder / KEY)
                (folder / KEY).chmod(0o600)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return structs.replace(restored, folder=str(folder), kept=str(kept or ""))


def unpack(source: Path, folder: Path) -> bool:
    """The store, and the media if there are some, out of a backup; True where it is a bare database file, which says nothing of media.

    Raises NotRestoredError.
    """
    with source.open("rb") as stream:
        bare = stream.read(len(_SQLITE)) == _SQLITE
    if bare:
        shutil.copyfile(source, folder / DATABASE)
        (folder / DATABASE).chmod(0o600)
        return True
    try:
        with tarfile.open(source, mode="r:") as tar:
            for member in tar:
                path = Path(member.name)
                inside = not path.is_absolute() and ".." not in path.parts
                if not member.isreg() or not inside or (path.parts[0] != MEDIA and member.name != DATABASE):
                    raise NotRestoredError(
                        f"{source} holds “{member.name[:80]}”, which no backup of ours does. Nothing was changed."
                    )
                content = tar.extractfile(member)
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    if content:
                        shutil.copyfileobj(content, file)
    except tarfile.TarError as error:
        raise NotRestoredError(
            f"{source} is not a backup, or not a whole one: {error}. Nothing was changed."
        ) from error
    if not (folder / DATABASE).exists():
        raise NotRestoredError(f"There is no store in {source}. Nothing was changed.")
    (folder / DATABASE).chmod(0o600)
    return False


def _since(folder: Path, ledgers: Sequence[Path], work: Path) -> _Since:
    """What the present store and the ledgers know. Raises NotRestoredError where neither does."""
    here = _Since()
    present = folder / DATABASE
    if present.exists() and present.stat().st_size:
        try:
            here = _known(present)
        except StoreError as error:
            if not ledgers:
                raise NotRestoredError(
                    f"The present store cannot say what was redacted: {error} Name a newer backup or an export that can, with --ledger. "
                    "Nothing was changed."
                ) from error
    found = {line.key: line for line in here.redactions}
    known, fates = dict(here.tokens), list(here.webhooks)
    for number, path in enumerate(ledgers):
        more = _read(path, work / f"ledger-{number}")
        found |= {line.key: line for line in more.redactions}
        known |= {each.id: tokens.ended_as(each, known.get(each.id, each)) for each in more.tokens.values()}
        fates += more.webhooks
    return _Since(tuple(sorted(found.values(), key=lambda line: (line.at, line.number))), known, tuple(fates))


def _known(path: Path) -> _Since:
    store = opened_store(path)
    try:
        with store.read() as reading:
            held = {token.id: token for token in reading.tokens.all()}
            return _Since(reading.redactions.ledger(), held, (webhooks_since.known(reading),))
    finally:
        store.close()


def _read(path: Path, work: Path) -> _Since:
    """The ledger in an export, or in a backup, which knows tokens and webhooks too."""
    with path.open("rb") as stream:
        export = stream.read(1) == b"{"
    if export:
        with path.open("rb") as stream:
            try:
                return _Since(
                    tuple(
                        _LINE.decode(json.dumps(line["redaction"]))
                        for line in map(json.loads, stream)
                        if line.get("type") == "redaction"
                    )
                )
            except (ValueError, KeyError, AttributeError, msgspec.ValidationError) as error:
                raise NotRestoredError(
                    f"{path} is not a whole export: {error}. Nothing was changed."
                ) from error
    work.mkdir()
    unpack(path, work)
    try:
        return _known(work / DATABASE)
    finally:
        shutil.rmtree(work)


def _prepare(parts: Parts, since: _Since, key: Path, actor: str, now: datetime.datetime) -> Restored:
    """Do the redactions again, end the tokens and webhooks that have ended since, begin a new epoch, verify. Raises NotRestoredError."""
    with parts.store.read() as reading:
        known = {line.key for line in reading.redactions.ledger()}
        head = reading.head().seq
    missing = [line for line in since.redactions if line.key not in known]
    # Asked for only where it is needed: who has lost it can still restore what was made after the last redaction.
    secret = read_key(key) if any(line.needles for line in missing) else b""
    for line in missing:
        parts.media.let_go(parts.commands.replay(line, secret).files)

    def begin(writing: Writing) -> tuple[str, int, int]:
        ended = 0
        for token in writing.tokens.all():
            ending = tokens.ended_as(token, since.tokens.get(token.id, token))
            if ending != token:
                writing.tokens.end(ending)
                ended += 1
        told = webhooks_since.fulfil(writing, since.webhooks, now)
        epoch = writing.begin_epoch(head)
        detail: dict[str, str | int] = {
            "epoch": epoch,
            "redactions": len(missing),
            "tokens": ended,
            "webhooks": told,
        }
        writing.record(actor, "restore-backup", now, detail)
        return epoch, ended, told

    epoch, ended, told = parts.store.write(begin)
    if faults := parts.store.verify():
        raise NotRestoredError(f"The backup is not sound: {faults[0]} Nothing was changed.")
    with parts.store.read() as reading:
        seq = reading.head().seq
    return Restored(
        folder="", kept="", epoch=epoch, seq=seq, redactions=len(missing), tokens=ended, webhooks=told
    )


def _swap(folder: Path, work: Path, now: datetime.datetime, *, media: bool) -> Path | None:
    """Move what is there aside, and the restored into its place; without `media`, those that are there stay. Returns where the old is;
    None where there was nothing.
    """
    parts = [name for name in _PARTS if media or name != MEDIA]
    there = [name for name in parts if (folder / name).exists()]
    kept = _made(folder, f"{ASIDE}{now:%Y%m%dT%H%M%S}") if there else None
    if kept:
        for name in there:
            (folder / name).rename(kept / name)
    for name in parts:
        if (work / name).exists():
            (work / name).rename(folder / name)
    return kept


def _made(folder: Path, name: str) -> Path:
    """A new folder of this name; with a number after it where another restore was done in the same second."""
    for number in itertools.count(1):
        path = folder / (name if number == 1 else f"{name}-{number}")
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            break
    return path
