"""Characters that nobody sees: text made of these alone is empty to a reader, however long it is.

Sources: Unicode 16, DerivedCoreProperties (Default_Ignorable_Code_Point) and PropList (White_Space).
"""

from __future__ import annotations

import re
from typing import Final

# White space and controls; default-ignorable; the Braille pattern without dots; the controls of interlinear annotation.
_UNSEEN: Final = (
    r"\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\u2800\ufff9-\ufffb"
)
_SEEN: Final = re.compile(f"[^{_UNSEEN}]")


def visible(text: str) -> bool:
    """Whether there is anything to see: one character beyond white space, controls and default-ignorable ones."""
    return _SEEN.search(text) is not None
