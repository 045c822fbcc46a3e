-- How many there are of each sort, so that nobody has to go over everything that is live to tell. All of it follows from the tables that the
-- triggers stand on; a name of '' stands for what is not there.

-- What the checks say of each live edition: its evidence, a check made again since, whether people have answered about its evidence.
CREATE VIEW checked AS
SELECT s.id, s.locale, s.kind,
    coalesce(v.ruleset, '') AS ruleset, coalesce(v.outcome, '') AS outcome, coalesce(v.publishable, 1) AS publishable,
    coalesce(k.ruleset, '') AS again, coalesce(k.outcome, '') AS again_outcome, coalesce(k.failures <> '{}', 0) AS again_fails,
    w.id IS NOT NULL AS answered
FROM standing AS s
    LEFT JOIN evidence AS v ON v.id = s.id AND v.locale = s.locale AND v.edition = s.edition
    LEFT JOIN recheck AS k ON k.id = s.id AND k.locale = s.locale AND k.edition = s.edition
    LEFT JOIN settled AS w ON w.id = s.id AND w.locale = s.locale AND w.edition = s.edition
WHERE s.state = 'published';

-- A row for each combination of these.
CREATE TABLE checked_sum (
    number INTEGER PRIMARY KEY,
    locale TEXT NOT NULL,
    kind TEXT NOT NULL,
    ruleset TEXT NOT NULL,
    outcome TEXT NOT NULL,
    publishable INTEGER NOT NULL,
    again TEXT NOT NULL,
    again_outcome TEXT NOT NULL,
    again_fails INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    editions INTEGER NOT NULL CHECK (editions >= 0),
    UNIQUE (locale, kind, ruleset, outcome, publishable, again, again_outcome, again_fails, answered)
) STRICT;

-- Where each live edition is counted. `amiss` where it may be one to repair.
CREATE TABLE counted (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES checked_sum (number),
    amiss INTEGER NOT NULL CHECK (amiss IN (0, 1)),
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale)
) STRICT, WITHOUT ROWID;

CREATE INDEX counted_amiss ON counted (id, locale) WHERE amiss = 1;

-- How many records of a kind are live in some locale.
CREATE TABLE record_sum (
    kind TEXT NOT NULL PRIMARY KEY,
    records INTEGER NOT NULL CHECK (records >= 0)
) STRICT, WITHOUT ROWID;

-- How many live editions of a kind have a topic.
CREATE TABLE topic_sum (
    locale TEXT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    editions INTEGER NOT NULL CHECK (editions >= 0),
    PRIMARY KEY (locale, topic, kind)
) STRICT, WITHOUT ROWID;

INSERT INTO checked_sum (locale, kind, ruleset, outcome, publishable, again, again_outcome, again_fails, answered, editions)
SELECT locale, kind, ruleset, outcome, publishable, again, again_outcome, again_fails, answered, count(*) FROM checked
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;

INSERT INTO counted (id, locale, number, amiss)
SELECT c.id, c.locale, g.number, c.publishable = 0 OR c.again_fails OR c.answered FROM checked AS c CROSS JOIN checked_sum AS g
ON g.locale = c.locale AND g.kind = c.kind AND g.ruleset = c.ruleset AND g.outcome = c.outcome AND g.publishable = c.publishable
    AND g.again = c.again AND g.again_outcome = c.again_outcome AND g.again_fails = c.again_fails AND g.answered = c.answered;

INSERT INTO record_sum (kind, records) SELECT kind, count(DISTINCT id) FROM standing WHERE state = 'published' GROUP BY kind;

INSERT INTO topic_sum (locale, topic, kind, editions)
SELECT m.locale, m.topic, m.kind, count(*) FROM membership AS m
CROSS JOIN standing AS s ON s.id = m.id AND s.locale = m.locale AND s.state = 'published' GROUP BY 1, 2, 3;

-- What is put here is counted anew. No upserts below: where the statement that a trigger follows says OR REPLACE, so does all in the trigger.
CREATE VIEW recount AS SELECT id, locale FROM counted;

CREATE TRIGGER recount_one INSTEAD OF INSERT ON recount
BEGIN
    DELETE FROM counted WHERE id = NEW.id AND locale = NEW.locale;
    INSERT INTO checked_sum (locale, kind, ruleset, outcome, publishable, again, again_outcome, again_fails, answered, editions)
    SELECT locale, kind, ruleset, outcome, publishable, again, again_outcome, again_fails, answered, 0 FROM checked AS c
    WHERE id = NEW.id AND locale = NEW.locale AND NOT EXISTS (SELECT 1 FROM checked_sum AS g
        WHERE g.locale = c.locale AND g.kind = c.kind AND g.ruleset = c.ruleset AND g.outcome = c.outcome AND g.publishable = c.publishable
            AND g.again = c.again AND g.again_outcome = c.again_outcome AND g.again_fails = c.again_fails AND g.answered = c.answered);
    INSERT INTO counted (id, locale, number, amiss)
    SELECT c.id, c.locale, g.number, c.publishable = 0 OR c.again_fails OR c.answered FROM checked AS c CROSS JOIN checked_sum AS g
    ON g.locale = c.locale AND g.kind = c.kind AND g.ruleset = c.ruleset AND g.outcome = c.outcome AND g.publishable = c.publishable
        AND g.again = c.again AND g.again_outcome = c.again_outcome AND g.again_fails = c.again_fails AND g.answered = c.answered
    WHERE c.id = NEW.id AND c.locale = NEW.locale;
END;

CREATE TRIGGER counted_in AFTER INSERT ON counted
BEGIN
    UPDATE checked_sum SET editions = editions + 1 WHERE number = NEW.number;
    INSERT INTO record_sum (kind, records) SELECT kind, 0 FROM checked_sum AS g WHERE number = NEW.number
        AND NOT EXISTS (SELECT 1 FROM record_sum AS r WHERE r.kind = g.kind);
    UPDATE record_sum SET records = records + 1 WHERE kind = (SELECT kind FROM checked_sum WHERE number = NEW.number)
        AND NOT EXISTS (SELECT 1 FROM counted WHERE id = NEW.id AND locale <> NEW.locale);
END;

CREATE TRIGGER counted_out AFTER DELETE ON counted
BEGIN
    UPDATE checked_sum SET editions = editions - 1 WHERE number = OLD.number;
    UPDATE record_sum SET records = records - 1 WHERE kind = (SELECT kind FROM checked_sum WHERE number = OLD.number)
        AND NOT EXISTS (SELECT 1 FROM counted WHERE id = OLD.id);
END;

CREATE TRIGGER standing_counts AFTER UPDATE ON standing WHEN NEW.state = 'published' OR OLD.state = 'published'
BEGIN INSERT INTO recount (id, locale) VALUES (NEW.id, NEW.locale); END;
CREATE TRIGGER evidence_counts AFTER INSERT ON evidence
BEGIN INSERT INTO recount (id, locale) VALUES (NEW.id, NEW.locale); END;
CREATE TRIGGER evidence_counts_again AFTER UPDATE ON evidence
BEGIN INSERT INTO recount (id, locale) VALUES (NEW.id, NEW.locale); END;
CREATE TRIGGER recheck_counts AFTER INSERT ON recheck
BEGIN INSERT INTO recount (id, locale) VALUES (NEW.id, NEW.locale); END;
CREATE TRIGGER recheck_counts_again AFTER UPDATE ON recheck
BEGIN INSERT INTO recount (id, locale) VALUES (NEW.id, NEW.locale); END;
CREATE TRIGGER recheck_counts_no_more AFTER DELETE ON recheck
BEGIN INSERT INTO recount (id, locale) VALUES (OLD.id, OLD.locale); END;
CREATE TRIGGER settled_counts AFTER INSERT ON settled
BEGIN INSERT INTO recount (id, locale) VALUES (NEW.id, NEW.locale); END;
CREATE TRIGGER settled_counts_again AFTER UPDATE ON settled
BEGIN INSERT INTO recount (id, locale) VALUES (NEW.id, NEW.locale); END;
CREATE TRIGGER settled_counts_no_more AFTER DELETE ON settled
BEGIN INSERT INTO recount (id, locale) VALUES (OLD.id, OLD.locale); END;

CREATE TRIGGER membership_counts AFTER INSERT ON membership
WHEN (SELECT state FROM standing WHERE id = NEW.id AND locale = NEW.locale) = 'published'
BEGIN
    INSERT INTO topic_sum (locale, topic, kind, editions) VALUES (NEW.locale, NEW.topic, NEW.kind, 1)
    ON CONFLICT (locale, topic, kind) DO UPDATE SET editions = editions + 1;
END;
CREATE TRIGGER membership_counts_no_more AFTER DELETE ON membership
WHEN (SELECT state FROM standing WHERE id = OLD.id AND locale = OLD.locale) = 'published'
BEGIN
    UPDATE topic_sum SET editions = editions - 1 WHERE locale = OLD.locale AND topic = OLD.topic AND kind = OLD.kind;
END;
CREATE TRIGGER standing_counts_topics AFTER UPDATE OF state ON standing WHEN NEW.state = 'published' AND OLD.state <> 'published'
BEGIN
    INSERT INTO topic_sum (locale, topic, kind, editions)
    SELECT locale, topic, kind, 1 FROM membership WHERE id = NEW.id AND locale = NEW.locale
    ON CONFLICT (locale, topic, kind) DO UPDATE SET editions = editions + 1;
END;
CREATE TRIGGER standing_counts_topics_no_more AFTER UPDATE OF state ON standing WHEN NEW.state <> 'published' AND OLD.state = 'published'
BEGIN
    UPDATE topic_sum SET editions = editions - 1 WHERE (locale, topic, kind) IN
        (SELECT locale, topic, kind FROM membership WHERE id = NEW.id AND locale = NEW.locale);
END;
