/**
 * How much of what people and models said is stored, from all to nothing.
 *
 * | mode | content (prompts, answers, arguments and results of tools, inputs and outputs) | everything else |
 * |---|---|---|
 * | `full` | as sent | as sent |
 * | `redacted` | what rules match becomes `[redacted:<rule>]` | the same |
 * | `hashed` | each text becomes `[hashed:<32 hex digits>]`, an HMAC-SHA-256 with a local key, so that equal texts stay equal | as `redacted` |
 * | `off` | each text becomes `[off:<length> characters]` | as `redacted` |
 *
 * With `hashed` and `off`, lists of messages keep their shape: roles, types of parts, names of tools.
 */
export const CONTENT_MODES = ['full', 'redacted', 'hashed', 'off'] as const

/** One of `CONTENT_MODES`. */
export type ContentMode = (typeof CONTENT_MODES)[number]
