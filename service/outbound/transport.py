"""How httpx connects: to the addresses that the guard let through, and to no other, whatever the resolver says a moment later."""

from __future__ import annotations

import ssl
from typing import Final

import httpx

from service.outbound.errors import CannotFetchError, NotAllowedError
from service.outbound.guard import Guard

_SCHEMES: Final = {"http": 80, "https": 443}
_LAST_PORT: Final = 65535
_ONE_CALL: Final = httpx.Limits(max_connections=20, max_keepalive_connections=0)


class Transport(httpx.AsyncBaseTransport):
    """Guards every request that goes through it, each hop of a redirect anew.

    The connection goes to the checked address; Host, SNI and the certificate are those of the name (RFC 9110 section 4.3.4). No
    connection is kept: one made for a name must not serve another name at the same address. Proxies of the environment are not used.
    """

    def __init__(self, guard: Guard, *, verify: ssl.SSLContext | bool = True) -> None:
        self._guard = guard
        self._inner = httpx.AsyncHTTPTransport(
            verify=verify, http2=False, retries=0, trust_env=False, limits=_ONE_CALL
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one call. Raises NotAllowedError, CannotFetchError, httpx.HTTPError."""
        url = request.url
        if url.scheme not in _SCHEMES or url.userinfo:
            raise NotAllowedError(
                nb="Bare http og https hentes, uten navn og passord i adressen.",
                en="Only http and https are fetched, with no name and password in the address.",
            )
        host = url.raw_host.decode("ascii")
        port = _SCHEMES[url.scheme] if url.port is None else url.port
        if not 0 < port <= _LAST_PORT:
            raise CannotFetchError(nb=f"Det finnes ingen port {port}.", en=f"There is no port {port}.")
        addresses = await self._guard.admitted(host, port)
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_pinned(request, host, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_pinned(request, host, addresses[-1]))

    async def aclose(self) -> None:
        """Let go of what is open."""
        await self._inner.aclose()


def _pinned(request: httpx.Request, host: str, address: str) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # Host is in them already, as the name
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )
