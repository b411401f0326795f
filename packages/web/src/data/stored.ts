/**
 * What the browser keeps for us: preferences for good (`localStorage`), the token for as long as the tab lives (`sessionStorage`).
 * A browser that keeps nothing (blocked storage) throws; then the value lasts until the page is left.
 */
export type Keeper = 'localStorage' | 'sessionStorage'

/** The stored text; undefined when there is none. */
export function readStored(keeper: Keeper, key: string): string | undefined {
  try {
    return globalThis[keeper].getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** Stores a text; undefined removes it. */
export function writeStored(keeper: Keeper, key: string, value: string | undefined): void {
  try {
    if (value === undefined) globalThis[keeper].removeItem(key)
    else globalThis[keeper].setItem(key, value)
  } catch {
    // Not kept: the page works without.
  }
}
