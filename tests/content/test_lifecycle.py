"""The decisions of `content.lifecycle`: pure, so every path is told here without a store."""

import datetime
from uuid import UUID

import pytest

from content import lifecycle
from content.errors import Invalid, NotFound, StaleRevision, WrongState
from content.lifecycle import MarkGone, Publish, Redirect, Restore, SaveDraft, StateCommand, Withdraw
from content.model import Content, News, Page, Revision, Standing

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
T0 = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
MOMENT = datetime.timedelta(microseconds=1)


def save(
    standing: Standing | None = None,
    *,
    title: str = "Nytt",
    expected: int | None = None,
    content: Content | None = None,
    at: datetime.datetime = T0,
) -> tuple[Standing, Revision]:
    command = SaveDraft(
        id=ID,
        locale="nb",
        content=content or Page(slug="nytt", title=title),
        expected=expected,
        author="kari",
    )
    event = lifecycle.save(standing, command, at)
    return event.standing, event.revision


def publish(
    standing: Standing, revision: Revision, *, update: str = "major", at: datetime.datetime = T0
) -> Standing:
    command = Publish(
        id=ID,
        locale="nb",
        revision=revision.number,
        update=update,  # type: ignore[arg-type]  # parametrised
        note="Rettet" if update == "minor" else "",
        actor="kari",
    )
    return lifecycle.publish(standing, revision, command, at).standing


def test_the_first_save_makes_a_draft_and_revision_one() -> None:
    standing, revision = save()
    assert (standing.state, standing.revision, standing.edition, revision.number) == ("draft", 1, 0, 1)
    assert standing.newer_draft
    assert revision.digest.startswith("sha256:")


def test_a_save_on_an_older_revision_is_refused_and_names_the_newest() -> None:
    standing, _ = save()
    standing, _ = save(standing, expected=1)
    with pytest.raises(StaleRevision) as caught:
        save(standing, expected=1)
    assert caught.value.current == 2


def test_a_record_keeps_its_kind() -> None:
    standing, _ = save()
    with pytest.raises(Invalid, match="kind"):
        save(standing, content=News(slug="nytt", title="x"))


def test_a_major_edition_moves_updated_and_a_minor_one_only_modified() -> None:
    standing, revision = save()
    first = publish(standing, revision)
    standing, revision = save(first, title="Rettet", at=T0 + HOUR)
    minor = publish(standing, revision, update="minor", at=T0 + HOUR)
    assert (minor.published_at, minor.updated_at, minor.modified_at) == (T0, T0, T0 + HOUR)
    standing, revision = save(minor, title="Større", at=T0 + 2 * HOUR)
    major = publish(standing, revision, at=T0 + 2 * HOUR)
    assert (major.published_at, major.updated_at, major.edition) == (T0, T0 + 2 * HOUR, 3)


def test_times_never_go_back_with_the_clock() -> None:
    standing, revision = save()
    first = publish(standing, revision, at=T0 + HOUR)
    standing, revision = save(first, title="Senere", at=T0)
    again = publish(standing, revision, at=T0)
    assert again.modified_at == again.updated_at == T0 + HOUR + MOMENT


def test_every_thing_that_the_public_is_told_of_a_record_is_later_than_the_one_before() -> None:
    """A feed's reader knows by the time alone which is news: also within a microsecond, and while the clock is an hour behind."""
    standing, revision = save()
    told = [publish(standing, revision, at=T0 + HOUR)]
    for state in (Withdraw, MarkGone):
        command = state(id=ID, locale="nb", reason="Feil", actor="kari")
        told.append(lifecycle.change_state(told[-1], command, T0).standing)
        back = Restore(id=ID, locale="nb", reason="Likevel", actor="kari")
        told.append(lifecycle.restore(told[-1], revision, back, T0).standing)
    times = [each.changed_at for each in told]
    assert times == [T0 + HOUR + MOMENT * count for count in range(len(told))]
    assert told[-1].updated_at == times[-1]


def test_what_is_published_is_not_published_twice() -> None:
    standing, revision = save()
    first = publish(standing, revision)
    with pytest.raises(WrongState, match="published already"):
        publish(first, revision)


def test_a_stale_revision_is_not_published() -> None:
    standing, old = save()
    standing, _ = save(standing, title="Ny")
    with pytest.raises(StaleRevision) as caught:
        publish(standing, old)
    assert caught.value.current == 2


def test_the_first_edition_is_never_a_correction() -> None:
    standing, revision = save()
    with pytest.raises(Invalid, match="major"):
        publish(standing, revision, update="minor")


def test_a_correction_says_what_was_corrected() -> None:
    standing, revision = save(publish(*save()), title="Rettet", at=T0 + HOUR)
    command = Publish(id=ID, locale="nb", revision=revision.number, update="minor", note=" ", actor="kari")
    with pytest.raises(Invalid) as caught:
        lifecycle.publish(standing, revision, command, T0 + HOUR)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("/note", "missing")]


def test_withdrawn_comes_back_by_publishing_and_then_as_news() -> None:
    standing, revision = save()
    live = publish(standing, revision)
    withdrawn = lifecycle.change_state(
        live, Withdraw(id=ID, locale="nb", reason="Feil tall", actor="kari"), T0 + HOUR
    ).standing
    assert (withdrawn.state, withdrawn.reason) == ("withdrawn", "Feil tall")
    with pytest.raises(Invalid):
        publish(withdrawn, revision, update="minor", at=T0 + HOUR)
    back = publish(withdrawn, revision, at=T0 + 2 * HOUR)
    assert (back.state, back.reason, back.updated_at) == ("published", "", T0 + 2 * HOUR)


@pytest.mark.parametrize(
    "command",
    [
        Withdraw(id=ID, locale="nb", reason="x", actor="kari"),
        MarkGone(id=ID, locale="nb", reason="x", actor="kari"),
        Redirect(id=ID, locale="nb", to="/pages/nb/annet", actor="kari"),
    ],
)
def test_what_was_never_published_cannot_be_taken_back(command: StateCommand) -> None:
    with pytest.raises(NotFound):
        lifecycle.change_state(None, command, T0)
    standing, _ = save()
    with pytest.raises(WrongState, match="never published"):
        lifecycle.change_state(standing, command, T0)


def test_readers_are_owed_a_reason() -> None:
    live = publish(*save())
    with pytest.raises(Invalid, match="reason"):
        lifecycle.change_state(live, Withdraw(id=ID, locale="nb", reason=" ", actor="kari"), T0)


def test_gone_can_be_said_of_what_is_withdrawn_but_not_the_other_way() -> None:
    live = publish(*save())
    gone = lifecycle.change_state(
        live, MarkGone(id=ID, locale="nb", reason="Slettet", actor="kari"), T0
    ).standing
    assert gone.state == "gone"
    with pytest.raises(WrongState):
        lifecycle.change_state(gone, Withdraw(id=ID, locale="nb", reason="x", actor="kari"), T0)
    with pytest.raises(WrongState, match="gone already"):
        lifecycle.change_state(gone, MarkGone(id=ID, locale="nb", reason="x", actor="kari"), T0)


@pytest.mark.parametrize(
    "to",
    [
        "",
        "//evil.example",
        "javascript:alert(1)",
        "/a b",
        "\\\\host",
        "/a\nLocation: x",
        "http:",
        "ftp://example.org",
    ],
)
def test_a_redirect_needs_a_sound_target(to: str) -> None:
    live = publish(*save())
    with pytest.raises(Invalid):
        lifecycle.change_state(live, Redirect(id=ID, locale="nb", to=to, actor="kari"), T0)


def test_a_redirect_leads_to_what_a_location_field_can_carry() -> None:
    live = publish(*save())
    command = Redirect(id=ID, locale="nb", to="/pages/nb/å?spørsmål=ja", actor="kari")
    moved = lifecycle.change_state(live, command, T0).standing
    assert moved.redirect_to == "/pages/nb/%C3%A5?sp%C3%B8rsm%C3%A5l=ja"
