"""Which targets, as they are sent, lead to which slot. Written under the lock of the shelf; read without one."""

from __future__ import annotations

import functools
from typing import Final

from content import locales
from content.locales import Locale
from service.snapshots.slots import Slot, weight_of_alias

_MOST: Final = 8
"""Targets that lead to one slot, so that permutations of a query cannot fill it."""
_LONGEST: Final = 1024
"""Bytes of a target that may be an alias."""
_LONGEST_LANGUAGE: Final = 256

_negotiated: Final = functools.lru_cache(maxsize=1024)(locales.negotiate)


class Aliases:
    """Targets by their bytes: `plain` are those that lead to one slot whatever Accept-Language says."""

    def __init__(self, configured: tuple[Locale, ...]) -> None:
        self.plain: Final[dict[bytes, Slot]] = {}
        self._by_language: dict[bytes, dict[Locale, Slot]] = {}
        self._configured = configured

    def chosen(self, target: bytes, language: str) -> Slot | None:
        """Where a target leads for which Accept-Language chooses."""
        by_language = self._by_language.get(target)
        return by_language.get(self._choice(language)) if by_language else None

    def add(self, slot: Slot, target: bytes, locale: Locale | None) -> int:
        """Let a target lead to a slot; with a locale where Accept-Language chose it. Returns by how much the slot weighs more."""
        if len(target) > _LONGEST or (target, locale) in slot.aliases or not slot.codings:
            return 0
        weight = weight_of_alias(target)
        if len(slot.aliases) == _MOST:
            former, *left = slot.aliases
            slot.aliases = tuple(left)
            self._drop(*former)
            weight -= weight_of_alias(former[0])
        slot.aliases = (*slot.aliases, (target, locale))
        if locale is None:
            self.plain[target] = slot
        else:
            self._by_language.setdefault(target, {})[locale] = slot
        return weight

    def drop(self, slot: Slot) -> None:
        """Nothing leads to this one any more."""
        for target, locale in slot.aliases:
            self._drop(target, locale)

    def clear(self) -> None:
        """Nothing leads anywhere."""
        self.plain.clear()
        self._by_language.clear()

    def _choice(self, language: str) -> Locale:
        if len(language) > _LONGEST_LANGUAGE:
            return locales.negotiate(language, self._configured)
        return _negotiated(language, self._configured)

    def _drop(self, target: bytes, locale: Locale | None) -> None:
        if locale is None:
            del self.plain[target]
            return
        by_language = self._by_language[target]
        del by_language[locale]
        if not by_language:
            del self._by_language[target]
