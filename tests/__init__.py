"""A package, so that tests/feeds and tests/content do not take the names of the packages that they test."""
