import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { interpret } from './interpret.ts'
import { testItem } from './testing/item.ts'

const fixtures = new URL('./fixtures/', import.meta.url)

/** A record as text for people: without the span itself, integers of 64 bits as `12n`. */
function printed(value: object): string {
  return `${JSON.stringify(value, (key, inner: unknown) => (key === 'item' ? undefined : typeof inner === 'bigint' ? `${inner}n` : inner), 2)}\n`
}

// To add a case, add a folder with `span.json`; `vitest -u` writes the record, which has to be read before it is kept.
describe('golden spans', () => {
  for (const name of readdirSync(fixtures))
    it(name, async () => {
      const item = testItem(JSON.parse(readFileSync(new URL(`${name}/span.json`, fixtures), 'utf8')))
      await expect(printed(interpret(item))).toMatchFileSnapshot(`fixtures/${name}/expected.json`)
    })
})
