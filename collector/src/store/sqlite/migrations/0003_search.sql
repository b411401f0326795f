-- Full text: one document per span, whose rowid is the span's row. The texts themselves are in spans, calls, action_rows and facts, so
-- the index keeps none (contentless); a document can be taken out again. It is filled by the writer in its pauses, see search-index.ts.
--   text   what a person would look for, made ready by search-text.ts
--   trace  the integer of the span's trace, so that one trace can be asked without walking through every match
-- Words, not trigrams: those take five times the room, and need it to find what search-text.ts gives by other means.
CREATE VIRTUAL TABLE search USING fts5 (
  text,
  trace,
  content = '',
  contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2'
);

-- Spans at or before the cursor (settings: search_cursor) whose document is out of date.
CREATE TABLE search_changes (
  span INTEGER PRIMARY KEY,
  own  INTEGER NOT NULL -- 1 = the span itself changed; 0 = only the call before it did
) STRICT;

-- Indexes over tables that may be large already are made by the writer, see late-indexes.ts.
INSERT INTO jobs (kind) VALUES ('indexes');
