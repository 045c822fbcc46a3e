"""Fetching one page: bounded in time, size and hops, whatever the other side does."""

from __future__ import annotations

import asyncio
import codecs
import zlib
from typing import Final

import httpx
from msgspec import Struct

from content import accessibility
from service.outbound.errors import CannotFetchError
from service.outbound.guard import Guard
from service.outbound.transport import Transport

MOST: Final = 10 * 1024 * 1024
_REDIRECTS: Final = 5
_PAGES: Final = frozenset({200, 203})
"""Statuses with a page. Nothing came with 204 or 304, and what is not there has no failures."""
_SHOWN: Final = 80
_TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
_HEADERS: Final = {
    "accept": "text/html, application/xhtml+xml, */*;q=0.5",
    "accept-encoding": "gzip",
    "user-agent": "nordkalott-check",
}
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CODECS: Final = frozenset(
    {
        *(
            "utf-8",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "ascii",
            "koi8-r",
            "koi8-u",
            "mac-roman",
            "mac-cyrillic",
        ),
        *(f"iso8859-{part}" for part in (*range(1, 9), 10, 11, *range(13, 17))),
        *("cp866", "cp874", *(f"cp{page}" for page in range(1250, 1259))),
        *(
            "gbk",
            "gb2312",
            "gb18030",
            "big5",
            "big5hkscs",
            "euc_jp",
            "iso2022_jp",
            "shift_jis",
            "cp932",
            "euc_kr",
        ),
    }
)
"""Encodings of the web, as Python names them (Encoding Standard, section 4.2). Python knows others, which no page is in: `idna` raises,
`punycode` takes time that grows with the square, and `utf-7` hides markup.
"""
_AS_WINDOWS_1252: Final = frozenset({"ascii", "iso8859-1"})
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS


class Fetched(Struct, frozen=True, kw_only=True):
    """A body, the encoding that its Content-Type names, if it does, and where it was in the end."""

    body: bytes
    charset: str | None
    url: str

    @property
    def text(self) -> str:
        """The body decoded as a browser does it: a byte order mark outranks what the server says (HTML Living Standard, 13.2.3.2)."""
        codec = _codec(self.charset or "")
        if codec and not self.body.startswith(_MARKS):
            return self.body.decode(codec, "replace")
        return accessibility.decoded(self.body)


def fetch(url: str, guard: Guard, *, most: int = MOST, seconds: float = 60.0) -> Fetched:
    """What is at an http(s) address: at most `most` bytes, after at most 5 redirects, within `seconds` for all of it.

    Blocks: it is called in a thread. Raises CannotFetchError, and NotAllowedError where the guard refuses the address or a redirect.
    """
    return asyncio.run(_fetch(url, guard, most, seconds))


async def _fetch(url: str, guard: Guard, most: int, seconds: float) -> Fetched:
    try:
        # httpx limits the wait for each piece, not for all of them, nor for a head that comes byte by byte.
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(
                transport=Transport(guard),
                timeout=_TIMEOUT,
                follow_redirects=True,
                max_redirects=_REDIRECTS,
                trust_env=False,
            ) as client,
            client.stream("GET", url, headers=_HEADERS) as response,
        ):
            if response.status_code not in _PAGES:
                status = f"{response.status_code} {response.reason_phrase[:_SHOWN]}".strip()
                if not status.isprintable():  # it may steer the terminal of whoever reads it
                    status = str(response.status_code)
                raise CannotFetchError(nb=f"{url} svarer {status}.", en=f"{url} answers {status}.")
            body = await _body(response, url, most)
            return Fetched(body=body, charset=response.charset_encoding, url=str(response.url))
    except TimeoutError as error:
        raise CannotFetchError(
            nb=f"{url} bruker mer enn {seconds:g} sekunder.",
            en=f"{url} takes longer than {seconds:g} seconds.",
        ) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise CannotFetchError(
            nb=f"{url} er ikke en nettadresse: {error}.", en=f"{url} is not an address: {error}."
        ) from error
    except (httpx.HTTPError, zlib.error) as error:
        why = str(error) or type(error).__name__
        raise CannotFetchError(
            nb=f"{url} kan ikke hentes: {why}.", en=f"{url} cannot be fetched: {why}."
        ) from error


async def _body(response: httpx.Response, url: str, most: int) -> bytes:
    """The body without its coding. It is unpacked here, for a small packed piece may be a large one (a "zip bomb")."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise CannotFetchError(
            nb=f"{url} er pakket som {coding[:40]}, som ikke forstås her.",
            en=f"{url} is coded as {coding[:40]}, which is not understood here.",
        )
    unpacked = zlib.decompressobj(_GZIP_OR_ZLIB) if coding not in {"identity", ""} else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += unpacked.decompress(chunk, most + 1 - len(body)) if unpacked else chunk
        if len(body) > most:
            raise CannotFetchError(
                nb=f"{url} er større enn {most // 2**20} MiB.",
                en=f"{url} is larger than {most // 2**20} MiB.",
            )
    if unpacked and not unpacked.eof:
        raise CannotFetchError(nb=f"{url} kom ikke helt fram.", en=f"{url} did not come whole.")
    return bytes(body)


def _codec(label: str) -> str | None:
    """What decodes the encoding of a label; None where it is none of the web."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if name in _AS_WINDOWS_1252:
        return "cp1252"
    return name if name in _CODECS else None
