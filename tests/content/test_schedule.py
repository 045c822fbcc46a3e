"""Plans: times that may be named, and what a plan makes of a standing."""

from __future__ import annotations

import datetime

import pytest
from msgspec import structs

from content import admission, lifecycle, schedule, stewardship
from content.errors import Invalid, NotFound, StaleRevision, WrongState
from content.lifecycle import Publish, SaveDraft
from content.model import News, Revision, Standing
from content.schedule import Item, PublishTogether, Unschedule
from content.stewardship import Steward, Stewardship
from tests.contract.build import AUTHOR, START, at, identity

CONFIGURED = ("nb", "nn", "en")


def command(**more: object) -> Publish:
    made = Publish(id=identity(1), locale="nb", revision=1, actor=AUTHOR)
    return structs.replace(made, **more)


def faults(caught: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in caught.value.faults}


def test_no_time_and_one_that_has_just_passed_mean_now() -> None:
    assert schedule.moment(command(), START) is None
    assert schedule.moment(command(at=START), START) is None
    assert schedule.moment(command(at=START - schedule.TOLERANCE), START) is None
    soon = START + datetime.timedelta(microseconds=1)
    assert schedule.moment(command(at=soon), START) == soon


def test_times_that_have_passed_are_refused_together() -> None:
    early = START - schedule.TOLERANCE - datetime.timedelta(microseconds=1)
    with pytest.raises(Invalid, match="it is 2026-03-01T08:00:00Z") as caught:
        schedule.moment(command(at=early, expires=START), START)
    assert faults(caught) == {("/at", "passed"), ("/expires", "passed")}


@pytest.mark.parametrize("minutes", [5, 4])
def test_an_expiry_before_the_publication_is_refused(minutes: int) -> None:
    with pytest.raises(Invalid) as caught:
        admission.admit(command(at=at(5), expires=at(minutes)), CONFIGURED)
    assert faults(caught) == {("/expires", "too_early")}


def test_a_time_without_its_offset_is_refused() -> None:
    naive = datetime.datetime(2026, 3, 1, 8)  # noqa: DTZ001 - the fault
    with pytest.raises(Invalid) as caught:
        admission.admit(command(at=naive), CONFIGURED)
    assert {pointer for pointer, _ in faults(caught)} == {"/at"}


def test_all_faults_of_several_are_told_where_they_stand() -> None:
    items = (
        Item(id=identity(1), locale="nb", revision=1, update="minor"),
        Item(id=identity(2), locale="fi", revision=1),
        Item(id=identity(1), locale="nb", revision=2),
    )
    with pytest.raises(Invalid) as caught:
        admission.admit_together(
            PublishTogether(items=items, at=at(5), expires=at(4), actor=AUTHOR), CONFIGURED
        )
    assert faults(caught) == {
        ("/items/0/note", "missing"),
        ("/items/1/locale", "unknown_locale"),
        ("/items/2", "twice"),
        ("/expires", "too_early"),
    }


@pytest.mark.parametrize("number", [0, schedule.MOST_TOGETHER + 1])
def test_none_and_too_many_together_are_refused(number: int) -> None:
    items = tuple(Item(id=identity(each), locale="nb", revision=1) for each in range(number))
    with pytest.raises(Invalid) as caught:
        admission.admit_together(PublishTogether(items=items, actor=AUTHOR), CONFIGURED)
    assert {pointer for pointer, _ in faults(caught)} == {"/items"}


def _saved(number: int, before: Standing | None, minutes: int) -> tuple[Standing, Revision]:
    event = lifecycle.save(
        before,
        SaveDraft(id=identity(1), locale="nb", content=News(slug=f"s{number}", title="A"), author=AUTHOR),
        at(minutes),
    )
    return event.standing, event.revision


def test_a_plan_stays_on_its_revision_and_leaves_the_newer_draft_a_draft() -> None:
    draft, first = _saved(1, None, 0)
    waiting = schedule.waiting(draft, at(1))
    assert (waiting.state, waiting.changed_at) == ("scheduled", at(1))
    newer, _ = _saved(2, waiting, 2)
    assert (newer.state, newer.revision) == ("scheduled", 2)
    with pytest.raises(StaleRevision):
        lifecycle.publish(newer, first, command(), at(9))
    out = lifecycle.publish(newer, first, command(), at(9), planned=True)
    assert (out.standing.state, out.standing.live_revision, out.standing.slug) == ("published", 1, "s1")
    assert out.standing.newer_draft


def test_what_is_live_already_is_not_published_by_a_plan_again() -> None:
    draft, first = _saved(1, None, 0)
    live = lifecycle.publish(draft, first, command(), at(1)).standing
    newer, _ = _saved(2, live, 2)
    with pytest.raises(WrongState, match="published already"):
        lifecycle.publish(newer, first, command(), at(9), planned=True)


def test_only_a_first_publication_makes_a_record_scheduled() -> None:
    draft, first = _saved(1, None, 0)
    live = lifecycle.publish(draft, first, command(), at(1)).standing
    assert schedule.waiting(live, at(2)) == live
    assert schedule.no_longer(live, at(2)) == live
    waiting = schedule.waiting(draft, at(2))
    # The clock has been put back: the time of the standing stays.
    assert schedule.no_longer(waiting, at(1)) == structs.replace(draft, changed_at=at(2))


def test_a_text_that_comes_out_after_its_expiry_expires_at_once() -> None:
    draft, first = _saved(1, None, 0)
    late = lifecycle.publish(draft, first, command(), at(9))
    assert schedule.expiry(late, at(5)).at == at(5)
    assert schedule.expiry(late, at(12)).at == at(12)


def test_an_unknown_act_is_refused() -> None:
    wrong = Unschedule(id=identity(1), locale="nb", act="vanish", actor=AUTHOR)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as caught:
        admission.admit(wrong, CONFIGURED)
    assert {pointer for pointer, _ in faults(caught)} == {"/act"}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-11-25", 12, "2027-11-25"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-15", 120, "2036-01-15"),
    ],
)
def test_months_later(day: str, months: int, later: str) -> None:
    assert stewardship.later(datetime.date.fromisoformat(day), months).isoformat() == later


def test_stewardship_changes_what_is_asked_for() -> None:
    known = Stewardship(id=identity(1), owner="kari", review_by=datetime.date(2027, 1, 1))
    asked = Steward(id=identity(1), owner="ola", actor=AUTHOR)
    assert stewardship.change(known, asked) == structs.replace(known, owner="ola")
    day = datetime.date(2028, 1, 1)
    asked = Steward(id=identity(1), review_by=day, actor=AUTHOR)
    assert stewardship.change(known, asked) == structs.replace(known, review_by=day)
    with pytest.raises(Invalid):
        stewardship.change(known, Steward(id=identity(1), actor=AUTHOR))
    with pytest.raises(NotFound):
        stewardship.change(None, asked)
