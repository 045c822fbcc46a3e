"""Answers of people over a real store: bound to a subject, to a record, to a time; and what the public sees of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from content import due
from content.accessibility import Report
from content.attestations import LONGEST, USUALLY, Attest, LetPass, Revoke, Said
from content.commands import Commands
from content.errors import CheckFailed, Expired, Invalid, NotFound, NothingToAnswer, WrongState
from content.lifecycle import DeleteDraft, Publish, SaveDraft
from content.model import Page
from content.ports import Evidence, Store
from content.ports.attestations import Asked
from content.redaction import Redact
from content.store import open_store
from content.text import Link, Prose, Span
from service.links import PublicLinks

ONE = UUID("01a20900-0000-7000-8000-000000000010")
TWO = UUID("01a20900-0000-7000-8000-000000000011")
DAY = datetime.timedelta(days=1)
START = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
_MARK = (Link(key="l", href="https://example.org/"),)
ASKS = Prose(
    children=(Span(text="Om tilskudd i Barents, "), Span(text="les mer", marks=("l",)), Span(text=".")),
    mark_defs=_MARK,
)
FAILS = Prose(children=(Span(text="les mer", marks=("l",)),), mark_defs=_MARK)


class Clock:
    """Stands still until it is told to go."""

    def __init__(self) -> None:
        self._now = START

    def __call__(self) -> datetime.datetime:
        return self._now

    def forward(self, by: datetime.timedelta) -> None:
        self._now += by


def _page(*blocks: Prose, slug: str = "side", text: str = "En skrivefeil.") -> Page:
    return Page(slug=slug, title="Side", body=(Prose(children=(Span(text=text),)), *blocks))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    assert opened.verify() == ()
    opened.close()


@pytest.fixture
def commands(store: Store, clock: Clock) -> Commands:
    return Commands(store, clock, PublicLinks("https://example.org"))


def _save(commands: Commands, content: Page, identity: UUID = ONE) -> int:
    return commands.save(SaveDraft(id=identity, locale="nb", content=content, author="kari")).number


def _publish(commands: Commands, revision: int, identity: UUID = ONE, *, minor: bool = False) -> bool:
    command = Publish(
        id=identity,
        locale="nb",
        revision=revision,
        update="minor" if minor else "major",
        note="Rettet",
        actor="kari",
    )
    return commands.publish(command).needs_repair


def _subject(checked: tuple[Evidence, ...], outcome: str = "cantTell", rule: str = "link-purpose") -> str:
    found = {
        each.subject
        for one in checked
        for each in one.report.findings
        if (each.rule, each.outcome) == (rule, outcome)
    }
    [only] = found  # the same in every variant and at every level
    assert only is not None
    return only


def _attest(commands: Commands, subject: str, **more: object) -> Said:
    given = {
        "id": ONE,
        "locale": "nb",
        "rule": "link-purpose",
        "answer": "passed",
        "reason": "Setningen sier det",
    }
    return commands.attest(Attest(**(given | {"subject": subject, "actor": "kari"} | more)))  # type: ignore[arg-type]


def _let(commands: Commands, subject: str, **more: object) -> Said:
    given = {
        "id": ONE,
        "locale": "nb",
        "rule": "link-purpose",
        "reason": "Rettes i januar",
        "until": START + 30 * DAY,
    }
    return commands.let_pass(LetPass(**(given | {"subject": subject, "actor": "ola"} | more)))  # type: ignore[arg-type]


def _full(checked: tuple[Evidence, ...]) -> Report:
    return next(each.report for each in checked if each.variant == "full")


def test_an_answer_holds_until_the_passage_is_changed_and_a_typo_elsewhere_does_not_matter(
    commands: Commands, clock: Clock
) -> None:
    _save(commands, _page(ASKS))
    said = _attest(commands, _subject(commands.check(ONE, "nb")))

    assert (said.by, said.at, said.until) == ("kari", START, START + USUALLY)
    assert _full(commands.check(ONE, "nb")).outcome == "attested"
    assert commands.questions(ONE, "nb") == ()

    clock.forward(DAY)
    _save(commands, _page(ASKS, text="En rettet skrivefeil."))
    assert _full(commands.check(ONE, "nb")).outcome == "attested"

    other = Prose(children=(Span(text="Nå om noe annet, "), *ASKS.children[1:]), mark_defs=_MARK)
    _save(commands, _page(other))
    assert _full(commands.check(ONE, "nb")).outcome == "no_failures_found"
    assert [each.rule for each in commands.questions(ONE, "nb")] == ["link-purpose"]

    _save(commands, _page(ASKS))
    clock.forward(USUALLY)
    assert _full(commands.check(ONE, "nb")).outcome == "no_failures_found"


def test_an_answer_about_what_is_not_there_is_refused_and_told_what_is(commands: Commands) -> None:
    _save(commands, _page(ASKS))
    with pytest.raises(NothingToAnswer) as refused:
        _attest(commands, "sha256:" + "0" * 64)

    assert [getattr(each, "rule", "") for each in refused.value.findings] == ["link-purpose"]
    with pytest.raises(NothingToAnswer):
        _attest(commands, _subject(commands.check(ONE, "nb")), rule="video-captions")
    with pytest.raises(NothingToAnswer):  # a question is no failure
        _let(commands, _subject(commands.check(ONE, "nb")))


def test_an_answer_is_of_one_record(commands: Commands) -> None:
    for identity, slug in ((ONE, "side"), (TWO, "annen")):
        _save(commands, _page(ASKS, slug=slug), identity)
    subject = _subject(commands.check(ONE, "nb"))
    _attest(commands, subject)

    assert subject == _subject(commands.check(TWO, "nb"))
    assert _full(commands.check(TWO, "nb")).outcome == "no_failures_found"
    with pytest.raises(NotFound):
        _attest(commands, subject, locale="nn")


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"until": START}, "/until"),
        ({"until": START + LONGEST[False] + DAY}, "/until"),
        ({"reason": ""}, "/reason"),
        ({"reason": "a" * 1_000_000}, "/reason"),
        ({"reason": "a\x00b"}, "/reason"),
        ({"reason": "a\nb"}, "/reason"),
        ({"subject": "sha256:x"}, "/subject"),
        ({"rule": "../x"}, "/rule"),
        ({"actor": ""}, "/actor"),
    ],
)
def test_faults_are_told_with_their_place(commands: Commands, more: dict[str, object], pointer: str) -> None:
    _save(commands, _page(ASKS))
    with pytest.raises(Invalid) as refused:
        _attest(commands, **({"subject": "sha256:" + "0" * 64} | more))  # type: ignore[arg-type]

    assert {each.pointer for each in refused.value.faults} == {pointer}
    assert isinstance(refused.value, Expired) == (more == {"until": START})


def test_an_override_lets_a_failure_out_and_the_bytes_stay_when_it_ends(
    store: Store, commands: Commands, clock: Clock
) -> None:
    revision = _save(commands, _page(FAILS))
    with pytest.raises(CheckFailed):
        _publish(commands, revision)
    _let(commands, _subject(commands.check(ONE, "nb"), "failed"))

    assert _publish(commands, revision) is False
    with store.read() as reading:
        assert due.due(reading, clock(), clock() + DAY).repairs == ()
    clock.forward(31 * DAY)
    with store.read() as reading:
        assert [each.id for each in due.due(reading, clock(), clock() + DAY).repairs] == [ONE]
        assert reading.entry(ONE, "nb") is not None
    with pytest.raises(CheckFailed):
        _publish(commands, _save(commands, _page(FAILS, text="Mer")))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rule": "fragment-script"}, "not_overridable"),
        ({"rule": "id-unique"}, "not_overridable"),
        ({"rule": "no-such-rule"}, "not_overridable"),
        ({"until": START - DAY}, "expired"),
        ({"until": START + LONGEST[True] + DAY}, "too_late"),
    ],
)
def test_what_is_never_let_pass(commands: Commands, more: dict[str, object], code: str) -> None:
    _save(commands, _page(FAILS))
    with pytest.raises(Invalid) as refused:
        _let(commands, _subject(commands.check(ONE, "nb"), "failed"), **more)

    assert [each.code for each in refused.value.faults] == [code]


def test_what_a_person_finds_wrong_is_published_all_the_same_and_listed(
    store: Store, commands: Commands, clock: Clock
) -> None:
    revision = _save(commands, _page(ASKS))
    _attest(commands, _subject(commands.check(ONE, "nb")), answer="failed")

    assert _full(commands.check(ONE, "nb")).outcome == "failed"
    _publish(commands, revision)
    with store.read() as reading:
        assert [each.id for each in due.due(reading, clock(), clock() + DAY).repairs] == [ONE]


def test_a_later_answer_takes_the_place_of_the_one_before_and_both_stay(
    store: Store, commands: Commands
) -> None:
    _save(commands, _page(ASKS))
    subject = _subject(commands.check(ONE, "nb"))
    first = _attest(commands, subject, answer="failed")
    second = _attest(commands, subject)

    assert _full(commands.check(ONE, "nb")).outcome == "attested"
    commands.take_back(Revoke(number=second.number, reason="Så feil", actor="ola"))
    assert _full(commands.check(ONE, "nb")).outcome == "no_failures_found"
    with pytest.raises(WrongState):
        commands.take_back(Revoke(number=second.number, reason="Så feil", actor="ola"))
    with pytest.raises(NotFound):
        commands.take_back(Revoke(number=99, reason="x", actor="ola"))
    with store.read() as reading:
        kept = reading.attestations.listing(Asked(id=ONE))
        verbs = [each.verb for each in reading.journal()]
    assert [each.number for each in kept] == [second.number, first.number]
    assert [each.revoked_reason for each in kept] == ["Så feil", f"replaced by {second.number}"]
    assert verbs == ["save", "attest", "attest", "revoke-attestation"]


def test_two_at_once_leave_one(store: Store, commands: Commands) -> None:
    _save(commands, _page(ASKS))
    subject = _subject(commands.check(ONE, "nb"))
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda name: _attest(commands, subject, actor=name), ("kari", "ola")))

    with store.read() as reading:
        living = reading.attestations.listing(Asked(id=ONE, living=True))
    assert len(living) == 1
    assert living[0].number == max(each.number for each in done)


def test_an_answer_moves_the_tags_and_no_feed_tells_of_it(store: Store, commands: Commands) -> None:
    _publish(commands, _save(commands, _page(ASKS)))
    with store.read() as reading:
        before, told = reading.head(), reading.changes(0)
    said = _attest(commands, _subject(commands.check(ONE, "nb")))
    commands.take_back(Revoke(number=said.number, reason="Så feil", actor="ola"))

    with store.read() as reading:
        assert reading.head().seq == before.seq + 2
        assert reading.changes(0) == told
        moved = reading.changes(before.seq, silent=True)
    assert [(each.tags, each.silent) for each in moved] == [((f"record:{ONE}",), True)] * 2


def test_an_answer_about_a_draft_moves_nothing_in_public(store: Store, commands: Commands) -> None:
    _save(commands, _page(ASKS))
    _attest(commands, _subject(commands.check(ONE, "nb")))

    with store.read() as reading:
        assert reading.head().seq == 0


def test_a_redaction_reaches_reasons_and_names_and_forgets_what_is_not_there_any_more(
    store: Store, commands: Commands
) -> None:
    named = Prose(children=(Span(text="Om Kari Nordmann, "), *ASKS.children[1:]), mark_defs=_MARK)
    _publish(commands, _save(commands, _page(ASKS, named)))
    checked = _full(commands.check(ONE, "nb"))
    subjects = [each.subject or "" for each in checked.findings if each.outcome == "cantTell"]
    for subject in subjects:
        _attest(commands, subject, reason="Kari Nordmann sa det", actor="Kari Nordmann")
    commands.redact(Redact(id=ONE, locale="nb", texts=("Kari Nordmann",), reason="Personvern", actor="ola"))

    with store.read() as reading:
        second, first = reading.attestations.listing(Asked(id=ONE))
    for each in (first, second):
        assert "Nordmann" not in repr(each)
    assert (first.subject, first.revoked_at) == (subjects[0], None)
    assert second.subject == "sha256:" + "0" * 64
    assert second.revoked_reason == "redaction 1"


def test_a_deleted_draft_takes_its_answers_along(store: Store, commands: Commands) -> None:
    _save(commands, _page(ASKS))
    _attest(commands, _subject(commands.check(ONE, "nb")))
    commands.delete(DeleteDraft(id=ONE, locale="nb", expected=1, actor="kari"))

    with store.read() as reading:
        assert reading.attestations.listing(Asked()) == ()
