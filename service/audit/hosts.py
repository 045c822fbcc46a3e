"""Pages of others, as fragments meet them: one without styles of its own, and one like a county portal's, which styles whatever it finds.

Both load our stylesheet, as the guide tells hosts to. Each fragment is a part: an element with `data-part` and its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

ORIGIN: Final = "http://host.invalid"
"""Nobody can have this name (RFC 2606): what is asked of it is answered by us, or not at all."""

_PLAIN: Final = ":root{color-scheme:light dark}"
# A reset, sizes in pixels, outlines and underlines taken away, and rules for bare elements: each of these was seen in a portal.
_COUNTY: Final = """
*{margin:0;padding:0;box-sizing:content-box}
html{font-size:16px}
body{font:16px/1.3 Arial,sans-serif;color:#2b2b2b;background:#fff}
.wrap{max-width:1120px;margin:0 auto;padding:0 16px}
a{color:#00508a;text-decoration:none}
a:focus,summary:focus,video:focus{outline:0}
h1,h2,h3,h4,h5,h6{font-weight:400;line-height:1.1;letter-spacing:-.01em;text-transform:none}
h2{font-size:32px;color:#00355c}
h3{font-size:26px}
ul,ol{list-style:none}
li{float:none;line-height:18px}
p{margin-bottom:10px;line-height:20px}
img{max-width:none;border:0}
figure{margin:0 40px}
blockquote{font-style:italic;color:#444;border-left:8px solid #ddd;padding:20px}
table{width:100%;border-spacing:0;font-size:14px}
td,th{text-align:center;padding:2px;white-space:normal}
dl{overflow:visible}
dt{font-weight:700}
dd{margin-left:40px}
summary{list-style:none}
@media (prefers-color-scheme:dark){body{color:#e6edf2;background:#10222e}a{color:#9fd3ff}h2{color:#cfe8ff}blockquote{color:#d5dde3}}
"""


@dataclass(frozen=True)
class Part:
    """One fragment to stand in a host: its number there, its HTML, the language around it, and the level of its first heading."""

    number: int
    html: str
    locale: str
    heading_level: int


@dataclass(frozen=True)
class Host:
    """A page of somebody else."""

    name: str
    styles: str

    def page(self, parts: Sequence[Part], stylesheet: str) -> str:
        """The whole document with these parts, each under headings of the host's down to the level above its own."""
        return (
            f'<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Vertsside</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{self.styles}</style>'
            f'<link rel="stylesheet" href="{escape(stylesheet)}"></head><body><div class="wrap"><main><h1>Vertsside</h1>'
            f"{''.join(map(_placed, parts))}</main></div></body></html>"
        )


HOSTS: Final = (Host("plain", _PLAIN), Host("county", _COUNTY))


def _placed(part: Part) -> str:
    above = "".join(f"<h{level}>Vertens overskrift</h{level}>" for level in range(2, part.heading_level))
    return f'{above}<div lang="{escape(part.locale)}" data-part="{part.number}">{part.html}</div>'
