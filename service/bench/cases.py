"""What is asked in the contests, and how fast the answer is to be against nginx and against a bare ASGI function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from service.bench import samples

NOTICE: Final = 0
"""The number of the record whose JSON is asked for; the others are of the usual size."""
RECORDS: Final = 4
"""How many records there are, so that the feed has 20 kB."""

_BROWSER: Final = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5",
    "Cache-Control": "max-age=0",
    "Sec-Ch-Ua": '"Chromium";v="140", "Not=A?Brand";v="24"',
    "Sec-Ch-Ua-Mobile": "?0",
    "Sec-Ch-Ua-Platform": '"Linux"',
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
    "Upgrade-Insecure-Requests": "1",
}


class Case(Struct, frozen=True, kw_only=True):
    """One request, asked again and again.

    `nginx` and `bare` are the least ratio of answers a second that is wished for, None where none is. `unchanged` sends the
    answer's own ETag, so that it is a 304.
    """

    name: str
    title: str
    target: str
    headers: Mapping[str, str] = {}
    method: Literal["GET", "HEAD"] = "GET"
    unchanged: bool = False
    nginx: float | None = 1.0
    bare: float | None = None

    @property
    def path(self) -> str:
        """The target without its query: what a file is found by."""
        return self.target.partition("?")[0]


_RECORD: Final = f"/v1/records/{samples.identity(NOTICE)}?locale=nb"
_FRAGMENT: Final = f"/fragments/{samples.identity(NOTICE + 1)}?locale=nb&variant=full&h=2"
_FEED: Final = "/feeds/nb.atom"
_GZIP: Final = {"Accept-Encoding": "gzip"}

CASES: Final = {
    case.name: case
    for case in (
        Case(name="record", title="Record JSON, 2 kB", target=_RECORD, bare=2.5),
        Case(name="fragment", title="Fragment, 3 kB", target=_FRAGMENT, bare=2.5),
        Case(name="atom", title="Atom feed, 20 kB", target=_FEED, nginx=0.9),
        Case(name="unchanged", title="304 on the feed", target=_FEED, unchanged=True),
        Case(name="gzip", title="Atom feed, gzip ready", target=_FEED, headers=_GZIP),
        Case(name="head", title="HEAD of the record", target=_RECORD, method="HEAD", nginx=None),
        Case(name="browser", title="Fragment, a browser's head", target=_FRAGMENT, headers=_BROWSER, nginx=None),
        Case(name="list", title="List of records, 20 kB", target="/v1/records?locale=nb&limit=4", nginx=None),
    )
}  # fmt: skip
"""By name, in the order of the report. Sizes are of the body without coding; a test holds them."""
