"""What the children do: answer, or the background work. Each opens the store for itself: no connection outlives a fork."""

from __future__ import annotations

import gc
import signal
import socket
from typing import Final

from msgspec import structs

from service import courtesy, program, worker
from service.edge import server
from service.limits import Limits
from service.minder.place import Place
from service.settings import Settings
from service.web.process import cpu
from service.wiring import opened

_LOOK: Final = 0.5


class Answering:
    """What those that answer have in common, made before the first is forked: the listener, the limits, the pages of the program."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self._settings = settings
        self._listener = listener
        self._limits = Limits(settings, together=True)
        program.mark(settings)  # reads all of the program, once for all of them
        gc.collect()
        gc.freeze()  # what is there now is not looked at again, and so not copied

    def run(self, place: Place) -> None:
        """Answer until SIGTERM. Each has its share of the connections; they are spread evenly enough."""
        settings = self._settings
        share = -(-settings.max_connections // settings.workers)
        with opened(settings, apart=True) as parts:
            server.serve(
                parts.application(place, self._limits),
                structs.replace(settings, max_connections=share),
                listener=self._listener,
                sharing=place,
            )


def background(settings: Settings, place: Place) -> None:
    """Do the background work until SIGTERM; what has begun is finished first."""
    # Before any thread begins, as in `nordkalott worker`.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    courtesy.step_back()
    with opened(settings, apart=True) as parts, worker.running(*parts.workers()):
        place.counts(lambda: (cpu(),))
        place.ready()
        while not signal.sigtimedwait({signal.SIGTERM}, _LOOK):
            place.beat(0)
        place.tell()
