-- The full fragment at level 2 of each live edition, packed by zlib, as it was served while nobody had answered anything about it.
-- `mark` is x'' where it has to be made (again), else it says which program made it and with which settings; `html` is NULL where nothing
-- could be served. There is a row for each live edition, and it follows from what is live: a change of anything that it shows empties it.
CREATE TABLE fragment (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    edition INTEGER NOT NULL,
    mark BLOB NOT NULL DEFAULT x'' CHECK (length(mark) IN (0, 32)),
    digest BLOB CHECK (length(digest) = 32),
    ruleset TEXT,
    outcome TEXT CHECK (outcome IN ('failed', 'no_failures_found', 'attested')),
    basis TEXT CHECK (basis IN ('conforms', 'edition')),
    seal BLOB,
    html BLOB,
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale) ON DELETE CASCADE,
    CHECK (html IS NULL OR (mark <> x'' AND digest IS NOT NULL AND ruleset IS NOT NULL AND outcome IS NOT NULL AND basis IS NOT NULL
        AND seal IS NOT NULL))
) STRICT;

CREATE INDEX fragment_mark ON fragment (mark);

INSERT INTO fragment (id, locale, edition) SELECT id, locale, edition FROM standing WHERE state = 'published';
