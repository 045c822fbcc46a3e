"""The guard: whom we may call. A name is resolved once, every address that it has is looked at, and these are what is called.

Without it, whoever can make us fetch an address could reach what stands behind our firewall (OWASP: server-side request forgery).
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Final

from service.outbound.addresses import is_public, parsed
from service.outbound.errors import CannotFetchError, NotAllowedError
from service.outbound.proxy import Proxy

Lookup = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Host and port → addresses. Raises OSError where there are none."""

PORTS: Final = frozenset({80, 443})


async def lookup(host: str, port: int) -> tuple[str, ...]:
    """What the system's resolver says. It understands `127.1`, `0177.0.0.1` and `2130706433` too, so that these are checked as what
    they are.

    It is asked in a thread of its own: the resolver cannot be interrupted, and nobody waits for it longer than the caller does.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            tell(answer.set_exception, error)
        else:
            tell(answer.set_result, tuple(dict.fromkeys(str(each[4][0]) for each in found)))

    def tell(how: Callable[[Any], None], what: object) -> None:
        with contextlib.suppress(RuntimeError):  # the caller gave up, and the loop is closed
            loop.call_soon_threadsafe(lambda: None if answer.done() else how(what))

    threading.Thread(target=ask, name="nordkalott-resolver", daemon=True).start()
    return await answer


class Guard:
    """Lets through what is on the public internet at the ports of the web, unless `public` is False, and what is on the list.

    The list holds names (`intern.example`: every port there) and addresses or networks (`10.20.0.0/16`: every port there). `proxy` is what
    all calls go through, if any; it is the operator's own, and not looked at.
    """

    def __init__(
        self,
        allowed: tuple[str, ...] = (),
        *,
        public: bool = True,
        lookup: Lookup = lookup,
        proxy: Proxy | None = None,
    ) -> None:
        self.proxy = proxy
        self._public = public
        self._names = frozenset(filter(_is_name, (each.lower() for each in allowed)))
        self._networks = tuple(ipaddress.ip_network(each) for each in allowed if not _is_name(each))
        self._lookup = lookup

    async def admitted(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses to connect to, at least one. Raises NotAllowedError, CannotFetchError.

        One address that may not be called is enough to refuse them all: which one a client would take is chance.
        """
        try:
            found = await self._lookup(host, port)
            addresses = [parsed(each) for each in found]
        except (OSError, ValueError) as error:  # UnicodeError, for a name that is none, is a ValueError
            raise _unknown(host) from error
        if not addresses:
            raise _unknown(host)
        if host.lower().rstrip(".") in self._names:
            return found
        inside = [any(address in each for each in self._networks) for address in addresses]
        if not all(listed or is_public(address) for listed, address in zip(inside, addresses, strict=True)):
            raise NotAllowedError(
                nb=f"{host} er ikke en adresse på det åpne nettet, og hentes ikke herfra.",
                en=f"{host} is not an address on the public internet, and is not fetched from here.",
            )
        if port not in PORTS and not all(inside):
            raise NotAllowedError(
                nb=f"Port {port} hos {host} er ikke en port for nettsider (80 eller 443), og hentes ikke herfra.",
                en=f"Port {port} of {host} is not a port of web pages (80 or 443), and is not fetched from here.",
            )
        return found

    def listed(self, host: str, addresses: tuple[str, ...]) -> bool:
        """Is a host on the list, by its name or with all of its addresses?"""
        if host.lower().rstrip(".") in self._names:
            return True
        return all(any(parsed(address) in each for each in self._networks) for address in addresses)


def _is_name(entry: str) -> bool:
    try:
        ipaddress.ip_network(entry)
    except ValueError:
        return True
    return False


def _unknown(host: str) -> CannotFetchError:
    return CannotFetchError(nb=f"Det finnes ingen vert {host}.", en=f"There is no host {host}.")
