"""The verbs over a real store: decided twice, checked before, and nothing half done."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from msgspec import structs

from content import accessibility
from content.accessibility.report import Finding, Report
from content.commands import Commands, Outcome
from content.errors import CheckFailed, Conflict, Invalid, Message, NotFound, StaleRevision, WrongState
from content.lifecycle import Publish, Redirect, SaveDraft, Withdraw
from content.model import HEADING_LEVELS, VARIANTS, Content, Page, Update, digest_bytes
from content.ports import Evidence, Store
from content.store import open_store
from content.text import Image, Link, Prose, Span
from service.links import PublicLinks

ID = UUID("01a20900-0000-7000-8000-000000000010")
BAD = Prose(
    children=(Span(text="les mer", marks=("l",)),), mark_defs=(Link(key="l", href="https://example.org/"),)
)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    opened.close()


@pytest.fixture
def commands(store: Store) -> Commands:
    return Commands(store, now, PublicLinks("https://example.org"))


def save(commands: Commands, content: Content, expected: int | None = None) -> int:
    return commands.save(
        SaveDraft(id=ID, locale="nb", content=content, expected=expected, author="kari")
    ).number


def publish(commands: Commands, revision: int, *, minor: bool = False) -> Outcome:
    update: Update = "minor" if minor else "major"
    return commands.publish(
        Publish(id=ID, locale="nb", revision=revision, update=update, note="Rettet", actor="kari")
    )


def test_every_variant_and_level_is_checked_and_kept_with_the_bytes(store: Store, commands: Commands) -> None:
    outcome = publish(commands, save(commands, Page(slug="a", title="A")))
    with store.read() as reading:
        kept = reading.evidence(ID, "nb", 1)
    assert [(each.variant, each.heading_level) for each in kept] == [
        (v, h) for v in VARIANTS for h in HEADING_LEVELS
    ]
    assert kept == outcome.reports
    for each in kept:
        assert each.digest == each.report.digest == digest_bytes(each.html.encode())
        assert each.report.publishable


def _evidence(error: CheckFailed) -> tuple[Evidence, ...]:
    return tuple(each for each in error.reports if isinstance(each, Evidence))


def test_a_failing_check_changes_nothing_and_carries_the_reports(store: Store, commands: Commands) -> None:
    revision = save(commands, Page(slug="a", title="A", body=(BAD,)))
    with store.read() as reading:
        before = (reading.head(), reading.standing(ID, "nb"), reading.journal())
    with pytest.raises(CheckFailed) as caught:
        publish(commands, revision)
    failing = [
        finding
        for each in _evidence(caught.value)
        for finding in each.report.findings
        if finding.outcome == "failed"
    ]
    assert {finding.rule for finding in failing} == {"link-purpose"}
    with store.read() as reading:
        assert (reading.head(), reading.standing(ID, "nb"), reading.journal()) == before


def test_a_correction_goes_out_where_only_the_rules_have_changed(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(commands, save(commands, Page(slug="a", title="A")))
    real = accessibility.check

    def stricter(html: str, *, heading_level: int = 2) -> Report:
        report = real(html, heading_level=heading_level)
        words = Message(nb="Ny regel.", en="New rule.")
        failed = Finding(rule="new-rule", outcome="failed", blocking=True, message=words, help=words)
        return Report(
            outcome="failed", publishable=False, blocking_failures={**report.blocking_failures, "new-rule": 1}, ruleset="later", digest=report.digest, tested=(), untested=(),
            findings=(failed, *report.findings),
        )  # fmt: skip

    monkeypatch.setattr(accessibility, "check", stricter)
    with pytest.raises(CheckFailed):
        publish(commands, save(commands, Page(slug="a", title="A, stor endring")))
    outcome = publish(commands, save(commands, Page(slug="a", title="A, rettet")), minor=True)
    assert (outcome.edition, outcome.needs_repair) == (2, True)
    worse = Page(slug="a", title="A, verre", body=(BAD,))
    with pytest.raises(CheckFailed):
        publish(commands, save(commands, worse), minor=True)


def test_a_correction_with_more_failures_than_a_report_lists_is_still_worse(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = accessibility.check

    def lenient(html: str, *, heading_level: int = 2) -> Report:
        return structs.replace(real(html, heading_level=heading_level), publishable=True)

    def many(number: int) -> Page:
        return Page(slug="a", title="A", body=(BAD,) * number)

    monkeypatch.setattr(accessibility, "check", lenient)
    publish(commands, save(commands, many(205)))
    monkeypatch.undo()
    with pytest.raises(CheckFailed, match="1030 blocking failure"):
        publish(commands, save(commands, many(206)), minor=True)


def test_faults_of_content_built_in_code_are_told_too(commands: Commands) -> None:
    with pytest.raises(Invalid) as caught:
        save(commands, Page(slug="Ikke gyldig", title="A\x00", body=(Image(src="/a.png"),)))
    assert {fault.pointer for fault in caught.value.faults} == {"/slug", "/title"}


def test_what_is_not_there_is_said(commands: Commands) -> None:
    with pytest.raises(NotFound):
        publish(commands, 1)
    with pytest.raises(NotFound):
        commands.check(ID, "nb")
    save(commands, Page(slug="a", title="A"))
    with pytest.raises(StaleRevision):
        publish(commands, 2)
    with pytest.raises(WrongState):
        commands.change_state(Withdraw(id=ID, locale="nb", reason="x", actor="kari"))


def test_of_many_who_publish_at_once_one_does(store: Store, commands: Commands) -> None:
    revision = save(commands, Page(slug="a", title="A"))
    done: list[int] = []
    refused: list[Conflict] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        try:
            done.append(publish(commands, revision).edition)
        except Conflict as error:
            refused.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1]
    assert len(refused) == 7
    with store.read() as reading:
        assert len(reading.editions(ID, "nb")) == 1
        assert reading.head().seq == 1


def test_of_many_who_save_on_the_same_revision_one_does_and_none_is_lost(
    store: Store, commands: Commands
) -> None:
    save(commands, Page(slug="a", title="A"))
    kept: list[str] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        expected = 1
        while True:
            try:
                save(commands, Page(slug="a", title=f"Fra {number}"), expected=expected)
            except StaleRevision as error:
                expected = error.current
            else:
                kept.append(f"Fra {number}")
                return

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as reading:
        assert [each.number for each in reading.revisions(ID, "nb")] == list(range(1, 10))
        assert sorted(each.content.title for each in reading.revisions(ID, "nb")[1:]) == sorted(kept)


@pytest.mark.parametrize("to", ["/pages/nb/%61", "/pages/nb/../nb/a", "https://example.org/pages/nb/./a?x#y"])
def test_a_redirect_to_oneself_is_seen_through_every_spelling(commands: Commands, to: str) -> None:
    publish(commands, save(commands, Page(slug="a", title="A")))
    with pytest.raises(Invalid, match="own address"):
        commands.change_state(Redirect(id=ID, locale="nb", to=to, actor="kari"))


def test_redirects_that_lead_round_by_others_are_refused(commands: Commands) -> None:
    other = UUID("01a20900-0000-7000-8000-000000000011")
    publish(commands, save(commands, Page(slug="a", title="A")))
    saved = commands.save(SaveDraft(id=other, locale="nb", content=Page(slug="b", title="B"), author="kari"))
    commands.publish(Publish(id=other, locale="nb", revision=saved.number, actor="kari"))
    commands.change_state(Redirect(id=other, locale="nb", to="/pages/nb/a", actor="kari"))
    with pytest.raises(Invalid, match="by way of other records"):
        commands.change_state(Redirect(id=ID, locale="nb", to="/pages/nb/b", actor="kari"))
    commands.change_state(Redirect(id=ID, locale="nb", to="https://example.com/", actor="kari"))
