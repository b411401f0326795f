-- A path whose content_id is negative has the piece of that id with the escapes of a JSON string: what was said is stored once, be it sent
-- as it is or in JSON around it.
DROP VIEW content_texts;
CREATE VIEW content_texts (id, text) AS
SELECT
  leaf.id,
  (
    SELECT group_concat(text, '') FROM (
      WITH RECURSIVE chain (parent_id, content_id, depth) AS (
        SELECT leaf.parent_id, leaf.content_id, 0
        UNION ALL
        SELECT p.parent_id, p.content_id, depth + 1 FROM chain JOIN paths p ON p.id = chain.parent_id
      )
      SELECT iif(chain.content_id < 0, substr(json_quote(piece.text), 2, length(json_quote(piece.text)) - 2), piece.text) AS text
      FROM chain JOIN contents piece ON piece.id = abs(chain.content_id) ORDER BY depth DESC
    )
  )
FROM paths leaf;
