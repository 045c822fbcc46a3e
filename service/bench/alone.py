"""The server without its workers, for measuring what those of another process cost: `python -m service.bench.alone FOLDER PORT`."""

from __future__ import annotations

import sys

from service.edge import server
from service.settings import Settings
from service.wiring import opened


def main(folder: str, port: str) -> None:
    """Serve until SIGTERM."""
    settings = Settings(data=folder, port=int(port))
    with opened(settings) as parts:
        server.serve(parts.application(), settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
