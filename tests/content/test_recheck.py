"""What is live is checked again: by a later rule set, or because what it shows has changed. Nothing vanishes; the editors are told."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import apsw
import pytest
from msgspec import structs

from content import accessibility, due, queries, recheck
from content.accessibility import Report
from content.accessibility.tree import Mode
from content.attestations import LetPass
from content.commands import Commands
from content.lifecycle import Publish, SaveDraft, Withdraw
from content.model import Page
from content.ports.recheck import Recheck
from content.text import Link, LinkCard, Prose, Span
from service.rechecks import Passing, Rechecks, go
from service.settings import Settings
from service.wiring import DATABASE, now, opened
from tests import rules
from tests.contract.build import identity
from tests.http.house import House, furnished

START = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(Settings(data=str(tmp_path))) as parts:
        yield House(parts=parts, app=None)  # type: ignore[arg-type]  # nothing is asked over HTTP here


def page(number: int, title: str, to: int | None = None) -> Page:
    link = Link(key="l", record=identity(to)) if to else None
    body = Prose(
        children=(Span(text="Se "), Span(text="den andre", marks=("l",) if link else ())),
        mark_defs=(link,) if link else (),
    )
    return Page(slug=f"side-{number}", title=title, body=(body,))


def over(house: House) -> int:
    """A whole pass."""
    return go(house.parts.store, house.parts.commands, now, holder="test", actor="test")


def events(house: House) -> list[tuple[str, object, object]]:
    with house.parts.store.read() as reading:
        return [
            (each.verb, each.detail.get("rules"), each.detail.get("source"))
            for each in reading.journal(0, 1000)
            if each.verb.startswith(("check-", "recheck"))
        ]


def listed(house: House) -> list[tuple[str, dict[str, int], str]]:
    with house.parts.store.read() as reading:
        return [(each.slug, dict(each.rules), each.source) for each in due.repairs(reading, now())]


def of(house: House, number: int) -> Recheck | None:
    with house.parts.store.read() as reading:
        return reading.recheck.of(identity(number), "nb")


def test_a_later_rule_set_is_gone_over_once_and_what_fails_is_told_and_listed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish(identity(1), "nb", page(1, "Godt"))
    house.publish(identity(2), "nb", page(2, f"Et {rules.WORD} ord"))
    assert (over(house), events(house)[1:]) == (0, [])
    rules.come(monkeypatch)
    assert over(house) == 2
    assert events(house)[1:] == [("check-failed", "no-word", "rules"), ("recheck", None, None)]
    [(slug, failing, source)] = listed(house)
    assert (slug, set(failing), source) == ("side-2", {"no-word"}, "rules")
    with house.parts.store.read() as reading:
        tally = reading.recheck.tally(accessibility.RULESET, now())
    assert (tally.editions, tally.checked, tally.failing, tally.rules) == (2, 2, 1, {"no-word": 1})
    assert over(house) == 0
    assert len(events(house)) == 3


def test_what_fails_leaves_the_list_with_a_new_edition_and_when_it_is_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        house.publish(identity(number), "nb", page(number, f"Et {rules.WORD} ord"))
    rules.come(monkeypatch)
    over(house)
    assert [slug for slug, _, _ in listed(house)] == ["side-1", "side-2"]
    house.publish(identity(1), "nb", page(1, "Et annet ord"))
    assert [slug for slug, _, _ in listed(house)] == ["side-2"]
    house.parts.commands.change_state(Withdraw(id=identity(2), locale="nb", reason="Ferdig", actor="test"))
    assert listed(house) == []
    assert over(house) == 0


def test_a_correction_that_goes_out_with_failures_stays_listed_since_they_were_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish(identity(1), "nb", page(1, f"Et {rules.WORD} ord"))
    rules.come(monkeypatch)
    over(house)
    first = of(house, 1)
    house.publish(identity(1), "nb", page(1, f"Et  {rules.WORD} ord"), update="minor", note="Rettet")
    assert [source for _, _, source in listed(house)] == ["edition"]
    assert over(house) == 1
    second = of(house, 1)
    assert first
    assert second
    assert second.edition == 2
    assert second.since == first.since
    assert [verb for verb, _, _ in events(house)].count("check-failed") == 1


def test_a_linked_record_that_breaks_a_rendering_is_told_and_mended_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accessibility, "check", rules.stricter)
    monkeypatch.setattr(accessibility, "RULESET", rules.LATER)
    house.publish(identity(2), "nb", Page(slug="maal", title="Målet"))
    card = Page(slug="viser", title="Viser", body=(LinkCard(key="k", record=identity(2)),))
    house.publish(identity(1), "nb", card)
    over(house)
    # The check lets the other record go out, as an override might: only what shows it fails.
    monkeypatch.setattr(accessibility, "check", rules.ours)
    house.publish(identity(2), "nb", Page(slug="maal", title=f"Et {rules.WORD} mål"))
    monkeypatch.setattr(accessibility, "check", rules.stricter)
    over(house)
    assert ("check-failed", "no-word", "linked_record") in events(house)
    assert ("viser", "linked_record") in [(slug, source) for slug, _, source in listed(house)]
    house.publish(identity(2), "nb", Page(slug="maal", title="Målet"))
    over(house)
    assert listed(house) == []
    assert "check-mended" in [verb for verb, _, _ in events(house)]


def test_a_topic_whose_label_moves_is_looked_at_where_it_is_shown_and_nothing_else(house: House) -> None:
    house = furnished(house.parts, examples=False)
    over(house)
    with house.parts.store.read() as reading:
        topic = next(each for each in reading.topics() if each.standing.locale == "nb")
        key = topic.edition.content.fields.key  # type: ignore[union-attr]
        shown = [
            each.id
            for each in reading.standings(state="published")
            if (entry := reading.entry(each.id, each.locale)) and key in entry.edition.content.topics
        ]
    assert shown
    house.publish(
        topic.standing.id, "nb", structs.replace(topic.edition.content, title="Et nytt navn på emnet")
    )
    with house.parts.store.read() as reading:
        stirred = {each.id for each in reading.recheck.stirred(now(), 100)}
    assert set(shown) <= stirred <= {*shown, topic.standing.id, *_pointing(house, topic.standing.id)}


def _pointing(house: House, target: UUID) -> set[UUID]:
    with house.parts.store.read() as reading:
        return {
            each.id
            for each in reading.standings(state="published")
            if (entry := reading.entry(each.id, each.locale))
            and target in queries.referred(entry.edition.content)
        }


def test_what_cannot_be_read_is_skipped_and_told_and_the_pass_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2, 3):
        house.publish(identity(number), "nb", page(number, f"Side {rules.WORD} {number}"))
    database = apsw.Connection(str(house.parts.settings.folder / DATABASE))
    database.execute("DROP TRIGGER evidence_kept")
    database.execute("UPDATE evidence SET packed = x'00' WHERE id = ?", (identity(2).bytes,))
    database.close()
    rules.come(monkeypatch)
    assert over(house) == 3
    broken = of(house, 2)
    assert broken
    assert (broken.outcome, dict(broken.failures)) == (None, {})
    assert [slug for slug, _, _ in listed(house)] == ["side-1", "side-3"]
    assert str(identity(2)) in caplog.text
    with house.parts.store.read() as reading:
        tally = reading.recheck.tally(accessibility.RULESET, now())
    assert (tally.checked, tally.failing, tally.unreadable) == (2, 2, 1)
    assert over(house) == 0


def test_a_pass_goes_on_where_it_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 8):
        house.publish(identity(number), "nb", page(number, f"Side {number}"))
    rules.come(monkeypatch)
    first = Passing(house.parts.store, house.parts.commands, actor="test")
    seen = [first.step() for _ in range(3)]
    assert [each and each.id for each in seen] == [identity(number) for number in (1, 2, 3)]
    house.publish(identity(1), "nb", page(1, "Ny"))  # it was checked by the new rules at publication
    assert over(house) == 4


def test_the_worker_goes_over_everything_by_itself_and_then_rests(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        house.publish(identity(number), "nb", page(number, f"Side {rules.WORD} {number}"))
    rules.come(monkeypatch)
    task = Rechecks(house.parts.store, house.parts.commands, now, holder="worker", on=True)
    for _ in range(100):
        if task.due() is None:
            break
        task.run()
        monkeypatch.setattr(task, "_next", 0.0)
    assert task.due() is None
    assert len(listed(house)) == 5
    with house.parts.store.read() as reading:
        [day] = reading.recheck.days()
        last = reading.recheck.last(rules.LATER)
    assert last
    assert last.ended
    assert (day.tally.failing, day.tally.checked) == (5, 5)
    house.publish(identity(9), "nb", page(9, "Peker", to=1))
    assert task.due() is None
    house.publish(identity(1), "nb", page(1, "Et nytt navn"))
    assert task.due() == 0.0


def test_switched_off_it_does_nothing(house: House) -> None:
    task = Rechecks(house.parts.store, house.parts.commands, now, holder="worker", on=False)
    assert task.due() is None


def test_the_worker_gives_way_to_a_pass_that_somebody_asked_for(house: House) -> None:
    house.publish(identity(1), "nb", page(1, "En"))
    lease = datetime.timedelta(seconds=5)
    house.parts.store.write(lambda writing: writing.leases.hold("recheck", "somebody", now(), lease))
    task = Rechecks(house.parts.store, house.parts.commands, now, holder="worker", on=True)
    task.run()
    assert (task.due() or 0) > 4
    with house.parts.store.read() as reading:
        assert reading.recheck.last(accessibility.RULESET) is None


def test_a_day_has_one_row_and_only_where_something_is_otherwise(house: House) -> None:
    commands = house.parts.commands
    assert commands.note_conformance()
    assert not commands.note_conformance()
    house.publish(identity(1), "nb", page(1, "En"))
    assert commands.note_conformance()
    with house.parts.store.read() as reading:
        [day] = reading.recheck.days()
    assert (day.tally.editions, day.tally.checked) == (1, 1)


def test_nothing_of_a_text_stands_in_what_is_kept_of_its_re_check(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish(identity(1), "nb", page(1, f"Kari Nordmann og et {rules.WORD} ord"))
    rules.come(monkeypatch)
    over(house)
    database = apsw.Connection(str(house.parts.settings.folder / DATABASE))
    kept = repr(
        [
            database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # names of our own
            for table in ("recheck", "recheck_pass", "recheck_due", "conformance")
        ]
    )
    database.close()
    assert "Nordmann" not in kept
    assert rules.WORD not in kept


def test_readers_of_another_language_are_looked_at_too(house: House) -> None:
    house.publish(identity(1), "nb", page(1, "En"))
    with house.parts.store.read() as reading:
        [place] = reading.recheck.waiting("other", None, 10)
        sat = recheck.sitting(
            reading, place, links=house.parts.links, configured=house.parts.settings.locales
        )
    assert sat is not None
    assert [each.requested for each in sat.arounds] == ["nb", "nn", "se", "fkv", "en"]


def test_what_is_let_pass_leaves_the_list_and_comes_back_when_that_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = [START]
    settings = Settings(data=str(tmp_path))
    with opened(settings) as parts:
        commands = Commands(parts.store, lambda: times[0], parts.links, settings.locales)
        real = accessibility.check

        def lenient(html: str, *, mode: Mode = "fragment", heading_level: int = 2) -> Report:
            report = real(html, mode=mode, heading_level=heading_level)
            return structs.replace(
                report, ruleset="1999.1", publishable=True, blocking_failures={}, findings=()
            )

        monkeypatch.setattr(accessibility, "check", lenient)
        link = Link(key="l", href="https://example.org/")
        body = (Prose(children=(Span(text="les mer", marks=("l",)),), mark_defs=(link,)),)
        number = commands.save(
            SaveDraft(id=identity(1), locale="nb", content=Page(slug="a", title="A", body=body), author="a")
        ).number
        commands.publish(Publish(id=identity(1), locale="nb", revision=number, actor="a"))
        monkeypatch.setattr(accessibility, "check", real)

        def looked() -> list[str]:
            go(parts.store, commands, lambda: times[0], holder="test", actor="test")
            with parts.store.read() as reading:
                return [each.source for each in due.repairs(reading, times[0])]

        assert looked() == ["rules"]
        (found,) = {
            (finding.rule, finding.subject)
            for each in commands.check(identity(1), "nb")
            for finding in each.report.findings
            if finding.outcome == "failed" and finding.blocking
        }
        until = START + datetime.timedelta(days=30)
        # The newest draft is another text: what is let pass is in the live one alone, and no rule knew of it when that went out.
        mended = Page(slug="a", title="A", body=(Prose(children=(Span(text="Her står det noe."),)),))
        commands.save(SaveDraft(id=identity(1), locale="nb", content=mended, author="a", expected=1))
        commands.let_pass(
            LetPass(
                id=identity(1),
                locale="nb",
                rule=found[0],
                subject=str(found[1]),
                reason="Rettes i januar",
                until=until,
                actor="ola",
            )
        )
        assert looked() == []
        with parts.store.read() as reading:
            tally = reading.recheck.tally(accessibility.RULESET, times[0])
            assert (tally.failing, tally.overridden, tally.attested) == (0, 1, 0)
            assert reading.recheck.stirred(times[0], 1) == ()
        times[0] = until
        assert looked() == ["rules"]
        with parts.store.read() as reading:
            verbs = [each.verb for each in reading.journal(0, 100)]
        assert [each for each in verbs if each.startswith("check-")] == [
            "check-failed",
            "check-mended",
            "check-failed",
        ]
        assert parts.store.verify() == ()
