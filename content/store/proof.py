"""What the evidence of everything that is live comes to: sums over the columns beside the packed Reports."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import json
from collections import Counter
from uuid import UUID

from content.ports.proof import Failing, Scope, Sums
from content.store import evidence, rows
from content.store.connection import Session

# What was checked again since it was published says so in `k`; what has not is known by its evidence, `v`.
_LIVE = """FROM standing AS s
    LEFT JOIN evidence AS v ON v.id = s.id AND v.locale = s.locale AND v.edition = s.edition
    LEFT JOIN recheck AS k ON k.id = s.id AND k.locale = s.locale AND k.edition = s.edition AND k.outcome IS NOT NULL
    WHERE s.state = 'published'"""
_FAILS = "coalesce(k.failures <> '{}', v.publishable = 0)"


class SqliteProof:
    """`Proof` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sums(self, scope: Scope) -> Sums:
        where, values = _bounds(scope)
        found = self._session.rows(
            f"""SELECT coalesce(k.ruleset, v.ruleset), coalesce(k.outcome, v.outcome), {_FAILS}, count(*)
                {_LIVE}{where} GROUP BY 1, 2, 3""",
            values,
        )
        records = self._session.row(
            f"SELECT count(DISTINCT s.id) FROM standing AS s WHERE s.state = 'published'{where}", values
        )
        outcomes: Counter[str | None] = Counter()
        rulesets: Counter[str] = Counter()
        repair = 0
        for ruleset, outcome, fails, count in found:
            outcomes[outcome] += count
            if outcome is not None:
                rulesets[ruleset] += count
                repair += count if fails else 0
        return Sums(
            records=records[0] if records else 0,
            editions=outcomes.total(),
            no_failures_found=outcomes["no_failures_found"],
            attested=outcomes["attested"],
            failed=outcomes["failed"],
            repair=repair,
            unchecked=outcomes[None],
            rulesets=dict(sorted(rulesets.items())),
        )

    def failing(self, scope: Scope, limit: int) -> tuple[Failing, ...]:
        where, values = _bounds(scope)
        found = self._session.rows(
            f"""SELECT s.id, s.locale, s.slug, s.edition,
                    (SELECT title FROM live AS l WHERE l.id = s.id AND l.locale = s.locale), k.failures, k.source, k.since
                {_LIVE} AND {_FAILS}{where} ORDER BY s.id, s.locale LIMIT ?""",
            (*values, limit),
        )
        return tuple(
            Failing(
                id=UUID(bytes=key),
                locale=locale,
                slug=slug,
                title=title or slug,
                rules=self._rules(UUID(bytes=key), locale, edition) if again is None else json.loads(again),
                source=source or "edition",
                since=None if since is None else rows.from_micros(since),
            )
            for key, locale, slug, edition, title, again, source, since in found
        )

    def _rules(self, identity: UUID, locale: str, edition: int) -> dict[str, int]:
        worst: Counter[str] = Counter()
        for each in evidence.load(self._session, identity, locale, edition):
            worst |= Counter(each.report.blocking_failures)
        return dict(sorted(worst.items()))


def _bounds(scope: Scope) -> tuple[str, tuple[object, ...]]:
    where, values = "", list[object]()
    for column in ("kind", "locale"):
        if (value := getattr(scope, column)) is not None:
            where += f" AND s.{column} = ?"
            values.append(value)
    if scope.records is not None:
        where += f" AND s.id IN ({', '.join('?' * len(scope.records))})"
        values += [each.bytes for each in scope.records]
    return where, tuple(values)
