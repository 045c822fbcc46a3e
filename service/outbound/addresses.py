"""Which IP addresses belong to the public internet.

Sources: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890, RFC 8190). `ipaddress.is_global` alone lets pass what
leads back to a private address (NAT64, 6to4, Teredo, IPv4-compatible), multicast, and what it knows only in newer versions of Python.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

_NEVER: Final = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
            "168.63.129.16/32",  # a cloud's own services, at an address that is public elsewhere
            *("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48"),  # IPv4 in IPv6
            *("2002::/16", "2001::/23", "100::/64", "fec0::/10", "5f00::/16", "3fff::/20"),
        ),
    )
)


def parsed(text: str) -> IPv4Address | IPv6Address:
    """An address as the resolver gives it; a zone (`%eth0`) is dropped. Raises ValueError."""
    return ip_address(text.partition("%")[0])


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it belongs to the public internet, and to that alone."""
    special = (
        address.is_multicast
        or address.is_private
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )
    return address.is_global and not special and not any(address in each for each in _NEVER)
