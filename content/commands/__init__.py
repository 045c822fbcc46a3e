"""Writes: verbs that change what is stored. Each decides, renders and checks before the write lock, and decides again inside it.

One module for each sort of verb; `Commands` has them all.
"""

from content.commands.attesting import Attesting
from content.commands.auditing import Auditing, KeepAudits
from content.commands.delivering import Delivering, ReplayDeliveries
from content.commands.drafts import Drafts
from content.commands.journal import Journal, PruneJournal
from content.commands.outcome import Failing, Outcome
from content.commands.rechecking import RecheckEdition, Rechecking
from content.commands.redacting import Redacting, RedactionOutcome
from content.commands.scheduling import Scheduling
from content.commands.states import States
from content.commands.stewarding import Stewarding
from content.commands.tokens import Minted, Tokens
from content.commands.webhooks import Told, Webhooks

__all__ = [
    "Commands",
    "Failing",
    "KeepAudits",
    "Minted",
    "Outcome",
    "PruneJournal",
    "RecheckEdition",
    "RedactionOutcome",
    "ReplayDeliveries",
    "Told",
]


class Commands(
    Attesting,
    Delivering,
    Drafts,
    Rechecking,
    Redacting,
    Scheduling,
    States,
    Stewarding,
    Tokens,
    Journal,
    Auditing,
    Webhooks,
):
    """All verbs, over one store, one clock, one set of public addresses, and the locales that are written in.

    All raise Invalid with every fault of the command in itself before they look at the store.
    """
