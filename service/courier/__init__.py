"""The courier: tells subscribers what happened. At least once, in what order it can, and never so that one of them holds up another.

messenger (how a delivery becomes a message) → schedule (when to try again: pure) → happenings (which changes and journal entries are told: pure) →
following (logs → deliveries) | lanes (whose turn it is) → calls (a loop of its own, for calls at once) → sending → clearing (what is over)
"""
