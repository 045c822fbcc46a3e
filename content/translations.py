"""Translations: which locale a record was written in first, what each text was made from, and what has changed there since.

A text is behind its source where a newer revision of the source is there than the one that it was made from: for the public
that is the live one, for editors the newest. Whether that matters is for a translator to see, from what differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from content import history, locales
from content.errors import Fault, Message
from content.history import Comparison
from content.locales import Locale
from content.model import Content, Edition, Revision, Standing, State, Translation, Translator
from content.ports import Entry, Reading


class Translated(Struct, frozen=True, kw_only=True):
    """What a text is a translation of.

    `source_revision` is the revision that it was made from, null where nobody said so; `newest_revision` and `live_revision` are where
    the source is now, null where it is not there. `behind_source` is measured against the newest, null where that cannot be known.
    """

    source_locale: Locale
    source_revision: int | None
    newest_revision: int | None
    live_revision: int | None
    behind_source: bool | None
    translated_by: Translator
    reviewed_by: str | None
    prevails: Locale


class LocaleLine(Struct, frozen=True, kw_only=True):
    """A record in one locale: its newest revision, and what that was translated from, null where it is no translation."""

    locale: Locale
    state: State
    revision: int
    live_revision: int | None
    title: str
    translation: Translated | None


class Lineage(Struct, frozen=True, kw_only=True):
    """A text among the others of its record. `source` is the locale that the record was written in first, null where that is not clear.

    `source_diff` is what has changed in this text's own source since it was translated; null where it is not behind.
    """

    id: UUID
    locale: Locale
    source: Locale | None
    translation: Translated | None
    source_diff: Comparison | None
    locales: tuple[LocaleLine, ...]


def is_behind(translation: Translation | UnsetType, now: int) -> bool | None:
    """Whether the source has moved on from what was translated. `now` is its revision to measure against, 0 for none.

    None for what is no translation, where nobody said what it was made from, and where that is not there any more.
    """
    if translation is UNSET or translation.source_revision is UNSET or now == 0:
        return None
    return translation.source_revision < now


def behind_newest(made_from: int | None, newest: int | None) -> bool | None:
    """Whether a text that was made from a revision is behind the newest one; None where either is not known.

    A draft that was deleted and begun again counts from 1: what comes after its newest revision is of another text.
    """
    return None if made_from is None or newest is None or made_from > newest else made_from < newest


def behind_live(around: Iterable[Entry], edition: Edition) -> bool | None:
    """Whether an edition is behind the live edition of its source, among the published entries of its record."""
    translation = edition.content.translation
    if translation is UNSET:
        return None
    live = (
        each.edition.revision
        for each in around
        if each.standing.id == edition.id and each.standing.locale == translation.source_locale
    )
    return is_behind(translation, next(live, 0))


def translated(content: Content, source: Standing | None) -> Translated | None:
    """What a text is a translation of, and where that is now; None for what is no translation."""
    translation = content.translation
    if translation is UNSET:
        return None
    made_from = translation.source_revision or None
    newest = source.revision if source else None
    return Translated(
        source_locale=translation.source_locale,
        source_revision=made_from,
        newest_revision=newest,
        live_revision=(source.live_revision if source else 0) or None,
        behind_source=behind_newest(made_from, newest),
        translated_by=translation.translated_by,
        reviewed_by=translation.reviewed_by or None,
        prevails=translation.prevails,
    )


def lineage(
    reading: Reading, standing: Standing, may_see: Callable[[Locale], bool] = lambda _: True
) -> Lineage:
    """How the newest revision of a record in a locale stands to its other locales. Those that may not be seen are left out."""
    around = {each.locale: each for each in reading.standings([standing.id])}
    newest = {locale: history.demand(reading, each, each.revision) for locale, each in around.items()}
    own = translated(newest[standing.locale].content, _source(newest[standing.locale].content, around))
    seen = own is not None and may_see(own.source_locale)
    return Lineage(
        id=standing.id,
        locale=standing.locale,
        source=first_written([(locale, each.content) for locale, each in newest.items()]),
        translation=own,
        source_diff=_source_diff(reading, own, around, newest) if own and seen else None,
        locales=tuple(
            LocaleLine(
                locale=locale,
                state=around[locale].state,
                revision=each.number,
                live_revision=around[locale].live_revision or None,
                title=each.content.title,
                translation=translated(each.content, _source(each.content, around)),
            )
            for locale, each in newest.items()
            if may_see(locale)
        ),
    )


def first_written(texts: Sequence[tuple[Locale, Content]]) -> Locale | None:
    """The locale that is no translation; of several, the one that most others were made from. None where that is not clear."""
    written = [locale for locale, content in texts if content.translation is UNSET]
    if len(written) == 1:
        return written[0]
    named = Counter(
        content.translation.source_locale for _, content in texts if content.translation is not UNSET
    )
    ranked = sorted(((named[locale], locale) for locale in written if named[locale]), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def steps(identity: UUID, locale: Locale, texts: Mapping[tuple[UUID, Locale], Content]) -> int:
    """Over how many of the texts this one was translated: by this order a source is saved before what was made from it."""
    seen = set[Locale]()
    while (content := texts.get((identity, locale))) and locale not in seen:
        seen.add(locale)
        if content.translation is UNSET:
            break
        locale = content.translation.source_locale
    return len(seen)


def faults(content: Content, newest: int, configured: tuple[Locale, ...]) -> Iterator[Fault]:
    """What a text says of its source that is not there. `newest` is the source's newest revision, 0 where there is none."""
    translation = content.translation
    if translation is UNSET:
        return
    source, number = translation.source_locale, translation.source_revision
    if newest == 0 and source not in configured:
        yield locales.unknown(source, configured, "/translation/source_locale")
    elif number is not UNSET and newest == 0:
        yield Fault(
            pointer="/translation/source_revision",
            code="no_such_revision",
            message=Message(
                nb=f"Posten finnes ikke på «{source}», og har ingen revisjon {number} der. Lagre kilden først, eller utelat nummeret.",
                en=f"The record is not there in “{source}”, and has no revision {number}. Save the source first, or leave the number out.",
            ),
        )
    elif number is not UNSET and number > newest:
        yield Fault(
            pointer="/translation/source_revision",
            code="no_such_revision",
            message=Message(
                nb=f"Det finnes ingen revisjon {number} på «{source}»: den nyeste er {newest}.",
                en=f"There is no revision {number} in “{source}”: {newest} is the newest.",
            ),
        )


def source_now(reading: Reading, identity: UUID, content: Content) -> int:
    """The newest revision of what a text was translated from; 0 where there is none."""
    translation = content.translation
    source = None if translation is UNSET else reading.standing(identity, translation.source_locale)
    return source.revision if source else 0


def behind_now(reading: Reading, identity: UUID, content: Content) -> bool | None:
    """Whether a text is behind the newest revision of its source; None where that cannot be known."""
    translation = content.translation
    made_from = None if translation is UNSET else translation.source_revision or None
    return behind_newest(made_from, source_now(reading, identity, content) or None)


def _source(content: Content, around: dict[Locale, Standing]) -> Standing | None:
    return None if content.translation is UNSET else around.get(content.translation.source_locale)


def _source_diff(
    reading: Reading, own: Translated, around: dict[Locale, Standing], newest: dict[Locale, Revision]
) -> Comparison | None:
    if not own.behind_source or own.source_revision is None:
        return None
    made_from = history.demand(reading, around[own.source_locale], own.source_revision)
    return history.comparison(made_from, newest[own.source_locale])
