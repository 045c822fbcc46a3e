"""Attesting: answer what the check cannot tell, let a failure pass for a time, and take either back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import structs

from content import accessibility, advice, attestations, queries
from content.accessibility.answers import settle
from content.accessibility.questions import LANGUAGE
from content.accessibility.report import Finding
from content.attestations import Attest, LetPass, Revoke, Said
from content.commands.examining import Examining
from content.errors import NotFound
from content.journal import way
from content.locales import Locale
from content.model import Standing
from content.ports import Evidence, Reading, Writing


class Attesting(Examining):
    """The verbs about answers of people. Each is in the journal, and public."""

    def attest(self, command: Attest) -> Said:
        """Answer a question. Raises Invalid, Expired, NotFound, NothingToAnswer."""
        return self._say(command)

    def let_pass(self, command: LetPass) -> Said:
        """Override a failure. Raises Invalid, Expired, NotFound, NothingToAnswer."""
        return self._say(command)

    def take_back(self, command: Revoke) -> Said:
        """Revoke an answer. Raises Invalid, NotFound, WrongState."""
        at = self._clock()
        attestations.admit(command, at)

        def work(writing: Writing) -> Said:
            after = writing.attestations.revoke(
                command.number, at=at, by=command.actor, reason=command.reason
            )
            writing.record(
                command.actor,
                "revoke-override" if after.answer == "overridden" else "revoke-attestation",
                at,
                {"attestation": after.number, "reason": command.reason, **way(command.via)},
                identity=after.id,
                locale=after.locale,
            )
            return after

        return self._store.write(work)

    def questions(self, identity: UUID, locale: Locale) -> tuple[Finding, ...]:
        """What waits for an answer in the newest revision and in the live edition, each question once. Raises NotFound."""
        with self._store.read() as reading:
            standing = _standing(reading, identity, locale)
            answers = reading.attestations.answers((identity, locale))
            now = self._clock()
            found: dict[tuple[str, str | None], Finding] = {}
            for each in self._evidence(reading, standing):
                for finding in settle(each.report, answers, now).findings:
                    if finding.outcome == "cantTell" and finding.subject:
                        found.setdefault((finding.rule, finding.subject), finding)
        return tuple(found.values())

    def _say(self, command: Attest | LetPass) -> Said:
        now = self._clock()
        attestations.admit(command, now)
        # The findings are looked for before the write lock. What is saved meanwhile needs no care: an answer is about a digest.
        with self._store.read() as reading:
            evidence = self._evidence(reading, _standing(reading, command.id, command.locale))
        members = attestations.begin(command, _findings(command, evidence), now)

        def work(writing: Writing) -> Said:
            _standing(writing, command.id, command.locale)
            kept = writing.attestations.keep(members)
            detail: dict[str, str | int] = {
                "attestation": kept.number,
                "rule": kept.rule,
                "answer": kept.answer,
                "until": kept.until.isoformat(),
                "reason": kept.reason,
                **way(command.via),
            }
            verb = "override" if kept.answer == "overridden" else "attest"
            writing.record(command.actor, verb, now, detail, identity=kept.id, locale=kept.locale)
            return kept

        return self._store.write(work)

    def _evidence(self, reading: Reading, standing: Standing) -> tuple[Evidence, ...]:
        """That of the newest revision, and of the live edition, which may be another text: as it was checked, and as the rule set that is
        current judges the same bytes, where that is a later one.
        """
        newest = reading.revision(standing.id, standing.locale, standing.revision)
        checked = self._examine(reading, queries.prospective(standing, newest)) if newest else ()
        kept = reading.evidence(standing.id, standing.locale, standing.edition)
        return (
            *checked,
            *self._again([each for each in kept if each.report.ruleset != accessibility.RULESET]),
            *kept,
        )

    def _again(self, kept: Sequence[Evidence]) -> Iterator[Evidence]:
        reports = self._examiner.reports([(each.html, each.heading_level) for each in kept]) if kept else ()
        for each, report in zip(kept, reports, strict=True):
            yield structs.replace(each, report=report)


def _standing(reading: Reading, identity: UUID, locale: Locale) -> Standing:
    standing = reading.standing(identity, locale)
    if standing is None:
        raise NotFound(f"There is no record {identity} in {locale}.")
    return standing


def _findings(command: Attest | LetPass, evidence: Iterable[Evidence]) -> Iterable[Finding]:
    for each in evidence:
        yield from each.report.findings
        if command.rule == LANGUAGE.id:
            yield from advice.askable(each.html)
