-- What is published, by its words. The columns of `search_text` hold stems, each with its locale before it ("nb.fisk"), made by
-- content/search: so that any SQLite with FTS5 can read it, and no connection needs a tokenizer of ours. `about` holds kind and
-- topics in the same way. With secure-delete, a word that is removed is gone from the pages of the index, and not only marked.

CREATE INDEX change_record ON change (id, locale, seq);

-- `seq` is the change that made the record news, its last major edition: the order of the index is that of the news.
CREATE TABLE search_record (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE REFERENCES change (seq),
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search_text USING fts5(title, lead, body, about, columnsize=0, tokenize="ascii tokenchars '.-'");
INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1);

-- Every stem that is in `search_text`, once for each locale, and its plain form between "=", in trigrams.
CREATE TABLE search_word (
    number INTEGER PRIMARY KEY,
    locale TEXT NOT NULL,
    stem TEXT NOT NULL,
    UNIQUE (locale, stem)
) STRICT;

CREATE VIRTUAL TABLE search_part USING fts5(locale, plain, columnsize=0, tokenize="trigram case_sensitive 1");
INSERT INTO search_part (search_part, rank) VALUES ('secure-delete', 1);

-- Lists know titles; words are looked for in the index.
ALTER TABLE live DROP COLUMN words;
