-- The words are those of DESIGN section 2. Ids are 16-byte UUIDs, times microseconds since 1970 in UTC, digests 32-byte SHA-256.
-- A seal is the SHA-256 over the other small columns of its row (but `seq` of a standing, and a change's own), so that a flipped
-- bit outside the content is found too.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('epoch', lower(hex(randomblob(8))));

CREATE TABLE record (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('page', 'news', 'event', 'call', 'project', 'contact', 'topic')),
    UNIQUE (id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (
    id BLOB NOT NULL REFERENCES record (id),
    locale TEXT NOT NULL CHECK (locale <> ''),
    number INTEGER NOT NULL CHECK (number >= 1),
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    content BLOB NOT NULL,
    PRIMARY KEY (id, locale, number)
) STRICT;

-- An edition is a revision that was published: it refers to the content, and never copies it.
CREATE TABLE edition (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    revision INTEGER NOT NULL,
    update_kind TEXT NOT NULL CHECK (update_kind IN ('major', 'minor')),
    note TEXT NOT NULL,
    at INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    PRIMARY KEY (id, locale, number),
    UNIQUE (id, locale, number, revision),
    FOREIGN KEY (id, locale, revision) REFERENCES revision (id, locale, number),
    CHECK (published_at <= updated_at AND updated_at <= at)
) STRICT;

-- Whoever the public found under a slug keeps it. `edition` is the first that was found there, NULL while only the newest draft
-- asks for it: that one is let go when the draft moves on.
CREATE TABLE slug (
    locale TEXT NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''),
    id BLOB NOT NULL REFERENCES record (id),
    edition INTEGER,
    PRIMARY KEY (locale, slug),
    UNIQUE (locale, slug, id),
    FOREIGN KEY (id, locale, edition) REFERENCES edition (id, locale, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX slug_of_record ON slug (id, locale);

-- A topic's key is its own for ever, the same in every locale.
CREATE TABLE topic_key (
    key TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
    id BLOB NOT NULL UNIQUE REFERENCES record (id)
) STRICT, WITHOUT ROWID;

-- One row for each record and locale: so there is one newest revision, at most one draft, and at most one live edition. The
-- triggers below say that `revision` and `edition` are the newest; the foreign keys that the live edition came from `live_revision`.
CREATE TABLE standing (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'published', 'withdrawn', 'redirected', 'gone')),
    slug TEXT NOT NULL,
    revision INTEGER NOT NULL,
    live_revision INTEGER,
    edition INTEGER,
    reason TEXT NOT NULL,
    redirect_to TEXT NOT NULL,
    published_at INTEGER,
    updated_at INTEGER,
    modified_at INTEGER,
    changed_at INTEGER NOT NULL,
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    seq INTEGER NOT NULL,
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, kind) REFERENCES record (id, kind),
    FOREIGN KEY (id, locale, revision) REFERENCES revision (id, locale, number),
    FOREIGN KEY (id, locale, edition, live_revision) REFERENCES edition (id, locale, number, revision),
    FOREIGN KEY (locale, slug, id) REFERENCES slug (locale, slug, id),
    CHECK (live_revision <= revision),
    CHECK ((edition IS NULL) = (live_revision IS NULL)),
    CHECK ((edition IS NULL) = (published_at IS NULL)),
    CHECK ((edition IS NULL) = (updated_at IS NULL)),
    CHECK ((edition IS NULL) = (modified_at IS NULL)),
    CHECK (edition IS NOT NULL OR state IN ('draft', 'scheduled')),
    CHECK (published_at <= updated_at AND updated_at <= modified_at AND modified_at <= changed_at),
    CHECK ((state = 'redirected') = (redirect_to <> ''))
) STRICT, WITHOUT ROWID;

CREATE INDEX standing_listed ON standing (locale, updated_at, id) WHERE state = 'published';
CREATE INDEX standing_listed_kind ON standing (locale, kind, updated_at, id) WHERE state = 'published';
CREATE INDEX standing_topics ON standing (id, locale) WHERE kind = 'topic' AND state = 'published';

-- What lists need of the live edition without opening its content. `words` is title and summary, casefolded.
CREATE TABLE live (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    topic_key TEXT,
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale)
) STRICT, WITHOUT ROWID;

-- The topics of each live edition, whatever the state.
CREATE TABLE membership (
    locale TEXT NOT NULL,
    topic TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (locale, topic, updated_at, id),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale)
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_kind ON membership (locale, topic, kind, updated_at, id);
CREATE UNIQUE INDEX membership_of_record ON membership (id, locale, topic);

-- One row for each edition: every variant and heading level in one compressed blob, and the worst of it to ask for.
CREATE TABLE evidence (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    edition INTEGER NOT NULL,
    ruleset TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'no_failures_found', 'attested')),
    publishable INTEGER NOT NULL CHECK (publishable IN (0, 1)),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    packed BLOB NOT NULL,
    PRIMARY KEY (id, locale, edition),
    FOREIGN KEY (id, locale, edition) REFERENCES edition (id, locale, number)
) STRICT;

CREATE INDEX evidence_ruleset ON evidence (ruleset, id, locale, edition);

CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    op TEXT NOT NULL CHECK (op IN ('upsert', 'delete')),
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    kind TEXT NOT NULL,
    edition INTEGER NOT NULL,
    update_kind TEXT NOT NULL CHECK (update_kind IN ('major', 'minor')),
    at INTEGER NOT NULL,
    tags TEXT NOT NULL CHECK (json_valid(tags)),
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    FOREIGN KEY (id, kind) REFERENCES record (id, kind),
    FOREIGN KEY (id, locale, edition) REFERENCES edition (id, locale, number)
) STRICT;

CREATE INDEX change_locale ON change (locale, seq);
CREATE INDEX change_kind ON change (kind, seq);
CREATE INDEX change_locale_kind ON change (locale, kind, seq);

-- The highest change that touched each list: of a locale ('', ''), a kind, a topic, or a kind within a topic.
CREATE TABLE list_head (
    locale TEXT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (locale, topic, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    id BLOB CHECK (length(id) = 16),
    locale TEXT,
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER revision_follows BEFORE INSERT ON revision
WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM revision WHERE id = NEW.id AND locale = NEW.locale)
BEGIN SELECT RAISE(ABORT, 'revisions are numbered without gaps'); END;

CREATE TRIGGER revision_has_its_key BEFORE INSERT ON revision
WHEN (SELECT kind FROM record WHERE id = NEW.id) = 'topic' AND NOT EXISTS (
    SELECT 1 FROM topic_key WHERE id = NEW.id AND key = json_extract(CAST(NEW.content AS TEXT), '$.fields.key'))
BEGIN SELECT RAISE(ABORT, 'a topic never changes its key'); END;

CREATE TRIGGER edition_follows BEFORE INSERT ON edition
WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM edition WHERE id = NEW.id AND locale = NEW.locale)
BEGIN SELECT RAISE(ABORT, 'editions are numbered without gaps'); END;

CREATE TRIGGER standing_starts BEFORE INSERT ON standing
WHEN NEW.revision <> 1 OR NEW.edition IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a record starts in a locale with its first draft'); END;

CREATE TRIGGER standing_is_newest BEFORE UPDATE ON standing
WHEN NEW.revision <> (SELECT max(number) FROM revision WHERE id = NEW.id AND locale = NEW.locale)
  OR NEW.edition IS NOT (SELECT max(number) FROM edition WHERE id = NEW.id AND locale = NEW.locale)
BEGIN SELECT RAISE(ABORT, 'a standing is that of the newest revision and edition'); END;

CREATE TRIGGER journal_follows BEFORE INSERT ON journal
WHEN NEW.previous <> coalesce((SELECT hash FROM journal ORDER BY number DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'a journal entry holds the hash of the one before'); END;

CREATE TRIGGER record_kept BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'a record never changes its kind'); END;
CREATE TRIGGER record_stays BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
CREATE TRIGGER revision_kept BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'a revision is immutable'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
CREATE TRIGGER edition_kept BEFORE UPDATE ON edition BEGIN SELECT RAISE(ABORT, 'an edition is immutable'); END;
CREATE TRIGGER edition_stays BEFORE DELETE ON edition BEGIN SELECT RAISE(ABORT, 'an edition is never deleted'); END;
CREATE TRIGGER evidence_kept BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is immutable'); END;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;
CREATE TRIGGER change_kept BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'a change is immutable'); END;
CREATE TRIGGER change_stays BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END;
CREATE TRIGGER journal_kept BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER standing_stays BEFORE DELETE ON standing BEGIN SELECT RAISE(ABORT, 'a standing is never deleted'); END;
CREATE TRIGGER topic_key_kept BEFORE UPDATE ON topic_key BEGIN SELECT RAISE(ABORT, 'a topic never changes its key'); END;
CREATE TRIGGER topic_key_stays BEFORE DELETE ON topic_key BEGIN SELECT RAISE(ABORT, 'a topic keeps its key'); END;
CREATE TRIGGER slug_stays BEFORE DELETE ON slug WHEN OLD.edition IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a slug that was public stays reserved'); END;
CREATE TRIGGER slug_kept BEFORE UPDATE ON slug
WHEN OLD.edition IS NOT NULL OR NEW.slug <> OLD.slug OR NEW.locale <> OLD.locale OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'a slug stays reserved'); END;
