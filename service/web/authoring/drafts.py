"""Drafts: list, begin, read, save, take up an earlier revision, preview, check, delete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from content import fragments, identities, queries
from content.errors import NotFound, StaleRevision
from content.lifecycle import DeleteDraft, SaveDraft
from content.model import Revision, Standing
from content.ports import Reading
from content.ports.desk import Wanted
from service import advising
from service.web.answers import HTML, Answer, encoded
from service.web.authoring import bodies, shapes
from service.web.authoring.bodies import Draft
from service.web.authoring.call import Call, Desk
from service.web.parameters import encode_place


def drafts(desk: Desk, call: Call) -> Answer:
    """What editors are working on, the newest first; every record in every locale is there, whatever its state."""
    query, principal = call.query, call.principal
    limit = query["limit"]
    wanted = Wanted(
        author=principal.name if query["mine"] == "true" else None,
        kind=query["kind"],
        locale=query["locale"],
        state=query["state"],
        behind=query["behind"] == "true",
        kinds=principal.kinds,
        locales=principal.locales,
        after=query["cursor"],
        limit=limit + 1,
    )
    with desk.store.read() as reading:
        found = reading.desk.lines(wanted)
        shown = found[:limit]
        lines = [shapes.line(reading, each, desk.links) for each in shown]
    following = (
        encode_place(shown[-1].at, shown[-1].standing.id, shown[-1].standing.locale)
        if len(found) > limit
        else None
    )
    headers: tuple[tuple[str, str], ...] = ()
    if following:
        address = desk.links.at(call.path, dict(call.given) | {"cursor": following})
        headers = (("link", f'<{address}>; rel="next"'),)
    return encoded(
        shapes.DraftList(drafts=lines, next=following),
        headers=headers,
    )


def begin(desk: Desk, call: Call) -> Answer:
    """A new record, with its first revision in one locale."""
    sent, locale = bodies.first(call.data, desk.settings.locales)
    call.demand(sent.kind, locale)
    return _saved(desk, sent, desk.commands.save(_command(desk, call, sent, locale)), status=201)


def read(desk: Desk, call: Call) -> Answer:
    """The newest revision, with the ETag that a save needs."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
        return shapes.draft(reading, standing, _revision(reading, standing), desk.links)


def save(desk: Desk, call: Call) -> Answer:
    """A new revision on top of the one that If-Match names; or, with If-None-Match: *, the first one in a new locale."""
    if call.if_none_match.strip() == "*":
        return _begin_locale(desk, call)
    standing, newest = _looked_at(desk, call)
    sent = bodies.draft(
        call.data,
        id=str(standing.id),
        locale=standing.locale,
        kind=standing.kind,
    )
    with _on_top(desk, call):
        revision = desk.commands.save(
            _command(desk, call, sent, standing.locale, expected=newest.number, there=standing), newest
        )
    return _saved(desk, sent, revision)


def _begin_locale(desk: Desk, call: Call) -> Answer:
    with desk.store.read() as reading:
        there = reading.standings([call.id])
        mine = reading.standing(call.id, call.locale)
        if not there:
            raise NotFound(f"There is no record {call.id}: begin one with POST /v1/drafts.")
        kind = there[0].kind
        call.demand(kind)
        if mine is not None:
            raise call.overtaken(reading, _revision(reading, mine))
    sent = bodies.draft(call.data, id=str(call.id), locale=call.locale, kind=kind)
    with _on_top(desk, call):
        revision = desk.commands.save(_command(desk, call, sent, call.locale, there=there[0]))
    return _saved(desk, sent, revision, status=201)


def delete(desk: Desk, call: Call) -> Answer:
    """The end of a draft that was never published."""
    standing, newest = _looked_at(desk, call)
    with _on_top(desk, call):
        desk.commands.delete(
            DeleteDraft(
                id=standing.id,
                locale=standing.locale,
                expected=newest.number,
                actor=call.principal.name,
                via=call.via,
            ),
            newest,
        )
    return Answer(body=b"", status=204)


def take_up(desk: Desk, call: Call) -> Answer:
    """What an earlier revision said, as a new revision."""
    standing, newest = _looked_at(desk, call)
    with _on_top(desk, call):
        revision = desk.commands.take_up(
            standing.id,
            standing.locale,
            call.number("n"),
            expected=newest.number,
            author=call.principal.name,
            via=call.via,
        )
    with desk.store.read() as reading:
        return shapes.draft(reading, call.standing(reading), revision, desk.links, status=201)


def preview(desk: Desk, call: Call) -> Answer:
    """The fragment of a revision as it would be published now, unchecked: for the editor's eyes alone."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
        edition = queries.prospective(standing, _revision(reading, standing, call.query["revision"]))
        around = queries.context(
            reading,
            edition,
            links=desk.links,
            variant=call.query["variant"],
            heading_level=call.query["h"],
            configured=desk.settings.locales,
        )
    return Answer(body=fragments.render(edition, around).encode(), media_type=HTML)


def check(desk: Desk, call: Call) -> Answer:
    """What the check says of a revision, in every variant and at every heading level."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
        answers = reading.attestations.answers((standing.id, standing.locale))
    evidence = desk.commands.check(standing.id, standing.locale, call.query["revision"])
    said = advising.of_record(evidence, standing.locale, desk.detector, answers, desk.now)
    return shapes.checked(evidence, said)


@contextmanager
def _on_top(desk: Desk, call: Call) -> Iterator[None]:
    """Raise OvertakenError where the write inside finds that somebody was quicker by a moment."""
    try:
        yield
    except StaleRevision as error:
        with desk.store.read() as reading:
            raise call.refreshed(reading, error) from error


def _looked_at(desk: Desk, call: Call) -> tuple[Standing, Revision]:
    """The record that the path names, and its newest revision, which is the one that If-Match names."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
        newest = _revision(reading, standing)
        call.demand_newest(reading, newest)
    return standing, newest


def _revision(reading: Reading, standing: Standing, number: int | None = None) -> Revision:
    wanted = standing.revision if number is None else number
    revision = reading.revision(standing.id, standing.locale, wanted)
    if revision is None:
        raise NotFound(f"There is no revision {wanted} of {standing.id} in {standing.locale}.")
    return revision


def _command(
    desk: Desk, call: Call, sent: Draft, locale: str, *, expected: int = 0, there: Standing | None = None
) -> SaveDraft:
    return SaveDraft(
        id=there.id if there else identities.fresh(desk.now),
        locale=locale,
        content=sent.content,
        expected=expected,
        author=call.principal.name,
        note=sent.note,
        policy=sent.policy,
        via=call.via,
    )


def _saved(desk: Desk, sent: Draft, revision: Revision, *, status: int = 200) -> Answer:
    """The revision that was just saved, as it was saved: another one may be newer already."""
    with desk.store.read() as reading:
        standing = reading.standing(revision.id, revision.locale)
        if standing is None:
            raise NotFound("Somebody has deleted this draft in the meantime.")
        return shapes.draft(reading, standing, revision, desk.links, dropped=sent.dropped, status=status)
