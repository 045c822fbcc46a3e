"""Colours as CSS writes them, and the contrast between two (CSS Color Module Level 4; WCAG 2.1, relative luminance)."""

import re
from colorsys import hls_to_rgb
from math import isfinite, tau

from msgspec import Struct


class Colour(Struct, frozen=True):
    """Red, green and blue from 0 to 255, and how much it covers, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, below: "Colour") -> "Colour":
        """What is seen where this lies over an opaque colour."""
        share = self.alpha
        return Colour(
            self.red * share + below.red * (1 - share),
            self.green * share + below.green * (1 - share),
            self.blue * share + below.blue * (1 - share),
        )


TRANSPARENT = Colour(0, 0, 0, 0)

_NAMED = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 black 000000
blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00
chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b
darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f
darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f
darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969
dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff
gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4
indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd
lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3
lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899
lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000
mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee
mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1
moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500
orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9
peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f
royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0
skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c
teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00
yellowgreen 9acd32
"""
_words = _NAMED.split()
NAMED: dict[str, str] = dict(zip(_words[::2], _words[1::2], strict=True))

_hex = re.compile(r"[0-9a-f]{3}(?:[0-9a-f](?:[0-9a-f]{2}(?:[0-9a-f]{2})?)?)?\Z")
_function = re.compile(r"(rgb|hsl)a?\(([^()]*)\)\Z")
_separators = re.compile(r"[\s,/]+")
_number = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?\Z")
_TURNS = {"grad": 400.0, "turn": 1.0, "deg": 360.0, "rad": tau}
_COMPONENTS = (3, 4)


def colour(value: str) -> Colour | None:
    """A CSS colour in lower case; null for what is no colour, or one that only the browser knows (system colours, `var()`)."""
    value = value.strip()
    if value == "transparent":
        return TRANSPARENT
    if value in NAMED or value.startswith("#"):
        return _from_hex(NAMED.get(value) or value[1:])
    match = _function.match(value)
    return None if match is None else _from_parts(match[1], _separators.split(match[2].strip()))


def attribute_colour(value: str) -> Colour | None:
    """A colour as HTML's old attributes write it (HTML section 2.3.6): a name, or six digits with or without `#`."""
    value = value.strip().lower()
    return colour(value) or (_from_hex(value) if len(value) in {3, 6} else None)


def _from_hex(digits: str) -> Colour | None:
    if _hex.match(digits) is None:
        return None
    if len(digits) in _COMPONENTS:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
    return Colour(parts[0], parts[1], parts[2], parts[3] / 255 if len(parts) > _COMPONENTS[0] else 1.0)


def _from_parts(function: str, parts: list[str]) -> Colour | None:
    if len(parts) not in _COMPONENTS:
        return None
    alpha = _share(parts[3], 1.0) if len(parts) > _COMPONENTS[0] else 1.0
    if function == "rgb":
        first, second, third = (_share(part, 255.0) for part in parts[:3])
    else:
        first, second, third = _turn(parts[0]), _share(parts[1], 100.0), _share(parts[2], 100.0)
    if first is None or second is None or third is None or alpha is None:
        return None
    red, green, blue = (first, second, third) if function == "rgb" else hls_to_rgb(first, third, second)
    return Colour(red * 255, green * 255, blue * 255, alpha)


def _share(part: str, whole: float) -> float | None:
    """A percentage, or a number of which `whole` is the most, as one from 0 to 1."""
    number = part.removesuffix("%")
    if number == "none":
        return 0.0
    if _number.match(number) is None:
        return None
    return min(max(float(number) / (100.0 if part.endswith("%") else whole), 0.0), 1.0)


def _turn(part: str) -> float | None:
    """An angle as a share of the circle, from 0 to 1."""
    unit = next((name for name in _TURNS if part.endswith(name)), "deg")
    number = part.removesuffix(unit)
    if number == "none":
        return 0.0
    if _number.match(number) is None or not isfinite(float(number)):
        return None
    return float(number) / _TURNS[unit] % 1.0


def _luminance(one: Colour) -> float:
    total = 0.0
    for channel, weight in ((one.red, 0.2126), (one.green, 0.7152), (one.blue, 0.0722)):
        share = channel / 255
        total += weight * (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
    return total


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
