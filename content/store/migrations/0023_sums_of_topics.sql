-- The same two triggers, led by the index of the record: `+` keeps SQLite from going over everything in the locale instead.

DROP TRIGGER standing_counts_topics;
CREATE TRIGGER standing_counts_topics AFTER UPDATE OF state ON standing WHEN NEW.state = 'published' AND OLD.state <> 'published'
BEGIN
    INSERT INTO topic_sum (locale, topic, kind, editions)
    SELECT locale, topic, kind, 1 FROM membership WHERE id = NEW.id AND +locale = NEW.locale
    ON CONFLICT (locale, topic, kind) DO UPDATE SET editions = editions + 1;
END;

DROP TRIGGER standing_counts_topics_no_more;
CREATE TRIGGER standing_counts_topics_no_more AFTER UPDATE OF state ON standing WHEN NEW.state <> 'published' AND OLD.state = 'published'
BEGIN
    UPDATE topic_sum SET editions = editions - 1 WHERE (locale, topic, kind) IN
        (SELECT locale, topic, kind FROM membership WHERE id = NEW.id AND +locale = NEW.locale);
END;
