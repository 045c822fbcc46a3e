-- What the rule set that is current says of what is live, apart from the evidence of the edition. Nothing here quotes content:
-- rules are counted by their ids. All of it but `since` can be made again by going over what is live.

-- Which records a live edition points to: when one of them changes, it is rendered otherwise.
CREATE TABLE pointer (
    target BLOB NOT NULL CHECK (length(target) = 16),
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    PRIMARY KEY (target, id, locale),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX pointer_from ON pointer (id, locale);

INSERT INTO pointer (target, id, locale)
SELECT DISTINCT unhex(replace(t.atom, '-', '')), s.id, s.locale
FROM standing AS s
CROSS JOIN revision AS r ON r.id = s.id AND r.locale = s.locale AND r.number = s.live_revision
CROSS JOIN json_tree(CAST(r.content AS TEXT), '$.body') AS t
WHERE json_valid(CAST(r.content AS TEXT)) AND t.key = 'record' AND t.type = 'text'
    AND length(unhex(replace(t.atom, '-', ''))) = 16;

-- What has to be looked at again, because what it shows has changed. `seq` is the change that moved it.
CREATE TABLE recheck_due (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- One row for each live edition that was checked again, and for each that failed. `outcome` is NULL where it could not be read;
-- `failures` counts blocking failures by rule, the most of any rendering; `since` is when they were first found, `until` when the first answer
-- of a person ends that it was judged with.
CREATE TABLE recheck (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    edition INTEGER NOT NULL,
    ruleset TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT CHECK (outcome IN ('failed', 'no_failures_found', 'attested')),
    failures TEXT NOT NULL CHECK (json_type(failures) = 'object'),
    source TEXT CHECK (source IN ('edition', 'rules', 'linked_record')),
    since INTEGER,
    until INTEGER,
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale, edition) REFERENCES edition (id, locale, number),
    CHECK ((failures = '{}') = (source IS NULL)),
    CHECK ((failures = '{}') = (since IS NULL)),
    CHECK (failures = '{}' OR outcome = 'failed')
) STRICT, WITHOUT ROWID;

CREATE INDEX recheck_failing ON recheck (id, locale) WHERE failures <> '{}';

CREATE INDEX recheck_until ON recheck (until) WHERE until IS NOT NULL;

-- When everything that was live had been checked against a rule set.
CREATE TABLE recheck_pass (
    ruleset TEXT NOT NULL PRIMARY KEY,
    began INTEGER NOT NULL,
    ended INTEGER CHECK (ended >= began)
) STRICT, WITHOUT ROWID;

-- How it stood, one row a day at most: made where it differs from the row before.
CREATE TABLE conformance (
    day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day)),
    at INTEGER NOT NULL,
    tally TEXT NOT NULL CHECK (json_valid(tally))
) STRICT, WITHOUT ROWID;
