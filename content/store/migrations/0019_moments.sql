-- When each tag was last moved, by the clock of the writer: what Last-Modified is made of. It is the time at which the change was
-- written, not the one that it tells: a change may be told earlier than it can be seen.
CREATE TABLE tag_head (
    tag TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The clock at the last change, and the time that was given to it. Times that are given never go back, whatever the clock does.
CREATE TABLE tag_clock (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    clock INTEGER NOT NULL,
    given INTEGER NOT NULL
) STRICT;

INSERT INTO tag_head (tag, at) SELECT t.value, max(c.at) FROM change AS c CROSS JOIN json_each(c.tags) AS t GROUP BY t.value;

INSERT INTO tag_clock (one, clock, given) SELECT 1, coalesce(max(at), 0), coalesce(max(at), 0) FROM change;
