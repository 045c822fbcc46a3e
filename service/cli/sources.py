"""What `check` is told to look at: files, folders, web addresses and standard input, each with a name and a way to its text."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from msgspec import Struct

from content import accessibility
from content.errors import NordkalottError
from service import outbound

_SUFFIXES: Final = (".html", ".htm", ".xhtml")
Sort = Literal["file", "page", "stdin", "fault"]


class CannotCheckError(NordkalottError):
    """There is nothing to check, it cannot be read, or it is too large."""


class Source(Struct, frozen=True):
    """One thing to check. `name` is as it was given, or found below a folder; of a `fault`, `why` says what is in the way."""

    name: str
    sort: Sort
    why: str = ""

    @property
    def shown(self) -> str:
        """The name as text that can be written: a file's name may be any bytes."""
        return (
            os.fsencode(self.name).decode("utf-8", "backslashreplace") if self.sort != "page" else self.name
        )

    @property
    def reference(self) -> str:
        """A URI for a log (RFC 3986): relative to the working folder where it is below it, so that it is the same on every machine."""
        if self.sort == "page":
            return self.name
        if self.sort == "stdin":
            return "stdin"
        path = os.path.normpath(self.name)
        if Path(path).is_absolute():
            try:
                path = str(Path(path).relative_to(Path.cwd()))
            except ValueError:
                return "file://" + quote(os.fsencode(path))
        # A colon in the first segment would make it a scheme (RFC 3986 section 4.2), so it is coded.
        return quote(os.fsencode(path))

    @property
    def address(self) -> str:
        """An absolute URI, as EARL's subject needs one."""
        if self.sort == "page":
            return self.name
        if self.sort == "stdin":
            return "urn:nordkalott:stdin"
        return "file://" + quote(os.fsencode(Path(self.name).absolute()))


def named(names: Iterable[str]) -> Iterator[Source]:
    """Everything to check, in order: folders are walked as one goes, by name, without following links to folders."""
    for name in names:
        if name == "-":
            yield Source(name, "stdin")
        elif name.startswith(("http://", "https://")):
            yield Source(name, "page")
        elif Path(name).is_dir():
            yield from _folder(name)
        else:
            yield Source(name, "file")


def text(source: Source) -> str:
    """Its text, decoded as a browser does it. Raises CannotCheckError, CannotFetchError."""
    match source.sort:
        case "stdin":
            return accessibility.decoded(_bounded(sys.stdin.buffer.read(outbound.MOST + 1), "standard input"))
        case "page":
            return _page(source.name)
        case "file":
            return _file(Path(source.name))
        case "fault":
            raise CannotCheckError(source.why)


def _folder(name: str) -> Iterator[Source]:
    found = False
    for each in _walk(name):
        found = True
        yield each
    if not found:
        yield Source(name, "fault", f"There is no {', '.join(_SUFFIXES)} file in {name}.")


def _walk(folder: str) -> Iterator[Source]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda each: each.name)
    except OSError as error:
        yield Source(folder, "fault", f"{folder} cannot be read: {error.strerror}.")
        return
    for each in ordered:
        if each.is_dir(follow_symlinks=False):
            yield from _walk(each.path)
        elif each.name.lower().endswith(_SUFFIXES) and not _other(each):
            yield Source(each.path, "file")


def _other(entry: os.DirEntry[str]) -> bool:
    """A folder behind a link, or a pipe or the like. A link that leads nowhere is a file that cannot be read, and told as such."""
    try:
        return not entry.is_file() and (entry.is_dir() or not entry.is_symlink())
    except OSError:
        return False


def _page(url: str) -> str:
    # Whoever runs the command names the host, and may look at their own machine; a redirect to another one must be public.
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return outbound.fetch(url, outbound.Guard((host,)), most=outbound.MOST).text


def _file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return accessibility.decoded(_bounded(file.read(outbound.MOST + 1), str(path)))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CannotCheckError(f"{path} cannot be read: {why}.") from error


def _bounded(raw: bytes, name: str) -> bytes:
    if len(raw) > outbound.MOST:
        raise CannotCheckError(
            f"{name} is larger than {outbound.MOST // 2**20} MiB. Check its parts one by one."
        )
    return raw
