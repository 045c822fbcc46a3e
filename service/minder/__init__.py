"""`serve --workers N`: one parent that listens and minds, N children that answer, and one that does the background work.

The parent has claimed the folder, bound the address and opened the store once, so that what is wrong is told as ever, and closed it again.
Then it forks: a child takes no time to start, and shares the pages of the program with the others. The parent itself does nothing but
wait: it has no thread and no store, so that a fork is safe at any moment, and little that could break.
"""
