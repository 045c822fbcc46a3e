-- What a real browser found, by path and by the edition that was shown there (0 where it was no record's): the newest of each.
-- It can be made again, so a redaction drops it.

CREATE TABLE audit (
    path TEXT NOT NULL CHECK (path LIKE '/%'),
    edition INTEGER NOT NULL CHECK (edition >= 0),
    id BLOB CHECK (length(id) = 16),
    locale TEXT,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    setup BLOB NOT NULL CHECK (length(setup) = 32),
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'no_failures_found', 'could_not_audit')),
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    packed BLOB NOT NULL,
    PRIMARY KEY (path, edition),
    FOREIGN KEY (id, locale, edition) REFERENCES edition (id, locale, number),
    CHECK ((id IS NULL) = (locale IS NULL) AND (id IS NULL) = (edition = 0))
) STRICT;
CREATE INDEX audit_record ON audit (id, locale, edition);
CREATE INDEX audit_amiss ON audit (path) WHERE outcome <> 'no_failures_found';
