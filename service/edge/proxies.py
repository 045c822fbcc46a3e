"""Proxies: whose forwarded headers we believe. Everybody else's are taken away, so that nothing later can trust them.

`X-Forwarded-For` gives the client, `X-Forwarded-Proto` the scheme. `X-Forwarded-Host` and `Forwarded` (RFC 7239) are never used:
absolute URLs start with the setting `base_url`.
"""

import ipaddress
import re
from collections.abc import MutableMapping
from typing import Any, Final

_FORWARDED: Final = frozenset(
    {
        b"x-forwarded-for",
        b"x-forwarded-proto",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-real-ip",
        b"forwarded",
    }
)
REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class Proxies:
    """The trusted addresses and networks."""

    def __init__(self, trusted: tuple[str, ...]) -> None:
        self._networks = tuple(map(ipaddress.ip_network, trusted))

    def trusts(self, address: str | None) -> bool:
        """Is this the address of one of our proxies? An IPv4 address may be written in IPv6."""
        if not self._networks or not address:
            return False
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        return any(parsed in network for network in self._networks)

    def apply(self, scope: MutableMapping[str, Any]) -> bytes | None:
        """Set the scope's client and scheme if the peer is trusted; take forwarded headers away either way.

        Returns the well-formed X-Request-Id of a trusted peer, else None.
        """
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        peer = scope["client"][0] if scope.get("client") else None
        request_id: bytes | None = None
        if self.trusts(peer):
            given = dict(headers)
            hops = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
            if client := self._client(hops):
                scope["client"] = (client, 0)
            if (scheme := given.get(b"x-forwarded-proto", b"").lower()) in {b"http", b"https"}:
                scope["scheme"] = scheme.decode()
            if REQUEST_ID.fullmatch(given.get(b"x-request-id", b"")):
                request_id = given[b"x-request-id"]
        if any(name in _FORWARDED for name, _ in headers):
            headers[:] = [(name, value) for name, value in headers if name not in _FORWARDED]
        return request_id

    def _client(self, hops: str) -> str | None:
        """The last hop that is not ours: what stands left of it was written by people whom we do not know."""
        for hop in reversed(hops.split(",")):
            try:
                address = str(ipaddress.ip_address(hop.strip()))
            except ValueError:
                return None
            if not self.trusts(address):
                return address
        return None
