"""Facts for an accessibility statement: what the law asks, what was tested of it and how, and which breaches are known.

law (as data) → breaches (those that operators write down) → broken (all that are known) → facts

The statement itself is made with the authority. Nothing here says that anything conforms.
"""

from content.statement.breaches import Known, read
from content.statement.broken import Breach, Place
from content.statement.facts import Facts, Required, gather
from content.statement.law import Criterion, Law, law

__all__ = ["Breach", "Criterion", "Facts", "Known", "Law", "Place", "Required", "gather", "law", "read"]
