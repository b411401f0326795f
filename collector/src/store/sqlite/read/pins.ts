/** Whether a session is pinned, for the row `s` of `session_rows`: 1 or 0. */
export const IS_PINNED_SQL =
  'EXISTS (SELECT 1 FROM pins WHERE pins.workspace_id = s.workspace_id AND pins.key = s.key AND pins.key_scope = s.key_scope)'
