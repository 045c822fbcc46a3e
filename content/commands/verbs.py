"""What every sort of verb works with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from content import locales, stewardship, translations
from content.errors import Invalid
from content.examination import Examiner, Here
from content.fragments.context import Links
from content.locales import Locale
from content.model import Revision
from content.ports import Clock, Reading, Store


class Verbs:
    """One store, one clock, one set of public addresses, the locales that are written in, and after how many months a new record is
    to be reviewed, and who examines what is to go out. `mark` is that of the fragments which this program keeps; b"" where it keeps none.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        links: Links,
        configured: tuple[Locale, ...] = locales.BUILT_IN,
        *,
        review_months: int = stewardship.REVIEW_MONTHS,
        examiner: Examiner | None = None,
        mark: Callable[[], bytes] = bytes,
    ) -> None:
        self._store = store
        self._clock = clock
        self._links = links
        self._configured = configured
        self._review_months = review_months
        self._examiner = examiner or Here()
        self._mark = mark

    def over(self, store: Store) -> Self:
        """The same verbs over another store."""
        return self._with(store, self._examiner)

    def by(self, examiner: Examiner) -> Self:
        """The same verbs, with another examiner."""
        return self._with(self._store, examiner)

    def _with(self, store: Store, examiner: Examiner) -> Self:
        return type(self)(
            store,
            self._clock,
            self._links,
            self._configured,
            review_months=self._review_months,
            examiner=examiner,
            mark=self._mark,
        )

    def _source_is_there(self, reading: Reading, revision: Revision) -> None:
        """Raise Invalid where a translation names a source that is not there, in this record or in this revision of it."""
        newest = translations.source_now(reading, revision.id, revision.content)
        found = tuple(translations.faults(revision.content, newest, self._configured))
        if found:
            raise Invalid(found)
