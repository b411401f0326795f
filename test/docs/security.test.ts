import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('SECURITY.md', () => {
  const named = [...read('SECURITY.md').matchAll(/`([\w./-]+\.test\.tsx?)`/g)].map(([, path = '']) => path)

  it('names tests', () => expect(named.length).toBeGreaterThan(20))

  it.each(named)('names %s, which is there', (path) => expect(existsSync(join(root, path))).toBe(true))

  it('is named by the README', () => expect(read('README.md')).toContain('](SECURITY.md)'))
})

/** What opens a connection to another program. Words such as `client.request` of our own are none. */
const OPENS =
  /(?<![.\w])fetch\(|['"]node:(https|tls|dgram|dns)(\/promises)?['"]|import \{[^}]*\b(request|get|connect|createConnection)\b[^}]*\} from 'node:(http|http2|net)'|new WebSocket\(/

describe('nothing leaves the machine', () => {
  const sources = globSync('collector/src/**/*.ts', { cwd: root }).filter((path) => !/\.test\.ts$|\/testing\//.test(path))

  it('no source of the collector opens a connection', () => {
    expect(sources.length).toBeGreaterThan(200)
    expect(sources.filter((path) => OPENS.test(read(path)))).toEqual([])
  })

  it.each([
    "await fetch('http://x')",
    "import { request } from 'node:http'",
    "import { type Socket, connect } from 'node:net'",
    "import x from 'node:dns/promises'",
  ])('and %s would be found', (text) => expect(text).toMatch(OPENS))

  it('the page has no address of another host to fetch from', () => {
    const page = globSync('packages/web/src/**/*.{ts,tsx,css}', { cwd: root }).filter((path) => !/\.test\.tsx?$/.test(path))
    const fetches = page.filter((path) => /(fetch|EventSource|Worker|import)\(\s*['"`](https?:)?\/\//.test(read(path)))
    expect([page.length > 50, fetches]).toEqual([true, []])
  })
})
