/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What every list answers, also below a session. Pass `nextCursor` as `cursor` to get the next page; null = this was the last one. */
export interface List<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** What every refused request answers. */
export interface ErrorBody {
  readonly error: {
    readonly code: string
    /** Names the thing, what was found and what to do. */
    readonly message: string
    /** What an ambiguous id may mean; only with code `ambiguous`. */
    readonly candidates?: readonly string[]
  }
}

/** Why work failed. */
export interface ErrorInfo {
  readonly type: string | null
  readonly message: string | null
}
