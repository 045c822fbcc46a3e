-- A draft that was never published can be deleted whole; what the public has seen stays. Revisions made from HTML remember the
-- policy that it was cleaned by. Answers to POST are kept for a day under their Idempotency-Key.

ALTER TABLE revision ADD COLUMN policy TEXT NOT NULL DEFAULT '';

-- What lists of drafts need of the newest revision, newest first, without opening its content.
CREATE TABLE draft (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_newest ON draft (at, id, locale);
CREATE INDEX draft_author ON draft (author, at, id, locale);

INSERT INTO draft (id, locale, at, author, title)
SELECT s.id, s.locale, r.at, r.author, json_extract(CAST(r.content AS TEXT), '$.title')
FROM standing AS s CROSS JOIN revision AS r ON r.id = s.id AND r.locale = s.locale AND r.number = s.revision;

-- `body` is NULL from the moment that the work is done until its answer is written down.
CREATE TABLE answer (
    token TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    status INTEGER,
    headers TEXT CHECK (json_valid(headers)),
    body BLOB,
    PRIMARY KEY (token, key),
    CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (headers IS NULL))
) STRICT;

CREATE INDEX answer_at ON answer (at);

DROP TRIGGER revision_stays;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
WHEN EXISTS (SELECT 1 FROM edition WHERE id = OLD.id AND locale = OLD.locale)
BEGIN SELECT RAISE(ABORT, 'a revision of what was published is never deleted'); END;

DROP TRIGGER standing_stays;
CREATE TRIGGER standing_stays BEFORE DELETE ON standing WHEN OLD.state <> 'draft' OR OLD.edition IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'only a draft is ever deleted'); END;

DROP TRIGGER record_stays;
CREATE TRIGGER record_stays BEFORE DELETE ON record WHEN EXISTS (SELECT 1 FROM standing WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a record that is there in some locale is never deleted'); END;

DROP TRIGGER topic_key_stays;
CREATE TRIGGER topic_key_stays BEFORE DELETE ON topic_key WHEN EXISTS (SELECT 1 FROM standing WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a topic keeps its key'); END;
