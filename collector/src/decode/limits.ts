/** Lists and maps within each other; SQLite's JSON functions and the decoders of other receivers stop not far beyond. */
export const MAX_VALUE_DEPTH = 64

/** Why an item with deeper values is refused. */
export const TOO_DEEP = `an attribute value is nested deeper than ${MAX_VALUE_DEPTH} levels`
