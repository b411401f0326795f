import type { SqliteDatabase } from '../store/sqlite/database.ts'

/**
 * Types that carry a registry of read functions across the thread border.
 *
 * A read function gets a connection inside one read transaction and one argument. A function whose name starts with `stream`
 * is a generator: its chunks are pulled one by one, all within one transaction. Arguments, results and chunks are cloned, so
 * they are plain data (bigint, Date, Map and bytes included).
 */

/** A registry: `{ listSessions(db, args) { … }, *streamSpans(db, args) { … } }`. */
export type ReadFunctions = Readonly<Record<string, (db: SqliteDatabase, args: never) => unknown>>

/** Names that stand for generators. */
export type StreamName<F> = Extract<keyof F, `stream${string}`>

/** Names that stand for plain calls. */
export type CallName<F> = Exclude<Extract<keyof F, string>, StreamName<F>>

type ArgsOf<T> = T extends (db: SqliteDatabase, args: infer A) => unknown ? A : never
type ResultOf<T> = T extends (...parameters: never[]) => infer R ? Awaited<R> : never
type ChunkOf<T> = T extends (...parameters: never[]) => Iterable<infer C> ? C : never

/**
 * What the HTTP thread sees of a registry: the same names, without the connection, answered later. Calls and streams throw
 * what the function threw, or `unavailable` when it took too long or the pool is closed.
 */
export type ReaderPort<F> = {
  readonly [N in CallName<F>]: (args: ArgsOf<F[N]>) => Promise<ResultOf<F[N]>>
} & {
  readonly [N in StreamName<F>]: (args: ArgsOf<F[N]>) => AsyncIterable<ChunkOf<F[N]>>
}
