"""What we serve that people see: every fragment and every page, as paths. Taken from the route table, so that a new page is not forgotten."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal
from urllib.parse import quote, urlencode
from uuid import UUID

from msgspec import Struct

from content.locales import Locale
from content.model import VARIANTS, Variant
from service.web.parameters import LOCALE
from service.web.resource import Resource
from service.web.routes import RESOURCES

LEVELS: Final = (2,)
"""Heading levels at which fragments are looked at, if none are named: markup alone differs between them, and the check has seen that."""
_MISSING: Final = "finnes-ikke"
_CARDS: Final = ("card", "teaser")


class Shown(Struct, frozen=True, kw_only=True):
    """One record that people can come to in a locale: what `places` needs to know of it."""

    id: UUID
    locale: Locale
    slug: str
    edition: int
    page: bool = True
    """Whether its page answers itself: one that is redirected leads elsewhere, but leaves a notice where it was embedded."""


class Place(Struct, frozen=True, kw_only=True):
    """One path to look at."""

    path: str
    sort: Literal["fragment", "page"]
    locale: Locale
    heading_level: int = 2
    id: UUID | None = None
    edition: int = 0


def fragments(
    shown: Iterable[Shown], variants: Sequence[Variant] = VARIANTS, levels: Sequence[int] = LEVELS
) -> Iterator[Place]:
    """Every fragment of these records."""
    for record, variant, level in itertools.product(shown, variants, levels):
        yield Place(
            path=_path(
                f"/fragments/{record.id}", {"locale": record.locale, "variant": variant, "h": str(level)}
            ),
            sort="fragment",
            locale=record.locale,
            heading_level=level,
            id=record.id,
            edition=record.edition,
        )


def lists(locales: Sequence[Locale], levels: Sequence[int] = LEVELS) -> Iterator[Place]:
    """The lists of cards and of teasers."""
    for locale, variant, level in itertools.product(locales, _CARDS, levels):
        yield Place(
            path=_path("/fragments/list", {"locale": locale, "variant": variant, "h": str(level)}),
            sort="fragment",
            locale=locale,
            heading_level=level,
        )


def pages(
    shown: Sequence[Shown], locales: Sequence[Locale], resources: Sequence[Resource] = RESOURCES
) -> Iterator[Place]:
    """Every page for people, in every locale, and what stands where there is none."""
    for resource in resources:
        if resource.media_types[0] != "text/html" or resource.group != "Pages":
            continue
        if "{slug}" in resource.path:
            for record in shown:
                if record.page:
                    path = resource.path.format(locale=record.locale, slug=quote(record.slug))
                    yield Place(
                        path=path, sort="page", locale=record.locale, id=record.id, edition=record.edition
                    )
            yield from (
                Place(path=resource.path.format(locale=each, slug=_MISSING), sort="page", locale=each)
                for each in locales
            )
        elif "{locale}" in resource.path:
            yield from (
                Place(path=resource.path.format(locale=each), sort="page", locale=each) for each in locales
            )
        elif LOCALE not in resource.parameters:
            yield Place(path=resource.path, sort="page", locale=locales[0])
        else:
            yield from (
                Place(path=_path(resource.path, {"locale": each}), sort="page", locale=each)
                for each in locales
            )


def _path(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}"
