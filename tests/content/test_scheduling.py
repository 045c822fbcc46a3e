"""Publishing at a time, several together, and expiry, over a real store and a clock that the test sets."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from content import accessibility, due
from content.accessibility.report import Report
from content.commands import Commands
from content.commands.outcome import Failing
from content.errors import CheckFailed, Invalid, StaleRevision, WrongState
from content.fragments.words import word
from content.lifecycle import DeleteDraft, MarkGone, Publish, Restore, SaveDraft, Withdraw
from content.model import Content, Page, Standing
from content.ports import Store
from content.schedule import Item, Planned, PublishTogether, Unschedule
from content.stewardship import Steward
from content.store import open_store
from content.text import LinkCard
from service.links import PublicLinks
from tests.content.test_commands import BAD
from tests.contract.build import START, at, identity

WHO = "kari"


class Clock:
    """A clock that stands until the test moves it; back, too."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime.datetime:
        return self.now

    def to(self, minutes: float) -> None:
        self.now = START + datetime.timedelta(minutes=minutes)


class Office:
    """The verbs over a store, in short."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.commands = Commands(store, self.clock, PublicLinks("https://example.org"), review_months=6)

    def save(self, number: int, content: Content, locale: str = "nb") -> int:
        return self.commands.save(
            SaveDraft(id=identity(number), locale=locale, content=content, author=WHO)
        ).number

    def command(self, number: int, revision: int = 1, **more: object) -> Publish:
        made = Publish(id=identity(number), locale="nb", revision=revision, actor=WHO)
        return structs.replace(made, **more)

    def run(self) -> list[tuple[object, ...]]:
        """Do what is due, as a worker does."""
        with self.store.read() as reading:
            planned = reading.schedule.due(self.clock())
        return [
            (each.id, each.locale, each.state, each.edition)
            for one in planned
            for each in self.commands.carry_out(one)
        ]

    def standing(self, number: int, locale: str = "nb") -> Standing:
        with self.store.read() as reading:
            found = reading.standing(identity(number), locale)
        assert found is not None
        return found

    def planned(self, number: int = 1, locale: str = "nb") -> tuple[Planned, ...]:
        with self.store.read() as reading:
            return reading.schedule.of(identity(number), locale)

    def verbs(self) -> list[str]:
        with self.store.read() as reading:
            return [entry.verb for entry in reading.journal()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = open_store(tmp_path / "test.db")
    yield Office(store)
    assert store.verify() == ()
    store.close()


def page(slug: str = "a", title: str = "A") -> Page:
    return Page(slug=slug, title=title)


def test_a_text_is_published_at_its_time_and_withdrawn_at_its_expiry(office: Office) -> None:
    office.save(1, page())
    outcome = office.commands.publish(office.command(1, at=at(10), expires=at(20), via="test"))
    assert (outcome.state, outcome.edition, outcome.seq) == ("scheduled", 0, 0)
    assert [(each.act, each.at, each.expires) for each in outcome.scheduled] == [("publish", at(10), at(20))]
    assert len(outcome.reports) == 15
    office.clock.to(9.99)
    assert office.run() == []
    office.clock.to(10.005)
    assert office.run() == [(identity(1), "nb", "published", 1)]
    assert office.run() == []
    assert office.standing(1).published_at == office.clock.now
    assert [(each.act, each.at) for each in office.planned()] == [("expire", at(20))]
    office.clock.to(20)
    assert office.run() == [(identity(1), "nb", "withdrawn", 1)]
    assert office.standing(1).reason == "Perioden som teksten gjaldt for, er over."
    assert office.planned() == ()
    with office.store.read() as reading:
        entries = reading.journal()
        assert [change.op for change in reading.changes(0)] == ["upsert", "delete"]
    assert [(entry.verb, entry.detail.get("via")) for entry in entries] == [
        ("save", None),
        ("schedule", "test"),
        ("publish", "schedule"),
        ("schedule", "schedule"),
        ("withdraw", "schedule"),
    ]
    assert {entry.actor for entry in entries} == {WHO}


def test_what_is_live_stays_so_until_the_new_text_is_due(office: Office) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1))
    office.save(1, page(title="Ny"))
    outcome = office.commands.publish(office.command(1, 2, at=at(10)))
    assert (outcome.state, outcome.edition) == ("published", 1)
    assert office.standing(1).live_revision == 1
    office.clock.to(10)
    assert office.run() == [(identity(1), "nb", "published", 2)]


def test_a_newer_draft_neither_stops_nor_alters_what_was_planned(office: Office) -> None:
    office.save(1, page("planlagt", "Planlagt"))
    office.commands.publish(office.command(1, at=at(10)))
    office.save(1, page("nyere", "Nyere"))
    assert office.standing(1).state == "scheduled"
    office.clock.to(10)
    office.run()
    standing = office.standing(1)
    assert (standing.slug, standing.live_revision, standing.revision, standing.newer_draft) == (
        "planlagt",
        1,
        2,
        True,
    )


def test_a_planned_revision_can_be_moved_in_time_though_a_newer_draft_is_there(office: Office) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, at=at(10)))
    office.save(1, page(title="Nyere"))
    office.commands.publish(office.command(1, at=at(5)))
    assert [(each.revision, each.at) for each in office.planned()] == [(1, at(5))]
    office.commands.publish(office.command(1, 2, at=at(7)))
    assert [(each.revision, each.at) for each in office.planned()] == [(2, at(7))]
    with pytest.raises(StaleRevision):
        office.commands.publish(office.command(1, 1, at=at(9)))
    office.clock.to(10)
    assert office.run() == [(identity(1), "nb", "published", 1)]
    assert office.standing(1).live_revision == 2


def test_an_expiry_is_at_its_time_though_the_clock_was_ahead_at_the_edition_before(office: Office) -> None:
    office.save(1, page())
    office.clock.to(1_000_000)
    office.commands.publish(office.command(1))
    office.clock.to(10)
    office.save(1, page(title="Nyere"))
    office.commands.publish(office.command(1, 2, expires=at(20)))
    assert [(each.act, each.at) for each in office.planned()] == [("expire", at(20))]
    office.clock.to(20)
    assert office.run() == [(identity(1), "nb", "withdrawn", 2)]


def test_an_older_revision_is_not_published_where_its_plan_was_taken_back_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, at=at(10)))
    office.save(1, page(title="Nyere"))
    check = accessibility.check

    def slowly(html: str, *, heading_level: int = 2) -> Report:
        if office.planned():
            office.commands.unschedule(Unschedule(id=identity(1), locale="nb", actor="ola"))
        return check(html, heading_level=heading_level)

    monkeypatch.setattr(accessibility, "check", slowly)
    with pytest.raises(StaleRevision):
        office.commands.publish(office.command(1))
    assert office.standing(1).state == "draft"


def test_publishing_by_hand_makes_the_plan_void_and_expiry_outlives_a_correction(office: Office) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, at=at(10)))
    office.commands.publish(office.command(1, expires=at(20)))
    assert [each.act for each in office.planned()] == ["expire"]
    office.save(1, page(title="Rettet"))
    outcome = office.commands.publish(office.command(1, 2, update="minor", note="Skrivefeil"))
    assert [each.act for each in outcome.scheduled] == ["expire"]
    office.save(1, page(title="Forlenget"))
    office.commands.publish(office.command(1, 3, expires=at(30)))
    office.clock.to(25)
    assert office.run() == []
    office.clock.to(30)
    assert office.run() == [(identity(1), "nb", "withdrawn", 3)]


@pytest.mark.parametrize(
    "taking",
    [
        Withdraw(id=identity(1), locale="nb", reason="Feil", actor=WHO),
        MarkGone(id=identity(1), locale="nb", reason="Feil", actor=WHO),
    ],
)
def test_what_was_taken_back_never_comes_back_by_itself(office: Office, taking: Withdraw | MarkGone) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, expires=at(20)))
    office.save(1, page(title="Ny"))
    office.commands.publish(office.command(1, 2, at=at(10)))
    office.commands.change_state(taking)
    assert office.planned() == ()
    office.clock.to(30)
    assert office.run() == []
    assert office.verbs().count("unschedule") == 2
    # Restoring by hand and planning anew are both open.
    office.commands.restore(Restore(id=identity(1), locale="nb", reason="Rett likevel", actor=WHO))
    office.commands.publish(office.command(1, 2, at=at(40)))


def test_a_plan_is_taken_back_once(office: Office) -> None:
    office.save(1, page("planlagt"))
    office.commands.publish(office.command(1, at=at(10)))
    office.save(1, page("nyere"))
    asked = Unschedule(id=identity(1), locale="nb", act="publish", actor="ola")
    assert [each.revision for each in office.commands.unschedule(asked)] == [1]
    assert office.standing(1).state == "draft"
    with pytest.raises(WrongState, match="Nothing is planned"):
        office.commands.unschedule(asked)
    office.clock.to(10)
    assert office.run() == []
    office.save(2, page("planlagt"))
    assert office.verbs() == ["save", "schedule", "save", "unschedule", "save"]


def test_a_plan_is_checked_when_it_is_made(office: Office) -> None:
    office.save(1, Page(slug="a", title="A", body=(BAD,)))
    with pytest.raises(CheckFailed):
        office.commands.publish(office.command(1, at=at(10)))
    assert office.planned() == ()
    assert office.standing(1).state == "draft"


def test_what_the_check_refuses_when_its_time_has_come_is_not_published_and_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, at=at(10)))
    real = accessibility.check

    def stricter(html: str, *, heading_level: int = 2) -> Report:
        return structs.replace(real(html, heading_level=heading_level), publishable=False)

    monkeypatch.setattr(accessibility, "check", stricter)
    office.clock.to(10)
    assert office.run() == []
    assert office.standing(1).state == "draft"
    with office.store.read() as reading:
        found = due.due(reading, office.clock(), at(10))
        assert reading.journal()[-1].verb == "schedule-failed"
        assert reading.head().seq == 0
    (failed,) = found.failed
    assert (failed.slug, failed.title, failed.failed_at) == ("a", "A", at(10))
    assert "accessibility check" in failed.failure
    monkeypatch.undo()
    office.clock.to(11)
    assert office.run() == []
    office.commands.publish(office.command(1))
    assert office.planned() == ()


@pytest.mark.parametrize("minutes", [-30, -1, 9.9])
def test_a_clock_that_is_put_back_runs_nothing_twice_and_no_time_goes_back(
    office: Office, minutes: float
) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, at=at(10), expires=at(20)))
    office.clock.to(10)
    with office.store.read() as reading:
        (planned,) = reading.schedule.due(office.clock())
    assert len(office.commands.carry_out(planned)) == 1
    office.clock.to(minutes)
    assert office.run() == []
    assert office.commands.carry_out(planned) == ()
    office.save(1, page(title="Ny"))
    office.commands.publish(office.command(1, 2))
    with office.store.read() as reading:
        first, second = reading.editions(identity(1), "nb")
    assert (first.at, second.at) == (at(10), at(10) + datetime.timedelta(microseconds=1))
    office.clock.to(10)
    assert office.run() == []
    office.clock.to(20)
    assert office.run() == [(identity(1), "nb", "withdrawn", 2)]


def test_a_plan_that_is_late_has_the_time_at_which_the_public_saw_it(office: Office) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, at=at(10)))
    office.clock.to(600)
    office.run()
    assert office.standing(1).published_at == at(600)


def test_a_text_whose_expiry_passed_while_nobody_worked_is_not_news_any_more(office: Office) -> None:
    office.save(1, page())
    office.commands.publish(office.command(1, at=at(10), expires=at(20)))
    office.clock.to(20)
    assert office.run() == []
    (failed,) = office.planned()
    assert failed.failure == "Its expiry had passed before it could be published."
    with office.store.read() as reading:
        assert reading.head().seq == 0
    assert office.standing(1).state == "draft"
    office.commands.delete(DeleteDraft(id=identity(1), locale="nb", expected=1, actor=WHO))
    assert office.planned() == ()


def together(*items: Item, **more: object) -> PublishTogether:
    return structs.replace(PublishTogether(items=items, actor=WHO), **more)


def item(number: int, locale: str = "nb", revision: int = 1) -> Item:
    return Item(id=identity(number), locale=locale, revision=revision)


def test_several_go_out_in_one_transaction_and_are_checked_as_they_are_served(office: Office) -> None:
    office.save(1, page())
    office.save(1, page(title="A in English"), locale="en")
    office.save(2, Page(slug="b", title="B", body=(LinkCard(key="k", record=identity(1)),)))
    outcomes = office.commands.publish_together(together(item(1), item(1, "en"), item(2)))
    assert [(each.locale, each.state, each.seq) for each in outcomes] == [
        ("nb", "published", 1),
        ("en", "published", 2),
        ("nb", "published", 3),
    ]
    assert "/pages/en/a" in outcomes[0].reports[0].html
    assert "/pages/nb/a" in outcomes[1].reports[0].html
    assert ">A</a>" in outcomes[2].reports[0].html


def test_one_conflict_fails_all(office: Office) -> None:
    office.save(1, page())
    office.save(2, page("b"))
    office.save(2, page("b", "B, nyere"))
    with pytest.raises(StaleRevision, match=f"/items/1, {identity(2)} in nb: .*not the newest") as caught:
        office.commands.publish_together(together(item(1), item(2)))
    assert caught.value.current == 2
    assert office.standing(1).state == "draft"
    with office.store.read() as reading:
        assert reading.head().seq == 0


def test_all_failing_reports_of_all_come_in_one_refusal(office: Office) -> None:
    office.save(1, Page(slug="a", title="A", body=(BAD,)))
    office.save(2, page("b"))
    office.save(3, Page(slug="c", title="C", body=(BAD,)))
    with pytest.raises(CheckFailed, match="of 45 renderings") as caught:
        office.commands.publish_together(together(item(1), item(2), item(3)))
    named = {(each.id, each.locale) for each in caught.value.reports if isinstance(each, Failing)}
    assert named == {(identity(1), "nb"), (identity(3), "nb")}
    assert office.standing(2).state == "draft"


def test_all_faults_of_all_are_told_at_once(office: Office) -> None:
    office.save(1, page())
    office.save(2, page("b"))
    minor = [structs.replace(item(number), update="minor", note="x") for number in (1, 2)]
    with pytest.raises(Invalid) as caught:
        office.commands.publish_together(together(*minor))
    assert [fault.pointer for fault in caught.value.faults] == ["/items/0/update", "/items/1/update"]
    with pytest.raises(Invalid) as caught:
        office.commands.publish_together(together(item(1), item(2), at=at(-9)))
    assert [fault.pointer for fault in caught.value.faults] == ["/at"]


def test_several_planned_together_go_out_together(office: Office) -> None:
    office.save(1, page())
    office.save(2, page("b"))
    office.commands.publish_together(together(item(1), item(2), at=at(10), expires=at(20)))
    assert office.standing(2).state == "scheduled"
    office.clock.to(10)
    assert office.run() == [(identity(1), "nb", "published", 1), (identity(2), "nb", "published", 1)]
    office.clock.to(20)
    assert len(office.run()) == 2


def test_where_one_cannot_go_out_none_of_those_planned_together_does(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.save(1, page())
    office.save(2, page("b", "Tittelen som feiler"))
    office.commands.publish_together(together(item(1), item(2), at=at(10)))
    real = accessibility.check

    def stricter(html: str, *, heading_level: int = 2) -> Report:
        report = real(html, heading_level=heading_level)
        return structs.replace(report, publishable=report.publishable and "som feiler" not in html)

    monkeypatch.setattr(accessibility, "check", stricter)
    office.clock.to(10)
    assert office.run() == []
    assert [office.standing(number).state for number in (1, 2)] == ["draft", "draft"]
    assert all(office.planned(number)[0].failed_at for number in (1, 2))


def test_taking_one_back_takes_back_all_that_were_to_go_out_together(office: Office) -> None:
    for number, slug in ((1, "a"), (2, "b")):
        office.save(number, page(slug))
    office.commands.publish_together(together(item(1), item(2), at=at(10)))
    taken = office.commands.unschedule(Unschedule(id=identity(2), locale="nb", actor=WHO))
    assert {each.id for each in taken} == {identity(1), identity(2)}
    assert [office.standing(number).state for number in (1, 2)] == ["draft", "draft"]


def test_where_one_goes_out_before_the_others_are_told(office: Office) -> None:
    for number, slug in ((1, "a"), (2, "b")):
        office.save(number, page(slug))
    office.commands.publish_together(together(item(1), item(2), at=at(10)))
    office.commands.publish(office.command(1))
    (failed,) = office.planned(2)
    assert (
        failed.failure
        == f"This was to be published together with {identity(1)} in nb, which is published already."
    )
    assert office.standing(2).state == "draft"


@pytest.mark.parametrize("again", [at(15), None])
def test_planning_or_publishing_the_same_together_again_fails_none(
    office: Office, again: datetime.datetime | None
) -> None:
    for number, slug in ((1, "a"), (2, "b")):
        office.save(number, page(slug))
    office.commands.publish_together(together(item(1), item(2), at=at(10)))
    office.commands.publish_together(together(item(1), item(2), at=again))
    assert "schedule-failed" not in office.verbs()
    office.clock.to(15)
    office.run()
    assert [office.standing(number).edition for number in (1, 2)] == [1, 1]


@pytest.mark.parametrize(("locale", "lang"), [("nn", "nn"), ("en", "en"), ("se", "nb"), ("fkv", "nb")])
def test_the_reason_of_an_expiry_is_in_words_that_the_reader_has(
    office: Office, locale: str, lang: str
) -> None:
    office.save(1, page(), locale=locale)
    office.commands.publish(structs.replace(office.command(1, expires=at(5)), locale=locale))
    office.clock.to(5)
    office.run()
    assert office.standing(1, locale).reason == word(lang, "expired").text


def test_what_is_due_is_listed_with_what_it_is_about(office: Office) -> None:
    office.save(1, page())
    office.save(1, page(title="In English"), locale="en")
    office.save(2, page("b", "B"))
    office.commands.publish(office.command(2, at=at(10)))
    changed = office.commands.steward(
        Steward(id=identity(1), owner="ola", review_by=datetime.date(2026, 3, 1), actor=WHO, via="test")
    )
    assert changed.owner == "ola"
    with office.store.read() as reading:
        found = due.due(reading, at(0), at(60 * 24 * 300))
        early = due.due(reading, at(0), at(5))
        english = due.due(reading, at(0), at(5), sight=due.Sight(locales=frozenset({"en"})))
        none = due.due(reading, at(0), at(60), sight=due.Sight(kinds=frozenset({"news"})))
        late = due.due(reading, at(60 * 24), at(60 * 24))
        journal = reading.journal()[-1]
    assert [(each.slug, each.owner, str(each.review_by), each.overdue) for each in found.reviews] == [
        ("a", "ola", "2026-03-01", False),
        ("b", WHO, "2026-09-01", False),
    ]
    assert [(each.slug, each.title, each.kind, each.late) for each in found.coming] == [
        ("b", "B", "page", False)
    ]
    assert (len(early.reviews), early.coming) == (1, ())
    assert [each.title for each in english.reviews] == ["In English"]
    assert (none.reviews, none.coming) == ((), ())
    assert ([each.overdue for each in late.reviews], [each.late for each in late.coming]) == ([True], [True])
    assert (journal.verb, journal.detail) == (
        "steward",
        {"owner": "ola", "review_by": "2026-03-01", "via": "test"},
    )


def test_a_correction_that_went_out_with_failures_is_listed_for_repair(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = accessibility.check

    def lenient(html: str, *, heading_level: int = 2) -> Report:
        return structs.replace(real(html, heading_level=heading_level), publishable=True)

    office.save(1, Page(slug="a", title="A", body=(BAD,)))
    monkeypatch.setattr(accessibility, "check", lenient)
    office.commands.publish(office.command(1))
    monkeypatch.undo()
    office.save(1, Page(slug="a", title="A, rettet", body=(BAD,)))
    assert office.commands.publish(office.command(1, 2, update="minor", note="Rettet")).needs_repair
    with office.store.read() as reading:
        (repair,) = due.due(reading, at(0), at(0)).repairs
    assert (repair.slug, repair.title, repair.edition, repair.outcome) == ("a", "A, rettet", 2, "failed")
