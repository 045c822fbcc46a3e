"""Asking: from a path, a query and the fields of a GET to what is asked, as a route understands it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl

from content import locales
from content.errors import Invalid
from content.locales import Locale
from service.web import parameters
from service.web.parameters import Asked, Parameter

Given = tuple[tuple[str, str], ...]
"""The parameters of a query, as they stand there."""


class Asking:
    """How one route understands what is asked: the parameters that it takes, and the media types that there is a choice of.

    `tolerant` passes over parameters that it does not know.
    """

    def __init__(
        self,
        accepted: tuple[Parameter, ...],
        configured: tuple[Locale, ...],
        choices: tuple[str, ...],
        *,
        tolerant: bool,
    ) -> None:
        self._accepted = accepted
        self._configured = configured
        self._choices = choices
        self._tolerant = tolerant

    def read(
        self, path: str, names: dict[str, str], query: bytes, given: Given, fields: Mapping[bytes, str]
    ) -> Asked:
        """What is asked. `given` are the parameters of the query; `fields` those of the head, by names in lower case. Raises Invalid."""
        configured = self._configured
        if fields.get(b"content-length", "0") != "0" or b"transfer-encoding" in fields:
            raise Invalid.one(
                "",
                "unexpected_body",
                nb="En GET-forespørsel har ingen kropp her.",
                en="A GET request has no body here.",
            )
        if self._tolerant:
            # What readers and trackers add to an address that is shared must not cost anybody the feed or the page.
            known = {each.name for each in self._accepted}
            given = tuple((name, value) for name, value in given if name in known)
        else:
            parameters.demand_text(query)
        asked = parameters.parse(self._accepted, given, configured)
        negotiated = False
        if "locale" in names:
            locale = names["locale"] if names["locale"] in configured else locales.DEFAULT
        elif asked.get("locale"):
            locale = asked["locale"]
        else:
            negotiated = parameters.LOCALE in self._accepted
            locale = (
                locales.negotiate(fields.get(b"accept-language", ""), configured)
                if negotiated
                else locales.DEFAULT
            )
        return Asked(
            path=path,
            names=names,
            query=asked,
            given=given,
            locale=locale,
            negotiated=negotiated,
            media_type=self._chosen(fields.get(b"accept", "")) if self._choices else "",
            order=locales.chain(locale, configured),
        )

    def _chosen(self, accept: str) -> str:
        """The first of the choices that Accept names; the usual one where it names none of them."""
        named = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
        return next((each for each in self._choices if each in named), self._choices[0])


def fields_of(headers: Sequence[tuple[bytes, bytes]]) -> dict[bytes, str]:
    """The fields of a request, each as it stands there first."""
    return {name: value.decode("latin-1") for name, value in reversed(headers)}


def given_in(query: bytes) -> Given:
    """The parameters of a query, as they stand there."""
    return tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True)) if query else ()


def listed(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    """A field that is a list, whole: it may be there several times (RFC 9110 section 5.3)."""
    found = [value for each, value in headers if each == name]
    return b",".join(found).decode("latin-1") if found else None
