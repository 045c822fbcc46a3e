"""`python -m service` is the same as `nordkalott`."""

import sys

from service.cli import main

if __name__ == "__main__":
    sys.exit(main())
