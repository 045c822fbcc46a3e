-- What a restore from a backup began: the changes after `after` are others than those that had their numbers before. The epoch that a
-- store was made with is not among them. A page of an archive whose last change is of one of them says so in its address.
CREATE TABLE epoch (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    after INTEGER NOT NULL CHECK (after >= 0)
) STRICT;
