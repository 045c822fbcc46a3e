"""Server: the running process. uvicorn with uvloop and httptools, behind the edge (docs/adr/0006-server-choice.md)."""

import asyncio
import contextlib
import errno
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Final

import uvicorn

from content.errors import NordkalottError
from service.edge import descriptors
from service.edge.accepting import Acceptor, Sharing
from service.edge.app import App, Edge
from service.edge.fast import Lane
from service.edge.protocol import EdgeProtocol
from service.settings import Settings

BACKLOG: Final = 2048
SWITCH: Final = 0.0005
"""Seconds that a thread at work keeps the interpreter from the event loop, where it calls nothing that lets go of it by itself. Python's own
5 ms would be most of what a reader waits (docs/adr/0034-writes-apart.md).
"""
_START: Final = 30.0
"""Seconds that `running` waits for the application's lifespan to start."""

_MENDS: Final = {
    errno.EADDRINUSE: "Another process listens there: stop it, or choose another port with --port.",
    errno.EACCES: "Ports below 1024 need a privilege: choose another with --port, and put a reverse proxy in front.",
    errno.EADDRNOTAVAIL: "No interface of this machine has that address: choose another with --host, 127.0.0.1 or 0.0.0.0.",
}


class CannotListen(NordkalottError):
    """The address or port cannot be had; the message says which, why, and the mend."""


class CannotStart(NordkalottError):
    """The application's lifespan did not start; `__cause__` is its own error if it raised one."""


def bind(settings: Settings) -> socket.socket:
    """A listening socket on the host and port of the settings. Raises CannotListen."""
    where = f"{settings.host}, port {settings.port}"
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, UnicodeError) as error:
        raise CannotListen(
            f"Cannot listen on {where}: the host name is not known. Give an address with --host."
        ) from error
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # Not SO_REUSEPORT: two processes on one port would share its requests without a word.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.set_inheritable(False)
    except OSError as error:
        listener.close()
        why = (error.strerror or type(error).__name__).lower()
        mend = _MENDS.get(error.errno or 0, "Choose others with --host and --port.")
        raise CannotListen(f"Cannot listen on {where}: {why}. {mend}") from error
    return listener


def url_of(listener: socket.socket) -> str:
    """Where a bound socket is reached over plain HTTP, e.g. "http://127.0.0.1:8055"."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if listener.family == socket.AF_INET6 else f"http://{host}:{port}"


def serve(
    app: App,
    settings: Settings,
    *,
    listener: socket.socket | None = None,
    announce: Callable[[str], None] | None = None,
    sharing: Sharing | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; then let running requests end, `shutdown_grace` seconds at most, and return.

    Binds before the application starts, unless `listener` is given; with `sharing`, other processes answer on it too. `announce` gets the
    URL once requests are taken. Raises CannotListen, CannotStart, or the NordkalottError that the application's lifespan raised.
    """
    listener = listener or bind(settings)
    with contextlib.closing(listener):
        _run(_Server(app, settings, announce, sharing), listener)


@contextlib.contextmanager
def running(app: App, settings: Settings, *, listener: socket.socket | None = None) -> Iterator[str]:
    """Serve in a thread; gives the base URL. For tests: take port 0, or bind first to know the URL before the app is made."""
    listener = listener or bind(settings)
    ready = threading.Event()
    failures: list[BaseException] = []
    server = _Server(app, settings, lambda _: ready.set())

    def work() -> None:
        try:
            _run(server, listener)
        except BaseException as error:  # noqa: BLE001 (raised again in the caller's thread)
            failures.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=work, name="nordkalott-edge", daemon=True)
    with contextlib.closing(listener):
        url = url_of(listener)
        thread.start()
        try:
            if not ready.wait(_START):
                raise CannotStart(f"The service did not start within {_START:g} seconds.")
            if not failures:
                yield url
        finally:
            server.should_exit = True
            thread.join()
    if failures:
        raise failures[0]


@contextlib.contextmanager
def _switching() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it is ready and returns after a signal instead of raising it again."""

    def __init__(
        self,
        app: App,
        settings: Settings,
        announce: Callable[[str], None] | None,
        sharing: Sharing | None = None,
    ) -> None:
        self.edge = Edge(app, settings, descriptors.ceiling(settings.max_connections))
        self.lane = Lane(self.edge) if settings.fast_path == "on" else None
        self.announce = announce
        self.sharing = sharing
        self.acceptor: Acceptor | None = None
        super().__init__(
            uvicorn.Config(
                self.edge,
                interface="asgi3",
                loop="uvloop",
                http=self.lane.connection if self.lane else EdgeProtocol,  # type: ignore[arg-type]  # called as a class is
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                forwarded_allow_ips="",
                workers=1,
                backlog=BACKLOG,
                timeout_graceful_shutdown=settings.shutdown_grace,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup([])
        if sockets:
            self.acceptor = Acceptor(sockets[0], self._protocol, self._opened, self.sharing)
            if self.sharing:
                self.sharing.ready()
            if self.announce:
                self.announce(url_of(sockets[0]))

    async def on_tick(self, counter: int) -> bool:
        if self.sharing:
            self.sharing.beat(self._opened())
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.acceptor:
            await self.acceptor.close()
        await super().shutdown(sockets)
        if self.lane:
            self.lane.tally.tell()
        if self.sharing:
            self.sharing.tell()
        self._captured_signals.clear()

    def _opened(self) -> int:
        return len(self.server_state.connections)

    def _protocol(self) -> asyncio.Protocol:
        """As uvicorn makes one for a server of its own."""
        made: asyncio.Protocol = self.config.http_protocol_class(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )  # type: ignore[call-arg]  # as there
        return made


def _run(server: _Server, listener: socket.socket) -> None:
    try:
        with _switching():
            server.run([listener])
    except SystemExit as exit_:
        failure = server.edge.failure
        if isinstance(failure, NordkalottError):
            raise failure from None
        raise CannotStart("The service could not start.") from failure or exit_
