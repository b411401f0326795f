/**
 * Characters that act on whoever reads a text instead of being read: controls, which a terminal obeys, and what turns text around, breaks
 * lines or hides. The two joiners are part of emoji and of several scripts. Half a surrogate pair is not among them: `toWellFormed` first.
 * Errors of the API and all that the command line writes go by this set. The page has the same in a file of its own
 * (`visible-text.ts`), for nothing that runs in a browser comes from here. For `replace` only: it has a state otherwise.
 */
export const ACTING = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\u200c\u200d]]/gv

/** The same without the line feed, for texts of several lines. */
export const ACTING_BUT_NEWLINE = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\u200c\u200d\n]]/gv
