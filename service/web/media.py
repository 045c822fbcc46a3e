"""The files of media, for everybody: immutable, from disk, in portions, and a part of them where one is asked for.

Sources: RFC 9110 sections 13 (conditions) and 14 (ranges); RFC 8246 (immutable); CSP Level 3 (sandbox). A file is what somebody
uploaded: opened as a page of its own, it may run, load and be framed by nothing.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import BinaryIO, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from content.errors import Erased, NordkalottError, NotFound, StoreCorrupt
from content.ports.media import KeptFile
from service.web import problems
from service.web.answers import finish, respond
from service.web.conditions import conditions, outcome
from service.web.shared import Resources, logged

PATH: Final = "/media/{digest}/{name}"
FOREVER: Final = "public, max-age=31536000, immutable"
CSP: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_RANGE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))")
_PIECE: Final = 256 * 1024
# A browser's viewer of PDF does not run within a sandbox: it is fetched, and opened by what the reader has for it.
_FETCHED: Final = frozenset({"application/pdf"})


class Files:
    """Answers GET and HEAD of one file."""

    def __init__(self, shared: Resources) -> None:
        self._shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except NordkalottError as error:
            logged(error)
            response = respond(finish(problems.answer(error)))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        file = await run_in_threadpool(self._find, request.path_params["digest"], request.path_params["name"])
        etag = f'"{file.digest}"'
        headers = {
            "cache-control": FOREVER,
            "etag": etag,
            "accept-ranges": "bytes",
            "content-security-policy": CSP,
            "content-disposition": f'{"attachment" if file.media_type in _FETCHED else "inline"}; filename="{file.name}"',
        }
        comes_to = outcome(conditions(request.scope["headers"]), etag, None, 0.0)
        if comes_to == 304:  # noqa: PLR2004 - HTTP's own number
            return Response(
                status_code=304, headers={name: headers[name] for name in ("cache-control", "etag")}
            )
        if comes_to == 412:  # noqa: PLR2004 - the same
            return Response(status_code=412, media_type="text/plain")
        if request.method == "HEAD" or request.scope["state"].get("head"):
            return _empty({**headers, "content-length": str(file.size), "content-type": file.media_type})
        whole = (0, file.size)
        start, end = (
            span(request.headers.get("range"), request.headers.get("if-range"), etag, file.size) or whole
        )
        if start >= end and file.size:
            return Response(status_code=416, headers={**headers, "content-range": f"bytes */{file.size}"})
        opened = await run_in_threadpool(self._open, file)
        headers |= {"content-length": str(end - start), "content-type": file.media_type}
        if (start, end) != whole:
            headers["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
        return StreamingResponse(
            _portions(opened, start, end), status_code=200 if (start, end) == whole else 206, headers=headers
        )

    def _find(self, digest: str, name: str) -> KeptFile:
        """The file at an address. Raises NotFound, Erased."""
        file = None
        if _DIGEST.fullmatch(digest):
            with self._shared.store.read() as reading:
                file = reading.media.file(digest)
            if file and file.erased:
                raise Erased("This file was erased.", file.reason)
        if file is None or file.name != name:
            raise NotFound("There is no such file.")
        return file

    def _open(self, file: KeptFile) -> BinaryIO:
        opened = self._shared.media.open(file.digest)
        size = opened.seek(0, 2)
        if size != file.size:
            opened.close()
            raise StoreCorrupt(f"The file of the medium {file.digest} has {size} bytes, not {file.size}.")
        return opened


def span(asked: str | None, if_range: str | None, etag: str, size: int) -> tuple[int, int] | None:
    """From where to where, the end not counted; None for the whole: no range, several, one that is none, or of another version.

    Empty (start not before the end) where nothing of it is there: 416.
    """
    found = _RANGE.fullmatch(asked.strip()) if asked else None
    if found is None or (if_range is not None and if_range.strip() != etag):
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        return max(0, size - int(suffix)), size if int(suffix) else 0
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    return start, max(end, 0)


async def _portions(opened: BinaryIO, start: int, end: int) -> AsyncIterator[bytes]:
    try:
        await run_in_threadpool(opened.seek, start)
        while start < end:
            piece = await run_in_threadpool(opened.read, min(_PIECE, end - start))
            if not piece:
                raise StoreCorrupt("A file became shorter while it was read.")
            start += len(piece)
            yield piece
    finally:
        opened.close()


def _empty(headers: dict[str, str]) -> Response:
    """The head of an answer alone, with the length that its body would have."""
    response = Response()
    response.raw_headers = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return response
