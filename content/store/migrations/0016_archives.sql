-- Feeds with a memory: a feed is the sequence of the changes that touch it, silent ones left out, in pages of 50 places. No row for each
-- feed of each change: a change of a locale has a place in the feed of its locale and in that of its kind, and only topics are noted.

-- What is silent is told by no feed, and every question that asks for a locale leaves it out.
DROP INDEX change_locale;
DROP INDEX change_locale_kind;
CREATE INDEX change_locale ON change (locale, seq) WHERE silent = 0;
CREATE INDEX change_locale_kind ON change (locale, kind, seq) WHERE silent = 0;

-- The topics that the record was in before a change, or is in after it: the feeds of these topics have the change, too.
CREATE TABLE change_topic (
    locale TEXT NOT NULL,
    topic TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES change (seq),
    kind TEXT NOT NULL,
    PRIMARY KEY (locale, topic, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_topic_kind ON change_topic (locale, topic, kind, seq);

-- `places` is how many changes have a place in the feed of a list, `latest` the newest time of any of them.
ALTER TABLE list_head ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
ALTER TABLE list_head ADD COLUMN latest INTEGER NOT NULL DEFAULT 0;

-- A page that is full: the change in its last place, and the newest time of any place up to that one.
CREATE TABLE archive (
    locale TEXT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    last_seq INTEGER NOT NULL REFERENCES change (seq),
    latest INTEGER NOT NULL,
    PRIMARY KEY (locale, topic, kind, number)
) STRICT, WITHOUT ROWID;

-- What was withdrawn, redirected or is gone, by when: in the list of everything (topic ''), and in that of each topic of its last edition.
CREATE TABLE taken_back (
    locale TEXT NOT NULL,
    topic TEXT NOT NULL,
    at INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (locale, topic, at, id),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale)
) STRICT, WITHOUT ROWID;

CREATE INDEX taken_back_kind ON taken_back (locale, topic, kind, at, id);
CREATE INDEX taken_back_record ON taken_back (id, locale);

INSERT INTO change_topic (locale, topic, seq, kind)
SELECT DISTINCT c.locale, substr(t.value, length('topic:' || c.locale || ':') + 1), c.seq, c.kind
FROM change AS c CROSS JOIN json_each(c.tags) AS t
WHERE c.silent = 0 AND substr(t.value, 1, length('topic:' || c.locale || ':')) = 'topic:' || c.locale || ':'
  -- A topic's own tag says that its label has moved, not that it is about itself.
  AND NOT EXISTS (SELECT 1 FROM topic_key AS k
      WHERE k.id = c.id AND t.value = 'topic:' || c.locale || ':' || k.key
        AND NOT EXISTS (SELECT 1 FROM membership AS m WHERE m.id = c.id AND m.locale = c.locale AND m.topic = k.key));

WITH place AS (
    SELECT locale, '' AS topic, '' AS kind, seq FROM change WHERE silent = 0
    UNION ALL SELECT locale, '', kind, seq FROM change WHERE silent = 0
    UNION ALL SELECT locale, topic, '', seq FROM change_topic
    UNION ALL SELECT locale, topic, kind, seq FROM change_topic
), numbered AS (
    SELECT p.locale, p.topic, p.kind, p.seq, row_number() OVER so_far AS place, max(c.at) OVER so_far AS latest
    FROM place AS p JOIN change AS c ON c.seq = p.seq
    WINDOW so_far AS (PARTITION BY p.locale, p.topic, p.kind ORDER BY p.seq ROWS UNBOUNDED PRECEDING)
)
INSERT INTO archive (locale, topic, kind, number, last_seq, latest)
SELECT locale, topic, kind, place / 50, seq, latest FROM numbered WHERE place % 50 = 0;

WITH place AS (
    SELECT locale, '' AS topic, '' AS kind, seq FROM change WHERE silent = 0
    UNION ALL SELECT locale, '', kind, seq FROM change WHERE silent = 0
    UNION ALL SELECT locale, topic, '', seq FROM change_topic
    UNION ALL SELECT locale, topic, kind, seq FROM change_topic
), counted AS (
    SELECT p.locale, p.topic, p.kind, count(*) AS places, max(c.at) AS latest
    FROM place AS p JOIN change AS c ON c.seq = p.seq GROUP BY p.locale, p.topic, p.kind
)
UPDATE list_head SET places = counted.places, latest = counted.latest FROM counted
WHERE list_head.locale = counted.locale AND list_head.topic = counted.topic AND list_head.kind = counted.kind;

INSERT INTO taken_back (locale, topic, at, id, kind)
SELECT locale, '', changed_at, id, kind FROM standing WHERE state IN ('withdrawn', 'redirected', 'gone');
INSERT INTO taken_back (locale, topic, at, id, kind)
SELECT m.locale, m.topic, s.changed_at, m.id, m.kind FROM membership AS m
JOIN standing AS s ON s.id = m.id AND s.locale = m.locale WHERE s.state IN ('withdrawn', 'redirected', 'gone');
