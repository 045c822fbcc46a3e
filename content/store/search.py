"""Search over FTS5: tier by tier, each statement bounded by its limit.

Every tier is read in the order of the index, newest first, and stops at the limit: no hit is scored and nothing is sorted, so
that a word that most records have costs no more than a rare one. FTS5: the SQLite documentation, "SQLite FTS5 Extension".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from content import search
from content.locales import Locale
from content.ports.search import Hit, Hits, Place, Wanted
from content.search import Query, Term
from content.store.connection import Session

_MOST_OTHERS: Final = 64
"""How many other words may stand for the words of one query, shared among these."""
_MOST_LOOSE: Final = 6
"""Terms of a query for whose words others may stand: a longer one finds what says just these."""
_MOST_ALIKE: Final = 500
_SHORTEST_PART: Final = 3
_SHORTEST_ALIKE: Final = 5
FIND: Final = """SELECT t.rowid, r.id FROM search_text AS t CROSS JOIN search_record AS r ON r.seq = t.rowid
    WHERE t.search_text MATCH ? AND t.rowid <= ? ORDER BY t.rowid DESC LIMIT ?"""
WORDS: Final = """SELECT w.stem FROM search_part AS p CROSS JOIN search_word AS w ON w.number = p.rowid
    WHERE p.search_part MATCH ? ORDER BY p.rowid LIMIT ?"""
LABELS: Final = """SELECT l.topic_key, l.title FROM standing AS s INDEXED BY standing_topics
    CROSS JOIN live AS l ON l.id = s.id AND l.locale = s.locale
    WHERE s.kind = 'topic' AND s.state = 'published' AND s.locale = ?"""


class _Tier(Struct, frozen=True):
    """One step of a search: an FTS5 expression without what better tiers find, and the stems that it looks for."""

    number: int
    expression: str
    stems: frozenset[str]


class SqliteSearch:
    """`Search` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, wanted: Wanted) -> Hits:
        hits: list[Hit] = []
        stems = wanted.query.stems
        after = wanted.after or Place(tier=1, seq=2**62, head=self._head())
        for tier in self._tiers(wanted):
            room = wanted.limit - len(hits)
            if room <= 0:
                break
            if tier.number < after.tier:
                continue
            top = min(after.head, after.seq - 1) if tier.number == after.tier else after.head
            found = self._session.rows(FIND, (tier.expression, top, room))
            hits += (
                Hit(id=UUID(bytes=identity), place=Place(tier=tier.number, seq=seq, head=after.head))
                for seq, identity in found
            )
            stems = tier.stems
        return Hits(hits=tuple(hits), stems=stems)

    def _head(self) -> int:
        """The newest change that made something news."""
        return int(self._session.rows("SELECT coalesce(max(seq), 0) FROM search_record")[0][0])

    def _tiers(self, wanted: Wanted) -> Iterator[_Tier]:
        """The tiers, best first; words that only share parts are looked up when the exact ones are used up."""
        query = wanted.query
        if not query.terms:
            return
        labels = [f'"{token(query.locale, "topic", key)}"' for key in self._labelled(query)]
        exact = _all(query, {})
        title, lead = f"{{title}} : ({exact})", _any([f"{{title lead}} : ({exact})", *labels])
        whole = _any([exact, *labels])
        for number, expression in enumerate((title, _without(lead, title), _without(whole, lead)), 1):
            yield _Tier(number, _among(expression, wanted), query.stems)
        if len(query.terms) > _MOST_LOOSE:
            return
        others = {term: self._others(term, query) for term in query.terms if term.part}
        if not any(others.values()):
            return
        stems = query.stems.union(*others.values())
        loose = _all(query, others)
        parts = f"{{title lead}} : ({loose})"
        yield _Tier(4, _among(_without(parts, whole), wanted), stems)
        yield _Tier(5, _among(_without(loose, _any([parts, whole])), wanted), stems)

    def _labelled(self, query: Query) -> list[str]:
        """The keys of the topics whose label is what the query says, word for word."""
        return [
            key
            for key, title in self._session.rows(LABELS, (query.locale,))
            if search.parse(title, query.locale).stems == query.stems
        ]

    def _others(self, term: Term, query: Query) -> list[str]:
        """The stems that may stand for a term: the same word in other letters, those that have it as a part, those nearly the same."""
        locale, part = query.locale, term.part
        most = _MOST_OTHERS // len(query.terms)
        found = dict.fromkeys((*term.respelt, *self._words(locale, f"={part}=", most)))
        if len(part) >= _SHORTEST_PART:
            within = self._words(locale, part, most + 1)
            if len(within) > most:
                # Which ones count most: those that begin so, and those that end so, for a compound's last part says what it is.
                for piece in (f"={part}", f"{part}="):
                    found |= dict.fromkeys(self._words(locale, piece, most))
            found |= dict.fromkeys(within)
        if not search.has_stems(locale) and len(part) >= _SHORTEST_ALIKE:
            alike = self._words(locale, f"={part[:_SHORTEST_PART]}", _MOST_ALIKE)
            found |= dict.fromkeys(each for each in alike if search.near(search.plain(each, locale), part))
        return [each for each in found if each not in term.stems][:most]

    def _words(self, locale: Locale, piece: str, limit: int) -> list[str]:
        """The stems in whose plain form, between "=", a piece of three letters or more stands; longest known first."""
        expression = f'locale : "={locale}=" AND plain : "{piece}"'
        return [stem for (stem,) in self._session.rows(WORDS, (expression, limit))]


def token(locale: Locale, *parts: str) -> str:
    """How a stem, a kind or a topic stands in the index. No stem has a full stop in it, so none can be taken for a kind."""
    return ".".join((locale, *parts))


def _among(expression: str, wanted: Wanted) -> str:
    """An expression, bounded by kind and topic."""
    locale = wanted.query.locale
    bounds = [
        f'"{token(locale, name, value)}"'
        for name, value in (("kind", wanted.kind), ("topic", wanted.topic))
        if value is not None
    ]
    return " AND ".join([f"({expression})", *bounds])


def _all(query: Query, others: Mapping[Term, Iterable[str]]) -> str:
    """All terms, each as itself or as one of its others. Stems are letters, digits and marks: nothing in them is syntax."""
    return " AND ".join(
        _any(
            [
                f'"{" ".join(token(query.locale, stem) for stem in term.stems)}"',
                *(f'"{token(query.locale, stem)}"' for stem in others.get(term, ())),
            ]
        )
        for term in query.terms
    )


def _any(expressions: list[str]) -> str:
    return (
        expressions[0] if len(expressions) == 1 else f"({' OR '.join(f'({each})' for each in expressions)})"
    )


def _without(expression: str, better: str) -> str:
    return f"({expression}) NOT ({better})"
