-- What is to be published or withdrawn at a time, who looks after each record, and which process does the work that one shall do.

-- At most one plan of each act for a record in a locale. AUTOINCREMENT: a number is never used again, so that a plan that was taken
-- can never be taken for another. `together` is the number of the first of those that go out together or not at all.
CREATE TABLE schedule (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('publish', 'expire')),
    at INTEGER NOT NULL,
    revision INTEGER,
    update_kind TEXT NOT NULL CHECK (update_kind IN ('major', 'minor')),
    note TEXT NOT NULL,
    expires INTEGER,
    together INTEGER,
    actor TEXT NOT NULL,
    via TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    failed_at INTEGER,
    failure TEXT NOT NULL,
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    UNIQUE (id, locale, act),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale) ON DELETE CASCADE,
    FOREIGN KEY (id, locale, revision) REFERENCES revision (id, locale, number) ON DELETE CASCADE,
    CHECK ((act = 'publish') = (revision IS NOT NULL)),
    CHECK (act = 'publish' OR (expires IS NULL AND together IS NULL)),
    CHECK (expires > at),
    CHECK ((failed_at IS NULL) = (failure = ''))
) STRICT;

CREATE INDEX schedule_due ON schedule (at, number) WHERE failed_at IS NULL;
CREATE INDEX schedule_together ON schedule (together) WHERE together IS NOT NULL;

-- `until` is in microseconds since 1970 by the clock of the holder.
CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each record. It has no seal: the rows of records that were there before are made here, where nothing can digest them.
CREATE TABLE stewardship (
    id BLOB NOT NULL PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    owner TEXT NOT NULL CHECK (owner <> ''),
    review_by TEXT NOT NULL CHECK (review_by IS date(review_by))
) STRICT, WITHOUT ROWID;

CREATE INDEX stewardship_review ON stewardship (review_by, id);

INSERT INTO stewardship (id, owner, review_by)
SELECT o.id, r.author, date(r.at / 1000000, 'unixepoch', '+12 months')
FROM record AS o CROSS JOIN revision AS r ON r.id = o.id
WHERE r.number = 1 AND NOT EXISTS (
    SELECT 1 FROM revision AS e WHERE e.id = r.id AND e.number = 1 AND (e.at, e.locale) < (r.at, r.locale));

-- However a record comes to be here, it has somebody who looks after it.
CREATE TRIGGER record_is_looked_after AFTER INSERT ON revision WHEN NEW.number = 1
BEGIN INSERT OR IGNORE INTO stewardship (id, owner, review_by)
    VALUES (NEW.id, NEW.author, date(NEW.at / 1000000, 'unixepoch', '+12 months')); END;

CREATE INDEX evidence_failing ON evidence (id, locale, edition) WHERE publishable = 0;
