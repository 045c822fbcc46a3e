"""What a command must be like in itself, before anybody looks at where the record stands: every fault of it at once."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from content import lifecycle, locales
from content.errors import Fault, Invalid
from content.lifecycle import Command, Publish, SaveDraft
from content.locales import Locale
from content.validation import meaning, shape


def admit(command: Command, configured: tuple[Locale, ...]) -> None:
    """Raise Invalid with every fault of a command.

    Pointers name the command's members (/reason, /note, /locale); those into a content begin at the content (/slug, /body/0),
    which is how authors send it.
    """
    told: dict[str, Fault] = {}
    for fault in _faults(command, configured):
        told.setdefault(f"{fault.pointer} {fault.code}", fault)
    if told:
        raise Invalid(tuple(told.values()))


def _faults(command: Command, configured: tuple[Locale, ...]) -> Iterator[Fault]:
    data = msgspec.to_builtins(command)
    found = [
        shape.fault(each.pointer.removeprefix("/content"), each.code, nb=each.message.nb, en=each.message.en)
        for each in shape.walk(type(command), data)
    ]
    yield from found
    if isinstance(command, SaveDraft):
        yield from meaning.walk(data["content"])
    amiss = {each.pointer for each in found}
    # What is published in a locale that was taken out of the settings can still be withdrawn there.
    if (
        isinstance(command, SaveDraft | Publish)
        and "/locale" not in amiss
        and command.locale not in configured
    ):
        yield locales.unknown(command.locale, configured)
    if not any(each.code == "wrong_type" for each in found):
        yield from (each for each in lifecycle.faults(command) if each.pointer not in amiss)
