"""What people answer, put beside what the machine found."""

import datetime
from typing import Literal

import pytest

from content.accessibility import Answers, Attestation, Override, Report, check, settle
from content.accessibility.answers import NONE, OVERRIDABLE, Settled, ends, settlements
from content.accessibility.report import MOST_FINDINGS, Answered

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
CAPTIONED = (
    '<video controls src="/media/{}.mp4"><track kind="captions" src="/media/{}.vtt" srclang="nb"></video>'
)
VIDEO = f'<div lang="nb">{CAPTIONED.format("a", "a")}</div>'
LINK = '<div lang="nb"><p>Om tilskudd, <a href="/t">les mer</a>.</p></div>'
NO_ALT = '<div lang="nb"><p><img src="/a.png"></p></div>'


def _subject(report: Report, rule: str) -> str:
    return next(each.subject or "" for each in report.findings if each.rule == rule)


def _said(
    report: Report, rule: str, answer: Literal["passed", "failed"] = "passed", **more: object
) -> Answers:
    given = {"by": "Kari", "at": NOW - DAY, "until": NOW + DAY, "reason": "Sett"} | more
    subject = str(given.pop("subject", "")) or _subject(report, rule)
    one = Attestation(rule=rule, subject=subject, answer=answer, **given)  # type: ignore[arg-type]
    return Answers(attestations=(one,))


def _let(report: Report, rule: str, **more: object) -> Answers:
    given = {"by": "Ola", "at": NOW - DAY, "until": NOW + DAY, "reason": "Haster"} | more
    return Answers(overrides=(Override(rule=rule, subject=_subject(report, rule), **given),))  # type: ignore[arg-type]


def test_without_answers_the_report_is_as_it_was() -> None:
    report = check(VIDEO)

    assert settle(report, NONE, NOW) is report


def test_a_question_that_was_answered_passes_and_says_who() -> None:
    report = check(VIDEO)
    after = settle(report, _said(report, "video-captions"), NOW)
    [finding] = [each for each in after.findings if each.rule == "video-captions"]

    assert (report.outcome, after.outcome) == ("no_failures_found", "attested")
    assert finding.outcome == "passed"
    assert finding.attestation == Answered(by="Kari", at=NOW - DAY, until=NOW + DAY, reason="Sett")
    assert after.attested == ("1.2.2",)
    assert "1.2.2" in report.untested
    assert "1.2.2" not in after.untested
    assert "1.2.2" not in after.tested
    assert ends(after) == NOW + DAY
    assert [each.outcome for each in after.findings if each.outcome == "cantTell"] == []


def test_a_person_may_find_a_failure_which_never_blocks() -> None:
    report = check(VIDEO)
    after = settle(report, _said(report, "video-captions", "failed"), NOW)

    assert after.outcome == "failed"
    assert after.publishable
    assert [each.blocking for each in after.findings if each.outcome == "failed"] == [False]
    assert after.attested == ("1.2.2",)


def test_a_criterion_that_the_machine_judged_too_stays_tested() -> None:
    report = check(LINK)
    after = settle(report, _said(report, "link-purpose"), NOW)

    assert "2.4.4" in after.tested
    assert after.attested == ("2.4.4",)
    assert after.tested == report.tested


@pytest.mark.parametrize(
    "more",
    [
        {"until": NOW},
        {"at": NOW + DAY, "until": NOW + 2 * DAY},
        {"subject": "sha256:" + "0" * 64},
    ],
    ids=["expired", "not yet", "another subject"],
)
def test_an_answer_that_does_not_hold_changes_nothing(more: dict[str, object]) -> None:
    report = check(VIDEO)

    assert settle(report, _said(report, "video-captions", "passed", **more), NOW) == report


def test_an_answer_to_another_rule_changes_nothing() -> None:
    report = check(VIDEO)
    [one] = _said(report, "video-captions").attestations
    other = Attestation(
        rule="link-purpose",
        subject=one.subject,
        answer="passed",
        by="K",
        at=one.at,
        until=one.until,
        reason="x",
    )

    assert settle(report, Answers(attestations=(other,)), NOW) == report


def test_one_open_question_keeps_a_report_from_being_attested() -> None:
    html = VIDEO.replace("</div>", f"{CAPTIONED.format('b', 'b')}</div>")
    report = check(html)
    after = settle(report, _said(report, "video-captions"), NOW)

    assert after.outcome == "no_failures_found"
    assert after.attested == ()


def test_questions_that_are_not_listed_are_open() -> None:
    report = check('<div lang="nb">' + CAPTIONED.format("a", "a") * (MOST_FINDINGS + 1) + "</div>")
    after = settle(report, _said(report, "video-captions"), NOW)

    assert "cantTell" not in {each.outcome for each in after.findings}
    assert after.outcome == "no_failures_found"
    assert after.attested == ()


def test_an_override_lets_a_failure_pass_and_tells_of_it() -> None:
    report = check(NO_ALT)
    after = settle(report, _let(report, "image-name"), NOW)
    [finding] = [each for each in after.findings if each.rule == "image-name"]

    assert not report.publishable
    assert after.publishable
    assert after.blocking_failures == {}
    assert after.outcome == "failed"
    assert finding.outcome == "failed"
    assert not finding.blocking
    assert isinstance(finding.override, Answered)
    assert finding.override.reason == "Haster"


def test_an_override_lets_pass_no_other_failure() -> None:
    report = check(NO_ALT.replace("</p>", '<img src="/b.png"></p>'))
    after = settle(report, _let(report, "image-name"), NOW)

    assert after.blocking_failures == {"image-name": 1}
    assert not after.publishable


def test_an_override_that_ended_lets_nothing_pass() -> None:
    report = check(NO_ALT)

    assert settle(report, _let(report, "image-name", until=NOW), NOW) == report


@pytest.mark.parametrize(
    "html", ["<p onclick='x()'>a</p>", "<script>1</script>", '<p id="a">a</p><p id="a">b</p>']
)
def test_script_and_markup_are_never_let_pass(html: str) -> None:
    report = check(f'<div lang="nb">{html}</div>')
    failed = next(each for each in report.findings if each.outcome == "failed" and each.blocking)

    assert failed.rule not in OVERRIDABLE
    assert settle(report, _let(report, failed.rule), NOW) == report


def test_failures_that_are_not_listed_block_still() -> None:
    report = check('<div lang="nb">' + '<img src="/a.png">' * (MOST_FINDINGS + 3) + "</div>")
    after = settle(report, _let(report, "image-name"), NOW)

    assert after.blocking_failures == {"image-name": 3}
    assert not after.publishable


def test_of_two_answers_to_the_same_the_later_counts() -> None:
    report = check(VIDEO)
    first, later = _said(report, "video-captions"), _said(report, "video-captions", "failed", at=NOW)
    both = Answers(attestations=(*later.attestations, *first.attestations))

    assert settle(report, both, NOW).outcome == "failed"


def test_what_an_edition_comes_to_is_known_for_all_time_to_come() -> None:
    report = check(VIDEO + LINK)
    answers = Answers(
        attestations=(
            *_said(report, "video-captions", "failed", until=NOW + DAY).attestations,
            *_said(report, "link-purpose", until=NOW + 2 * DAY).attestations,
        )
    )
    spans = settlements([report, report], answers, NOW)

    assert spans == (
        Settled(until=NOW + DAY, outcome="failed", publishable=True),
        Settled(until=None, outcome="no_failures_found", publishable=True),
    )
    for days in range(4):  # as it would be settled then
        at = NOW + days * DAY
        there = next(each for each in spans if each.until is None or at < each.until)
        assert there.outcome == settle(report, answers, at).outcome
    assert settlements([], answers, NOW) == ()


def test_a_failure_that_was_let_pass_blocks_again_when_that_ends() -> None:
    report = check(LINK.replace("Om tilskudd, ", "").replace(".</p>", "</p>"))
    spans = settlements([report, check(VIDEO)], _let(report, "link-purpose"), NOW)

    assert [(each.outcome, each.publishable) for each in spans] == [("failed", True), ("failed", False)]
