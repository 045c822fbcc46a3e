"""What a command must be like in itself, before anybody looks at where the record stands: every fault of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec
from msgspec import structs

from content import lifecycle, locales, schedule
from content.errors import Fault, Invalid, Message
from content.lifecycle import Command, Publish, SaveDraft
from content.locales import Locale
from content.schedule import PublishTogether, Unschedule
from content.stewardship import Steward
from content.validation import meaning, shape

_SHARED = ("/at", "/expires", "/actor", "/via")
Alone = Command | Unschedule | Steward


def admit(command: Alone, configured: tuple[Locale, ...]) -> None:
    """Raise Invalid with every fault of a command.

    Pointers name the command's members (/reason, /note, /locale); those into a content begin at the content (/slug, /body/0),
    which is how authors send it.
    """
    _tell(_faults(command, configured))


def admit_together(command: PublishTogether, configured: tuple[Locale, ...]) -> None:
    """Raise Invalid with every fault of a command and of its items: /items/0/note."""
    shapes = list(shape.walk(PublishTogether, msgspec.to_builtins(command)))
    _tell(shapes or _of_items(command, configured))


def of_item(number: int, fault: Fault) -> Fault:
    """A fault of one of several publications, where it stands in the whole."""
    shared = fault.pointer in _SHARED
    return fault if shared else structs.replace(fault, pointer=f"/items/{number}{fault.pointer}")


def _of_items(command: PublishTogether, configured: tuple[Locale, ...]) -> Iterator[Fault]:
    seen: dict[tuple[UUID, Locale], int] = {}
    for number, each in enumerate(schedule.each(command)):
        yield from (of_item(number, fault) for fault in _faults(each, configured))
        first = seen.setdefault((each.id, each.locale), number)
        if first != number:
            yield Fault(
                pointer=f"/items/{number}",
                code="twice",
                message=Message(
                    nb=f"Den samme posten på samme språk står i /items/{first} også. Velg én revisjon.",
                    en=f"The same record in the same locale stands in /items/{first} too. Choose one revision.",
                ),
            )


def _tell(faults: Iterable[Fault]) -> None:
    told: dict[str, Fault] = {}
    for fault in faults:
        told.setdefault(f"{fault.pointer} {fault.code}", fault)
    if told:
        raise Invalid(tuple(told.values()))


def _faults(command: Alone, configured: tuple[Locale, ...]) -> Iterator[Fault]:
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
        yield from (each for each in _in_itself(command) if each.pointer not in amiss)


def _in_itself(command: Alone) -> Iterator[Fault]:
    if not isinstance(command, Unschedule | Steward):
        yield from lifecycle.faults(command)
    if isinstance(command, Publish):
        yield from schedule.faults(command.at, command.expires)
