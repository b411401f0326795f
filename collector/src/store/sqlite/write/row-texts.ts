import { MAX_INLINE_UNITS } from '../../../domain/attribute-json.ts'
import type { Contents } from '../long-texts.ts'

/** How the texts of one row are stored: short ones in place, long ones as paths, each use counted. */
export interface RowTexts {
  /** The path of a long text. */
  path(text: string): number
  /** What a "text or path" column holds. The path is a bigint, as SQLite would take a number for a REAL. */
  column(text: string | undefined): string | bigint | null
}

/** Long texts of a row that are remembered. */
const REMEMBERED = 8

/** Texts of rows that belong to a workspace; every call counts as one use. */
export function createRowTexts(contents: Contents, workspaceId: number): RowTexts {
  // A row often holds one text twice: as an attribute and as what it means. A map would hash each of them, which takes longer.
  const known: { readonly text: string; readonly path: number }[] = []
  let next = 0
  const pathOf = (text: string): number => {
    const path = known.find((each) => each.text === text)?.path
    if (path !== undefined) return path
    const found = { text, path: contents.pathOf(workspaceId, text) }
    known[next++ % REMEMBERED] = found
    return found.path
  }
  const path = (text: string) => {
    const id = pathOf(text)
    contents.retain(id, 1)
    return id
  }
  return {
    path,
    column: (text) => (text === undefined ? null : text.length > MAX_INLINE_UNITS ? BigInt(path(text)) : text),
  }
}

/** A path in stored JSON. A string of the sender cannot look like this: its quotes are escaped, and so is a key that starts with `$`. */
const REF = /\{"\$ref":(\d+)\}/g

/** The paths that a stored row uses, one entry per use. @param columns JSON columns and "text or path" columns */
export function pathsIn(columns: { readonly json: readonly (string | null)[]; readonly texts: readonly unknown[] }): readonly number[] {
  const inJson = columns.json.flatMap((json) => (json ? Array.from(json.matchAll(REF), (match) => Number(match[1])) : []))
  const inColumns = columns.texts.flatMap((value) => (typeof value === 'number' ? [value] : []))
  return [...inJson, ...inColumns]
}
