"""Snapshots: finished answers, kept in memory under their canonical key until a change touches one of their tags.

snapshot    the finished bytes of one public resource in one coding
slots       one canonical key: its answer in each coding asked for so far
aliases     which targets, as they are sent, lead to which slot
moves       how far the change log was followed, and which tags it moved last when
tagged      which slots depend on which tag
queues      what stays where not everything can: S3-FIFO by bytes
flights     what is being made: whoever asks for the same waits for it, and not for ever
renewal     what is much asked for is made again when it was touched
shelf       all of it in one process: looked up, admitted, dropped as the change log says

Nothing is kept that was made of an older view of the store than the last change of one of its tags, so that a slow read can never put
back what a change has just taken away (docs/adr/0004-render-once.md).
"""

from service.snapshots.flights import Flight, Made
from service.snapshots.shelf import Snapshots
from service.snapshots.slots import IDENTITY, Kept, Slot
from service.snapshots.snapshot import Snapshot
from service.snapshots.tagged import NOTHING

__all__ = ["IDENTITY", "NOTHING", "Flight", "Kept", "Made", "Slot", "Snapshot", "Snapshots"]
