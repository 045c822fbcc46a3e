"""Redaction: remove named content for good. Never depends on the check, and never holds up another writer with rendering."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from msgspec import Struct, structs

from content import redaction
from content.commands import foreseeing
from content.commands.examining import Examining
from content.errors import NotFound, StoreError, WrongState
from content.locales import Locale
from content.model import Edition, Topic
from content.ports import Change, Evidence, Reading, Writing
from content.ports.redactions import EditionKey, Found, Survey
from content.redaction import Cut, Plain, Redact, Redaction, Scope, Sealed

_ATTEMPTS = 4


class RedactionOutcome(Struct, frozen=True, kw_only=True):
    """What a redaction came to. `number` is its line in the ledger, 0 where it was only tried; `seq` its last change, 0 for none.

    `erased` is False while the store's file may still hold the bytes: somebody reads an older view, or there is no room. `files` are the
    digests of media files that were erased: `Curation.let_go` removes them.
    """

    number: int
    id: UUID
    locale: Locale | None
    found: tuple[Found, ...]
    seq: int
    erased: bool
    files: tuple[str, ...] = ()


class Redacting(Examining):
    """Verbs that remove, and that find again in an older copy what was removed."""

    def survey(self, command: Redact) -> Survey:
        """Where everything stands that the command would remove. Changes nothing. Raises Invalid, NotFound, WrongState."""
        redaction.admit(command)
        with self._store.read() as reading:
            return self._surveyed(reading, _scope(command, _files(reading, command.media)), command)

    def elsewhere(self, command: Redact) -> tuple[tuple[UUID, Locale], ...]:
        """Other records that hold the words too, in their newest or their live text: the command leaves them alone."""
        found: list[tuple[UUID, Locale]] = []
        with self._store.read() as reading:
            for standing in reading.each_standing():
                scope = structs.replace(
                    command, id=standing.id, locale=standing.locale, revisions=(), everywhere=False
                )
                numbers = {standing.revision, standing.live_revision or standing.revision}
                revisions = (reading.revision(standing.id, standing.locale, number) for number in numbers)
                if standing.id != command.id and any(
                    _scope(scope, scope.media).revision(each)[1] for each in revisions if each
                ):
                    found.append((standing.id, standing.locale))
        return tuple(found)

    def redact(self, command: Redact) -> RedactionOutcome:
        """Remove what the command names from everything that holds it, in one transaction, and then from the file itself.

        Raises Invalid; NotFound where there is no such record, or nothing of what is named in it; WrongState for a topic's key.
        """
        redaction.admit(command)
        key = self._store.secret()
        line = Redaction(
            number=0,
            key=uuid.uuid4(),
            at=self._clock(),
            actor=command.actor,
            id=command.id,
            locale=None if command.everywhere else command.locale,
            reason=command.reason,
            texts=len(command.texts),
            needles=redaction.seal(command.texts, key),
            lock=lock(key),
            revisions=tuple(sorted(set(command.revisions))),
            media=tuple(sorted(set(command.media))),
        )
        with self._store.read() as reading:
            scope = _scope(command, _files(reading, line.media))
        return self._remove(line, scope, command, via=command.via)

    def replay(self, line: Redaction, key: bytes) -> RedactionOutcome:
        """Do in this store what another copy of it did: a line of that one's ledger, whose words are found by their digests.

        Where nothing of it is found the line is kept all the same. Raises StoreError where `key` is not the one that it was made with.
        """
        if line.needles and line.lock != lock(key):
            raise StoreError(
                f"The redaction of {line.at:%Y-%m-%d %H:%M} was made with another key than the one given: what it removed cannot be "
                "found again. Name the file redaction.key of the store that made it."
            )
        with self._store.read() as reading:
            cut = Cut(Sealed(line.needles, key), _files(reading, line.media))
        scope = Scope(id=line.id, locale=line.locale, cut=cut, revisions=frozenset(line.revisions))
        return self._remove(line, scope, None, via="")

    def _remove(self, line: Redaction, scope: Scope, command: Redact | None, *, via: str) -> RedactionOutcome:
        made: dict[EditionKey, tuple[Evidence, ...]] = {}

        def work(writing: Writing, *, last: bool) -> RedactionOutcome | None:
            # Decided anew: what was saved or published meanwhile is in it too.
            survey = self._surveyed(writing, scope, command)
            if last:
                self._render(writing, scope, survey, made)
            if any(_key(each) not in made for each in survey.editions):
                return None
            kept, changes = writing.redactions.keep(line, scope, survey, made, via)
            return _outcome(kept, survey, changes)

        for attempt in range(1, _ATTEMPTS + 1):
            with self._store.read() as reading:
                self._render(reading, scope, self._surveyed(reading, scope, command), made)
            done = self._store.write(partial(work, last=attempt == _ATTEMPTS))
            if done is not None:
                return structs.replace(done, erased=self._store.erase())
        raise WrongState("The store kept no redaction.")

    def _surveyed(self, reading: Reading, scope: Scope, command: Redact | None) -> Survey:
        """Everything in the scope; where a command names it, it must be there. Raises NotFound, WrongState."""
        if command is not None:
            _demand(reading, scope, command)
        survey = reading.redactions.survey(scope)
        if command is not None and not survey.found:
            raise NotFound(
                f"Nothing of what is named stands in record {scope.id} in {scope.locale or 'any locale'}: nothing was changed. "
                "Look how it is written there, and name it so."
            )
        return survey

    def _render(
        self, reading: Reading, scope: Scope, survey: Survey, made: dict[EditionKey, tuple[Evidence, ...]]
    ) -> None:
        """The evidence of all editions that need it and have none in `made` yet, as everything will be after the redaction."""
        coming = foreseeing.coming(reading, scope)
        for edition in survey.editions:
            if _key(edition) not in made:
                made[_key(edition)] = self._examine(reading, edition, coming)


def lock(key: bytes) -> str:
    """Which key it is, without saying it."""
    return hashlib.sha256(b"nordkalott redaction key" + key).hexdigest()[:16]


def _files(reading: Reading, media: Sequence[str]) -> tuple[str, ...]:
    """The digests of media and of their renditions, whichever of them is named; of what is no medium here, its own."""
    known = [*map(reading.media.get, media), *reading.media.some(media).values()]
    return tuple(dict.fromkeys([*media, *(digest for each in known if each for digest in each.files)]))


def _scope(command: Redact, files: tuple[str, ...]) -> Scope:
    return Scope(
        id=command.id,
        locale=None if command.everywhere else command.locale,
        cut=Cut(Plain(command.texts), files),
        revisions=frozenset(command.revisions),
    )


def _demand(reading: Reading, scope: Scope, command: Redact) -> None:
    """Raise NotFound where there is no such record or revision, WrongState where the words stand in what never changes."""
    standings = [each for each in reading.standings([command.id]) if scope.holds(each.locale)]
    if not standings:
        raise NotFound(f"There is no record {command.id} in {scope.locale or 'any locale'}.")
    newest = reading.revision(command.id, standings[0].locale, standings[0].revision)
    if newest and isinstance(newest.content, Topic) and scope.cut.address(newest.content.fields.key):
        raise WrongState(
            "The words stand in the key of this topic, which is in addresses, feeds and other records, and never changes. "
            "Mark the topic as gone, and begin another."
        )
    missing = [number for number in command.revisions if number > standings[0].revision]
    if missing:
        raise NotFound(
            f"There is no revision {missing[0]} of {command.id} in {command.locale}: {standings[0].revision} is the newest."
        )


def _key(edition: Edition) -> EditionKey:
    return edition.id, edition.locale, edition.number, edition.digest


def _outcome(line: Redaction, survey: Survey, changes: Sequence[Change]) -> RedactionOutcome:
    return RedactionOutcome(
        number=line.number,
        id=line.id,
        locale=line.locale,
        found=survey.found,
        seq=max((change.seq for change in changes), default=0),
        erased=False,
        files=tuple(place for each in survey.found if each.sort == "media" for place in each.at),
    )
