"""The rival in our own kind: an ASGI function that returns ready bytes under the same uvicorn, and does nothing else at all.

`python -m service.bench.bare FOLDER PORT`: each file of the folder's list is answered at its path, with its type.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import uvicorn

from service.bench.nginx import File

Send = Callable[[dict[str, Any]], Awaitable[None]]


def main(folder: str, port: str) -> None:
    """Serve until SIGTERM."""
    ready = {
        file.path: (
            {"type": "http.response.start", "status": 200, "headers": _headers(file)},
            {"type": "http.response.body", "body": Path(file.name).read_bytes()},
        )
        for file in msgspec.json.decode((Path(folder) / "files.json").read_bytes(), type=list[File])
    }

    async def app(scope: dict[str, Any], receive: object, send: Send) -> None:
        del receive
        start, body = ready[scope["path"]]
        await send(start)
        await send(body)

    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=60,
    )


def _headers(file: File) -> list[tuple[bytes, bytes]]:
    size = Path(file.name).stat().st_size
    return [(b"content-type", file.type.encode()), (b"content-length", b"%d" % size)]


if __name__ == "__main__":
    main(*sys.argv[1:])
