"""Calls to the outside: the one home of httpx as a client. What is called is checked first, and again at every redirect.

addresses (which are public), proxy (what we go through) → guard (whom we may call) → transport (connects to what was checked) →
pages (fetch one page), server (ask one many things), posting (deliver many things to many)
"""

from service.outbound.errors import CannotFetchError, NotAllowedError
from service.outbound.guard import Guard
from service.outbound.pages import MOST, Fetched, fetch
from service.outbound.posting import Posted, Poster
from service.outbound.proxy import Proxy, proxy_of
from service.outbound.server import Answered, asking
from service.outbound.transport import Transport

__all__ = [
    "MOST",
    "Answered",
    "CannotFetchError",
    "Fetched",
    "Guard",
    "NotAllowedError",
    "Posted",
    "Poster",
    "Proxy",
    "Transport",
    "asking",
    "fetch",
    "proxy_of",
]
