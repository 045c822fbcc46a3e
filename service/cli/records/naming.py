"""Which record and which revision the arguments mean."""

from __future__ import annotations

import argparse

from content import locales, queries
from content.errors import Invalid, NotFound
from content.model import Standing
from content.ports import Reading
from service.wiring import Parts


def standing(reading: Reading, arguments: argparse.Namespace, parts: Parts) -> Standing:
    """The record that REF means in the locale, drafts too. Raises NotFound, Invalid."""
    return named(reading, arguments.ref, arguments.locale, parts, "--locale")


def named(reading: Reading, ref: str, tag: str, parts: Parts, option: str) -> Standing:
    locale = locales.parse(tag, parts.settings.locales, option)
    identity = queries.as_uuid(ref)
    if identity is None:
        hit = reading.resolve(locale, ref, drafts=True)
        identity = hit[0] if hit else None
    standing = reading.standing(identity, locale) if identity else None
    if standing is None:
        raise NotFound(
            f"There is no record “{ref}” in {locale}. See: nordkalott records list --locale {locale}"
        )
    return standing


def demand_revision(arguments: argparse.Namespace, standing: Standing) -> None:
    if arguments.revision is None:
        raise Invalid.one(
            "--revision",
            "missing",
            nb=f"Oppgi hvilken revisjon du har sett på. Den nyeste er {standing.revision}.",
            en=f"Name the revision that you have looked at. The newest is {standing.revision}.",
        )
