"""The success criteria of WCAG 2.1 at levels A and AA (W3C Recommendation, 21 September 2023), as data.

4.1.1 Parsing is left out: the Recommendation says since 2023 that it is always satisfied for HTML. That leaves 49 of 50.
"""

from typing import Literal

from msgspec import Struct

Level = Literal["A", "AA", "AAA"]


class Criterion(Struct, frozen=True, kw_only=True):
    """One success criterion: its number, its level, and the fragment of its address in the Recommendation."""

    number: str
    level: Level
    anchor: str

    @property
    def url(self) -> str:
        """The address of the criterion in the Recommendation."""
        return f"https://www.w3.org/TR/WCAG21/#{self.anchor}"


_A_AND_AA = """
1.1.1 A non-text-content
1.2.1 A audio-only-and-video-only-prerecorded
1.2.2 A captions-prerecorded
1.2.3 A audio-description-or-media-alternative-prerecorded
1.2.4 AA captions-live
1.2.5 AA audio-description-prerecorded
1.3.1 A info-and-relationships
1.3.2 A meaningful-sequence
1.3.3 A sensory-characteristics
1.3.4 AA orientation
1.3.5 AA identify-input-purpose
1.4.1 A use-of-color
1.4.2 A audio-control
1.4.3 AA contrast-minimum
1.4.4 AA resize-text
1.4.5 AA images-of-text
1.4.10 AA reflow
1.4.11 AA non-text-contrast
1.4.12 AA text-spacing
1.4.13 AA content-on-hover-or-focus
2.1.1 A keyboard
2.1.2 A no-keyboard-trap
2.1.4 A character-key-shortcuts
2.2.1 A timing-adjustable
2.2.2 A pause-stop-hide
2.3.1 A three-flashes-or-below-threshold
2.4.1 A bypass-blocks
2.4.2 A page-titled
2.4.3 A focus-order
2.4.4 A link-purpose-in-context
2.4.5 AA multiple-ways
2.4.6 AA headings-and-labels
2.4.7 AA focus-visible
2.5.1 A pointer-gestures
2.5.2 A pointer-cancellation
2.5.3 A label-in-name
2.5.4 A motion-actuation
3.1.1 A language-of-page
3.1.2 AA language-of-parts
3.2.1 A on-focus
3.2.2 A on-input
3.2.3 AA consistent-navigation
3.2.4 AA consistent-identification
3.3.1 A error-identification
3.3.2 A labels-or-instructions
3.3.3 AA error-suggestion
3.3.4 AA error-prevention-legal-financial-data
4.1.2 A name-role-value
4.1.3 AA status-messages
"""
# What rules say beyond levels A and AA: only to name it, never counted as tested.
_AAA = """
1.4.8 AAA visual-presentation
2.2.4 AAA interruptions
2.4.9 AAA link-purpose-link-only
3.2.5 AAA change-on-request
"""


def _criteria(lines: str) -> tuple[Criterion, ...]:
    # The literal's cast is checked by a test: each line is "number level anchor".
    return tuple(
        Criterion(number=number, level=level, anchor=anchor)  # type: ignore[arg-type]
        for number, level, anchor in (line.split() for line in lines.strip().splitlines())
    )


CRITERIA: tuple[str, ...] = tuple(one.number for one in _criteria(_A_AND_AA))
"""The numbers of all criteria at levels A and AA, in WCAG's order."""

BY_NUMBER: dict[str, Criterion] = {one.number: one for one in (*_criteria(_A_AND_AA), *_criteria(_AAA))}


_FOLDERS = {
    "ARIA": "aria",
    "C": "css",
    "F": "failures",
    "G": "general",
    "H": "html",
    "PDF": "pdf",
    "SCR": "client-side-script",
}


def technique_url(technique: str) -> str:
    """The address of a WCAG technique or failure, like "H42" or "F2". Raises KeyError for a kind of technique there is not."""
    return f"https://www.w3.org/WAI/WCAG21/Techniques/{_FOLDERS[technique.rstrip('0123456789')]}/{technique}"
