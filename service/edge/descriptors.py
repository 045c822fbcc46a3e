"""Descriptors: how many files and connections the system lets this process have open. A connection is one; so are a database file, a
medium that is being sent, a log. Where they run out, reading the store fails too, so connections stop short of that.
"""

import contextlib
import logging
import sys
from typing import Final

if sys.platform != "win32":  # which has no such limit
    import resource

LOGGER: Final = logging.getLogger("nordkalott.edge")
_OWN: Final = 256
"""For the store, media, logs and calls to others."""
_REFUSED: Final = 256
"""For connections over `max_connections`, which are told so with a 503."""


def ceiling(connections: int) -> int:
    """How many connections may be open, a few more than `connections`: for these and our own files the soft limit is raised. Says so in
    the log where the system's hard limit does not leave room for them.
    """
    most = connections + _REFUSED
    if sys.platform == "win32":
        return most
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + _OWN
    unbounded = resource.RLIM_INFINITY
    if soft != unbounded and soft < wanted:
        more = wanted if hard == unbounded else min(wanted, hard)
        # A sandbox may forbid it; the system may take less than it calls its hard limit (macOS: kern.maxfilesperproc).
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
            soft = more
    if soft == unbounded or soft >= wanted:
        return most
    room = max(soft - _OWN, soft // 2)
    LOGGER.warning(
        "max_connections is %d, but the system lets this process have %d files open: %d connections are taken. "
        "Raise it (LimitNOFILE in systemd, ulimit -Hn in a shell), or lower max_connections.",
        connections,
        soft,
        min(connections, room),
    )
    return room
