"""Settings: what an operator may decide, where it is read from, and what is wrong with it.

Three sources, the later wins: the TOML file, the `NORDKALOTT_*` variables, the flags of the command line (DESIGN section 4).
The file is the one that `NORDKALOTT_CONFIG` names, or `nordkalott.toml` in the working folder. Nothing is read at import time.
"""

from service.settings.fields import Settings
from service.settings.loading import PREFIX, load, variable

__all__ = ["PREFIX", "Settings", "load", "variable"]
