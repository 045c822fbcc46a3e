-- Media: one row for each file that was uploaded. Its bytes are in a file under its digest, durable before the row is kept.
-- `about` is what people say of it, JSON; `width` and `height` in pixels, `duration` in milliseconds.

CREATE TABLE medium (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    width INTEGER CHECK (width >= 1),
    height INTEGER CHECK (height >= 1),
    duration INTEGER CHECK (duration >= 0),
    uploaded_at INTEGER NOT NULL,
    uploaded_by TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    about TEXT NOT NULL CHECK (json_valid(about)),
    erased_at INTEGER,
    erased_by TEXT,
    erased_reason TEXT,
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    CHECK ((width IS NULL) = (height IS NULL)),
    CHECK ((erased_at IS NULL) = (erased_by IS NULL)),
    CHECK ((erased_at IS NULL) = (erased_reason IS NULL)),
    CHECK ((erased_at IS NULL) = (name <> '')),
    CHECK (erased_at IS NULL OR about = '{}')
) STRICT;

CREATE TABLE rendition (
    medium BLOB NOT NULL REFERENCES medium (digest),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 1),
    width INTEGER NOT NULL CHECK (width >= 1),
    height INTEGER NOT NULL CHECK (height >= 1),
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    PRIMARY KEY (medium, digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX rendition_digest ON rendition (digest);

-- Which revision points to which file, whether it is here or not; kept in the transaction of the save.
CREATE TABLE media_use (
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (digest, id, locale, revision),
    FOREIGN KEY (id, locale, revision) REFERENCES revision (id, locale, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX media_use_revision ON media_use (id, locale, revision);

CREATE TRIGGER medium_starts BEFORE INSERT ON medium
WHEN NEW.erased_at IS NOT NULL OR NEW.version <> 1
BEGIN SELECT RAISE(ABORT, 'a medium starts whole'); END;

CREATE TRIGGER medium_kept BEFORE UPDATE ON medium
WHEN OLD.erased_at IS NOT NULL OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.size <> OLD.size
  OR NEW.media_type <> OLD.media_type OR NEW.uploaded_at <> OLD.uploaded_at
  OR (NEW.erased_at IS NULL AND (NEW.name <> OLD.name OR NEW.width IS NOT OLD.width OR NEW.height IS NOT OLD.height
      OR NEW.duration IS NOT OLD.duration OR NEW.uploaded_by <> OLD.uploaded_by OR NEW.version <> OLD.version + 1))
BEGIN SELECT RAISE(ABORT, 'a medium is immutable but for what is said of it'); END;

CREATE TRIGGER medium_stays BEFORE DELETE ON medium
WHEN OLD.erased_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM media_use WHERE digest = OLD.digest)
  OR EXISTS (SELECT 1 FROM rendition AS r CROSS JOIN media_use AS u ON u.digest = r.digest WHERE r.medium = OLD.digest)
BEGIN SELECT RAISE(ABORT, 'a medium that is used, or was erased, is never deleted'); END;

CREATE TRIGGER rendition_kept BEFORE UPDATE ON rendition
WHEN (SELECT erased_at FROM medium WHERE digest = OLD.medium) IS NULL
BEGIN SELECT RAISE(ABORT, 'a rendition is immutable'); END;
