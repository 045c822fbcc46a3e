"""The room of leases: which of many processes does the work that one shall do."""

from __future__ import annotations

import datetime
from typing import Protocol


class LeasesWriting(Protocol):
    """Leases by name. They keep processes from doing the same work twice at a time; what must not be done twice says so itself."""

    def hold(self, name: str, holder: str, now: datetime.datetime, length: datetime.timedelta) -> bool:
        """Take a lease, or renew it, until `now` + `length`; False where another holds it.

        One that ends later than a lease can last was taken by a clock that was ahead: it counts as ended.
        """
        ...

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, if this holder has it."""
        ...
