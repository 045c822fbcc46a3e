"""The success criteria of WCAG 2.1 at levels A and AA (W3C Recommendation, 21 September 2023), as data.

4.1.1 Parsing is left out: the Recommendation says since 2023 that it is always satisfied for HTML. That leaves 49 of 50.
"""

LEVELS: dict[str, str] = {
    **dict.fromkeys(
        [
            "1.1.1",
            "1.2.1",
            "1.2.2",
            "1.2.3",
            "1.3.1",
            "1.3.2",
            "1.3.3",
            "1.4.1",
            "1.4.2",
            "2.1.1",
            "2.1.2",
            "2.1.4",
            "2.2.1",
            "2.2.2",
            "2.3.1",
            "2.4.1",
            "2.4.2",
            "2.4.3",
            "2.4.4",
            "2.5.1",
            "2.5.2",
            "2.5.3",
            "2.5.4",
            "3.1.1",
            "3.2.1",
            "3.2.2",
            "3.3.1",
            "3.3.2",
            "4.1.2",
        ],
        "A",
    ),
    **dict.fromkeys(
        [
            "1.2.4",
            "1.2.5",
            "1.3.4",
            "1.3.5",
            "1.4.3",
            "1.4.4",
            "1.4.5",
            "1.4.10",
            "1.4.11",
            "1.4.12",
            "1.4.13",
            "2.4.5",
            "2.4.6",
            "2.4.7",
            "3.1.2",
            "3.2.3",
            "3.2.4",
            "3.3.3",
            "3.3.4",
            "4.1.3",
        ],
        "AA",
    ),
}


def criterion_order(criterion: str) -> tuple[int, ...]:
    """The key that sorts criteria as WCAG does: 1.4.2 before 1.4.10."""
    return tuple(int(part) for part in criterion.split("."))


CRITERIA: tuple[str, ...] = tuple(sorted(LEVELS, key=criterion_order))
