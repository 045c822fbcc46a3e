"""What the evidence of everything that is live comes to: sums over the columns beside the packed Reports."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
import json
from collections import Counter
from uuid import UUID

from content.accessibility.answers import settle
from content.ports.proof import Admitted, Failing, Scope, Sums
from content.store import evidence, rows
from content.store.attestations import SqliteAttestations
from content.store.connection import Row, Session

# What was checked again since it was published says so in `k`; what has not is known by its evidence, `v`, and by what people
# answered about that, `w`.
_LIVE = """FROM standing AS s
    LEFT JOIN evidence AS v ON v.id = s.id AND v.locale = s.locale AND v.edition = s.edition
    LEFT JOIN recheck AS k ON k.id = s.id AND k.locale = s.locale AND k.edition = s.edition AND k.outcome IS NOT NULL
    LEFT JOIN settled AS w ON k.id IS NULL AND w.id = s.id AND w.locale = s.locale AND w.edition = s.edition
    WHERE s.state = 'published'"""
_SPAN = """(SELECT json_extract(j.value, '$[%d]') FROM json_each(w.spans) AS j
    WHERE coalesce(json_extract(j.value, '$[0]') > ?1, 1) ORDER BY j.key LIMIT 1)"""
_OUTCOME = f"coalesce(k.outcome, {_SPAN % 1}, v.outcome)"
_FAILS = f"coalesce(k.failures <> '{{}}', {_SPAN % 2} = 0, v.publishable = 0)"
_AMISS = """FROM counted AS c INDEXED BY counted_amiss
    CROSS JOIN standing AS s ON c.amiss = 1 AND s.id = c.id AND s.locale = c.locale"""
# The same as _OUTCOME and _FAILS, of what is counted already.
_SUMMED = """nullif(iif(s.again_outcome <> '', s.again, s.ruleset), ''), nullif(iif(s.again_outcome <> '', s.again_outcome, s.outcome), ''),
    iif(s.again_outcome <> '', s.again_fails, s.publishable = 0)"""
_ANSWERED_LIVE = """FROM settled AS w CROSS JOIN standing AS s ON s.id = w.id AND s.locale = w.locale AND s.edition = w.edition
    LEFT JOIN evidence AS v ON v.id = s.id AND v.locale = s.locale AND v.edition = s.edition
    LEFT JOIN recheck AS k ON k.id = s.id AND k.locale = s.locale AND k.edition = s.edition AND k.outcome IS NOT NULL
    WHERE s.state = 'published' AND k.id IS NULL"""
_ANSWERED = """FROM attestation AS a INDEXED BY attestation_until CROSS JOIN standing AS s ON s.id = a.id AND s.locale = a.locale
    WHERE s.state = 'published' AND a.revoked_at IS NULL AND a.until > ?"""


class SqliteProof:
    """`Proof` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sums(self, scope: Scope, now: datetime.datetime) -> Sums:
        records, found = self._some(scope, now) if scope.records is not None else self._all(scope, now)
        outcomes: Counter[str | None] = Counter()
        rulesets: Counter[str] = Counter()
        repair = 0
        for ruleset, outcome, fails, count in found:
            outcomes[outcome] += count
            if outcome is not None:
                rulesets[ruleset] += count
                repair += count if fails else 0
        return Sums(
            records=records,
            editions=outcomes.total(),
            no_failures_found=outcomes["no_failures_found"],
            attested=outcomes["attested"],
            failed=outcomes["failed"],
            repair=repair,
            unchecked=outcomes[None],
            rulesets=dict(sorted(rulesets.items())),
        )

    def _some(self, scope: Scope, now: datetime.datetime) -> tuple[int, list[Row]]:
        """Of some records: how many there are, and rule set, outcome, whether it is to repair, and how many of each."""
        where, values = bounds(scope)
        found = self._session.rows(
            f"SELECT coalesce(k.ruleset, v.ruleset), {_OUTCOME}, {_FAILS}, count(*) {_LIVE}{where} GROUP BY 1, 2, 3",
            (rows.to_micros(now), *values),
        )
        counted = self._session.rows(
            f"SELECT count(DISTINCT s.id) FROM standing AS s WHERE s.state = 'published'{where}", values
        )
        return counted[0][0], found

    def _all(self, scope: Scope, now: datetime.datetime) -> tuple[int, list[Row]]:
        """The same of everything, from what is counted already; only what people answered about is looked at by itself."""
        where, values = bounds(scope)
        found = self._session.rows(
            f"""SELECT v.ruleset, {_OUTCOME}, {_FAILS}, count(*) {_ANSWERED_LIVE}{where} GROUP BY 1, 2, 3
                UNION ALL
                SELECT {_SUMMED}, sum(s.editions) FROM checked_sum AS s
                WHERE s.editions > 0 AND (s.answered = 0 OR s.again_outcome <> ''){where} GROUP BY 1, 2, 3""",
            (rows.to_micros(now), *values, *values),
        )
        if scope.locale is not None:
            return sum(row[3] for row in found), found
        kinds = ("WHERE kind = ?", (scope.kind,)) if scope.kind is not None else ("", ())
        counted = self._session.rows(f"SELECT coalesce(sum(records), 0) FROM record_sum {kinds[0]}", kinds[1])
        return counted[0][0], found

    def failing(self, scope: Scope, now: datetime.datetime, limit: int) -> tuple[Failing, ...]:
        where, values = bounds(scope)
        found = self._session.rows(
            f"""SELECT s.id, s.locale, s.slug, s.edition,
                    (SELECT title FROM live AS l WHERE l.id = s.id AND l.locale = s.locale), k.failures, k.source, k.since
                {_LIVE.replace("FROM standing AS s", _AMISS)} AND {_FAILS}{where} ORDER BY c.id, c.locale LIMIT ?""",
            (rows.to_micros(now), *values, limit),
        )
        return tuple(
            Failing(
                id=UUID(bytes=key),
                locale=locale,
                slug=slug,
                title=title or slug,
                rules=self._rules(UUID(bytes=key), locale, edition, now)
                if again is None
                else json.loads(again),
                source=source or "edition",
                since=None if since is None else rows.from_micros(since),
            )
            for key, locale, slug, edition, title, again, source, since in found
        )

    def passed(self, scope: Scope, now: datetime.datetime) -> dict[str, int]:
        where, values = bounds(scope)
        return dict(
            self._session.rows(
                f"SELECT a.rule, count(*) {_ANSWERED} AND a.answer = 'passed'{where} GROUP BY 1 ORDER BY 1",
                (rows.to_micros(now), *values),
            )
        )

    def admitted(self, scope: Scope, now: datetime.datetime, limit: int) -> tuple[Admitted, ...]:
        where, values = bounds(scope)
        found = self._session.rows(
            f"""SELECT s.id, s.locale, s.slug, s.edition,
                    (SELECT title FROM live AS l WHERE l.id = s.id AND l.locale = s.locale),
                    a.rule, a.subject, a.answer, a.reason, a.until
                {_ANSWERED} AND a.answer <> 'passed'{where} ORDER BY a.number LIMIT ?""",
            (rows.to_micros(now), *values, limit),
        )
        return tuple(
            Admitted(
                id=UUID(bytes=key),
                locale=locale,
                slug=slug,
                title=title or slug,
                rule=rule,
                overridden=answer == "overridden",
                reason=reason,
                until=rows.from_micros(until),
            )
            for key, locale, slug, edition, title, rule, subject, answer, reason, until in found
            if self._speaks_of(UUID(bytes=key), locale, edition, rule, subject)
        )

    def _speaks_of(self, identity: UUID, locale: str, edition: int, rule: str, subject: str) -> bool:
        """Whether an edition still has what an answer is about: its subject is in no finding of the rule once it has changed."""
        return any(
            finding.rule == rule and finding.subject == subject
            for each in evidence.load(self._session, identity, locale, edition)
            for finding in each.report.findings
        )

    def _rules(self, identity: UUID, locale: str, edition: int, now: datetime.datetime) -> dict[str, int]:
        worst: Counter[str] = Counter()
        answers = SqliteAttestations(self._session).answers((identity, locale))
        for each in evidence.load(self._session, identity, locale, edition):
            worst |= Counter(settle(each.report, answers, now).blocking_failures)
        return dict(sorted(worst.items()))


def bounds(scope: Scope) -> tuple[str, tuple[object, ...]]:
    """A scope as conditions on `standing AS s`, with their values."""
    where, values = "", list[object]()
    for column in ("kind", "locale"):
        if (value := getattr(scope, column)) is not None:
            where += f" AND s.{column} = ?"
            values.append(value)
    if scope.records is not None:
        where += f" AND s.id IN ({', '.join('?' * len(scope.records))})"
        values += [each.bytes for each in scope.records]
    return where, tuple(values)
