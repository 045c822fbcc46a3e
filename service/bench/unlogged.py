"""`nordkalott` without its access log, for measuring what the log costs: `python -m service.bench.unlogged …`, as the command itself."""

from __future__ import annotations

import logging
import sys

from service.cli import main
from service.edge import access

if __name__ == "__main__":
    access.LOGGER.setLevel(logging.WARNING)
    sys.exit(main())
