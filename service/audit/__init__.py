"""The audit: what a real browser finds in what we serve, with axe-core and with checks of our own. The one home of Playwright.

Nothing here is loaded but by `nordkalott audit`, which needs the extra `nordkalott[audit]`.

places       what is served, and has to be looked at
sources      where its bytes come from: the application in this process, or a running server
hosts        the pages of others that fragments are put into
states       the ways in which each is looked at: light, dark, forced colours, narrow, large text, spaced text
chromium     the browser: found, started, and ended where it hangs
batches      what goes into one page of these
inspection   one page through all states
auditing     all places: in batches, what failed again alone, what hangs left behind
keeping      what was found, into the store
watching     what is published from now on
"""
