"""Property tests try the same examples in every run of the suite, so that a red run is about the change that made it.

New examples are for exploring: `.venv/bin/pytest --hypothesis-profile=explore`. What that finds becomes a test of its own.
"""

from hypothesis import settings

settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("suite")
