"""Which `label` belongs to which control (HTML section 4.10.4)."""

from bisect import bisect_right

from content.accessibility.controls import input_type
from content.accessibility.tree import Element

LABELABLE = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})


class Labels:
    """The labels of one tree, looked up once when the first is asked for."""

    __slots__ = ("_by_id", "_elements", "_known", "_tagged")

    def __init__(
        self, elements: list[Element], by_id: dict[str, list[Element]], tagged: dict[str, list[Element]]
    ) -> None:
        self._elements = elements
        self._by_id = by_id
        self._tagged = tagged
        self._known: dict[int, list[Element]] | None = None

    def of(self, control: Element) -> list[Element]:
        """The labels of a control, in document order."""
        if self._known is None:
            self._known = self._read()
        return self._known.get(control.index, [])

    def _read(self) -> dict[int, list[Element]]:
        known: dict[int, list[Element]] = {}
        order = sorted(
            one.index for tag in LABELABLE for one in self._tagged.get(tag, ()) if _is_labelable(one)
        )
        for label in self._tagged.get("label", ()):
            identity = label.attributes.get("for")
            if identity is None:
                place = bisect_right(order, label.index)
                inside = place < len(order) and order[place] < label.end
                control = self._elements[order[place]] if inside else None
            else:
                control = next(iter(self._by_id.get(identity, ())), None)
            if control is not None and _is_labelable(control):
                known.setdefault(control.index, []).append(label)
        return known


def _is_labelable(element: Element) -> bool:
    return element.tag in LABELABLE and not (element.tag == "input" and input_type(element) == "hidden")
