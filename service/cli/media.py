"""`nordkalott media …`: the files that texts show."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from msgspec import UNSET, structs

from content.commands.media import Added, AddMedium
from content.errors import Invalid, NotFound, TooLarge
from content.fragments.amounts import size
from content.media.medium import About, Medium, path
from content.ports import Reading
from content.text import Licence
from service.cli import setting, terminal
from service.wiring import Parts

_PIECE: Final = 1024 * 1024
_PAGE: Final = 200
_SHORT: Final = 12
_VIA: Final = "command-line"


def run(arguments: argparse.Namespace) -> int:
    """Run the act that the arguments name. Only `add` makes a store where there is none."""
    acts: dict[str, Callable[[argparse.Namespace, Parts], int]] = {
        "add": _add,
        "list": _list,
        "show": _show,
        "describe": _describe,
        "remove": _remove,
        "erase": _erase,
        "sweep": _sweep,
    }
    with setting.parts(arguments, make=arguments.act == "add") as parts:
        return acts[arguments.act](arguments, parts)


def _add(arguments: argparse.Namespace, parts: Parts) -> int:
    """Each file by itself: what is wrong with one keeps none of the others out."""
    about = _about(arguments, About())
    added: list[Added] = []
    failed = 0
    for each in arguments.path:
        try:
            added.append(_taken(each, about, arguments, parts))
        except (Invalid, TooLarge) as error:
            if len(arguments.path) == 1:
                raise
            failed += 1
            terminal.say(f"{terminal.plain(str(each))} is not taken.")
            terminal.complain(error)
        else:
            if not arguments.json:
                _tell(added[-1], parts)
    if arguments.json:
        terminal.data(
            [{**_shown(each.medium, parts), "new": each.new, "removed": each.removed} for each in added]
        )
    return 2 if failed else 0


def _taken(file: Path, about: About, arguments: argparse.Namespace, parts: Parts) -> Added:
    with file.open("rb") as source, parts.media.receive(parts.settings.max_media_bytes) as incoming:
        while piece := source.read(_PIECE):
            incoming.write(piece)
        command = AddMedium(name=file.name, about=about, actor=setting.actor(arguments), via=_VIA)
        return parts.media.add(incoming, command)


def _tell(added: Added, parts: Parts) -> None:
    medium = added.medium
    print(f"{'Kept' if added.new else 'Here already:'} {medium.name}: {_facts(medium)}.")
    if added.removed:
        print(f"  Taken out: {', '.join(added.removed)}.")
    print(f"  {path(medium.digest, medium.name)}")
    print(f"  {parts.links.at(path(medium.digest, medium.name))}")


def _list(arguments: argparse.Namespace, parts: Parts) -> int:
    found: list[Medium] = []
    with parts.store.read() as reading:
        after: int | None = None
        while page := reading.media.page(after=after, unused=True if arguments.unused else None, limit=_PAGE):
            found += page
            after = page[-1].number
        used = {each.digest: len(reading.media.uses(each.digest)) for each in found}
    if arguments.json:
        terminal.data([{**_shown(each, parts), "uses": used[each.digest]} for each in found])
        return 0
    terminal.table(
        ("DIGEST", "NAME", "WHAT", "UPLOADED", "BY", "USES"),
        [
            (
                each.digest[:_SHORT],
                each.name,
                _facts(each),
                each.uploaded_at.strftime("%Y-%m-%d %H:%M"),
                each.uploaded_by,
                used[each.digest],
            )
            for each in found
        ],
    )
    return 0


def _show(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        medium = _named(reading, arguments.digest)
        uses = reading.media.uses(medium.digest)
    terminal.data({**_shown(medium, parts), "used_by": uses})
    return 0


def _describe(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        medium = _named(reading, arguments.digest)
    about = _about(arguments, medium.about)
    changed = parts.media.describe(
        medium.digest, about, medium.version, actor=setting.actor(arguments), via=_VIA
    )
    return _done(arguments, parts, changed, f"Version {changed.version} of what is said of {changed.name}.")


def _remove(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        medium = _named(reading, arguments.digest)
    parts.media.remove(medium.digest, actor=setting.actor(arguments), via=_VIA)
    return _done(arguments, parts, medium, f"Let go: {medium.name}.")


def _erase(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        medium = _named(reading, arguments.digest)
    parts.media.erase(medium.digest, reason=arguments.reason, actor=setting.actor(arguments), via=_VIA)
    return _done(arguments, parts, medium, f"Erased: {medium.name}. Its address answers 410.")


def _sweep(arguments: argparse.Namespace, parts: Parts) -> int:
    count = parts.media.sweep()
    if arguments.json:
        terminal.data({"removed": count})
    else:
        print(f"Removed {count} file{'' if count == 1 else 's'} that belonged to nothing.")
    return 0


def _done(arguments: argparse.Namespace, parts: Parts, medium: Medium, sentence: str) -> int:
    if arguments.json:
        terminal.data(_shown(medium, parts))
    else:
        print(terminal.plain(sentence))
    return 0


def _named(reading: Reading, beginning: str) -> Medium:
    """The one medium whose digest begins so. Raises NotFound, also where there are several."""
    found = reading.media.get(beginning)
    if found and not found.erasure:
        return found
    known = {each.digest for each in reading.media.files() if not each.erased}
    meant = [each for each in known if each.startswith(beginning.lower())] if beginning else []
    media = {medium.digest: medium for medium in reading.media.some(meant).values()}
    if len(media) != 1:
        what = "Several media have digests that begin" if media else "There is no medium whose digest begins"
        raise NotFound(f"{what} with “{beginning[:64]}”. “nordkalott media list” tells them all.")
    return next(iter(media.values()))


def _about(arguments: argparse.Namespace, before: About) -> About:
    """What was said before, with what the arguments say."""
    said: dict[str, Any] = {}
    if arguments.alt is not None:
        said["alt"] = {**before.alt, **dict(_alternative(each) for each in arguments.alt)}
        said["decorative"] = False
    if arguments.decorative:
        said |= {"decorative": True, "alt": said.get("alt", {})}
    for name in ("credit", "rightsholder"):
        if getattr(arguments, name) is not None:
            said[name] = getattr(arguments, name)
    if arguments.licence is not None:
        said["licence"] = Licence(name=arguments.licence, url=arguments.licence_url or UNSET)
    elif arguments.licence_url is not None:
        raise Invalid.one(
            "--licence",
            "missing",
            nb="Oppgi lisensens navn sammen med adressen.",
            en="Give the licence's name together with its address.",
        )
    return structs.replace(before, **said)


def _alternative(text: str) -> tuple[str, str]:
    locale, equals, words = text.partition("=")
    if not equals:
        raise Invalid.one(
            "--alt",
            "wrong_form",
            nb=f"Skriv språket foran: nb='{text[:60]}'.",
            en=f"Write the locale before it: nb='{text[:60]}'.",
        )
    return locale.strip(), words.strip()


def _shown(medium: Medium, parts: Parts) -> dict[str, Any]:
    src = path(medium.digest, medium.name)
    return {"src": src, "url": parts.links.at(src), **structs.asdict(medium)}


def _facts(medium: Medium) -> str:
    facts = [medium.media_type, size(medium.size, "en")]
    if medium.width:
        facts.append(f"{medium.width} × {medium.height}")
    if medium.duration:
        facts.append(f"{medium.duration / 1000:g} s")
    if medium.renditions:
        facts.append(f"{len(medium.renditions)} renditions")
    return ", ".join(facts)
