import type { CutText } from '../contract.ts'
import { beginning } from '../domain/text.ts'

/** A value with every string over some length cut, and where that was. */
export interface Cut<T> {
  readonly value: T
  readonly cut: readonly CutText[]
}

/** Cuts the strings of a JSON value, at any depth, to `maxLength` UTF-16 units. Keys of objects are ours and stay. */
export function cutTexts<T>(value: T, maxLength: number): Cut<T> {
  const cut: CutText[] = []
  const visit = (item: unknown, at: string): unknown => {
    if (typeof item === 'string') {
      if (item.length <= maxLength) return item
      cut.push({ at, length: item.length })
      return beginning(item, maxLength)
    }
    if (Array.isArray(item)) return item.map((element, index) => visit(element, `${at}/${index}`))
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(Object.entries(item).map(([key, field]) => [key, visit(field, `${at}/${escaped(key)}`)]))
  }
  return { value: visit(value, '') as T, cut } // the same shape: strings stay strings
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** What a JSON pointer (RFC 6901) leads to; `undefined` where there is nothing. Only own members count. */
export function valueAt(value: unknown, pointer: string): unknown {
  if (pointer === '') return value
  if (!pointer.startsWith('/')) return undefined
  let found = value
  for (const step of pointer.slice(1).split('/')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof found !== 'object' || found === null || !isMember(found, key)) return undefined
    found = Reflect.get(found, key)
  }
  return found
}

/** An index of a list is written without leading zeros, and `length` is no member of it. */
function isMember(value: object, key: string): boolean {
  return Object.hasOwn(value, key) && (!Array.isArray(value) || /^(0|[1-9]\d*)$/.test(key))
}
