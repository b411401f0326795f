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

/** Modules of Node that can open a connection, under both of their names. */
const NETWORK = 'https?|http2|net|tls|dgram|dns|inspector'
/** What may be taken from them by name: it listens, or says what a number means. Types are nothing at all when the program runs. */
const LISTENING = new Set(['node:http createServer', 'node:http STATUS_CODES', 'node:http2 createServer', 'node:net createServer'])
/** Packages of others. Each was looked at: none calls anybody, but prices, of which only what gives the data that it carries is taken. */
const PACKAGES = new Set(['@ai-tracker/collector', '@ai-tracker/semconv', '@hono/node-server', 'better-sqlite3', 'hono', 're2js', 'zod'])
const PRICES = '@pydantic/genai-prices'
const PRICES_TAKEN = new Set(['waitForUpdate'])
/** What calls without being imported. */
const CALLS = /(?<![.\w-])fetch\b(?![:-])|globalThis\.fetch|\b(WebSocket|EventSource|XMLHttpRequest|sendBeacon)\b/

/** Why a source can open a connection to another program; empty when it cannot. */
function openers(source: string): readonly string[] {
  const code = source.replace(/^\s*(\/\*|\*|\/\/).*$/gm, '')
  const imports = [...code.matchAll(/^\s*(?:import|export)\s+([^'"();]*?)\s*from\s*['"]([^'"]+)['"]/gm)]
  const named = [...code.matchAll(/(\{[^{}]*\})\s*=\s*await\s+import\(\s*['"]([^'"]+)['"]/g)]
  const taken = [...imports, ...named].flatMap(([, clause = '', from = '']) => valuesOf(clause).map((name) => `${from} ${name}`))
  const loaded = [
    ...code.matchAll(/(?:^\s*import\s*|(?<!\}\s*=\s*await\s+)\b(?:import|require|getBuiltinModule)\(\s*)['"`]([^'"`]+)['"`]/gm),
  ]
  return [
    ...taken.filter((each) => !isHarmless(each)),
    ...loaded.map(([, from = '']) => `${from} as a whole`).filter((each) => !isHarmless(each)),
    ...(code.match(CALLS)?.slice(0, 1) ?? []),
  ]
}

/** Names that an import takes, but types; a star or a default is the whole module. */
function valuesOf(clause: string): readonly string[] {
  if (/^type\b/.test(clause)) return []
  const [, before = '', names = ''] = /^([^{]*)(?:\{([^}]*)\})?/.exec(clause) ?? []
  const whole = before.replace(/[\s,]/g, '') === '' ? [] : ['as a whole']
  const single = names.split(',').map((name) => name.trim().replace(/\s+as\s.*/s, ''))
  return [...whole, ...single.filter((name) => name !== '' && !name.startsWith('type '))]
}

function isHarmless(taken: string): boolean {
  const [from = '', name = ''] = taken.split(/ (.*)/s)
  if (from.startsWith('.')) return true
  if (new RegExp(`^(node:)?(${NETWORK})(/|$)`).test(from)) return LISTENING.has(taken)
  if (from === PRICES || from.startsWith(`${PRICES}/`)) return PRICES_TAKEN.has(name)
  return (
    from.startsWith('node:') ||
    PACKAGES.has(
      from
        .split('/')
        .slice(0, from.startsWith('@') ? 2 : 1)
        .join('/'),
    )
  )
}

describe('nothing leaves the machine', () => {
  const sources = (folder: string) =>
    globSync(`${folder}/**/*.{ts,cjs}`, { cwd: root }).filter((path) => !/\.test\.ts$|\/testing\/|node_modules/.test(path))

  it.each([
    ['collector/src', 200],
    ['semconv/src', 3],
  ])('no source of %s opens a connection', (folder, least) => {
    expect(sources(folder).length).toBeGreaterThan(least)
    expect(sources(folder).flatMap((path) => openers(read(path)).map((what) => `${path}: ${what}`))).toEqual([])
  })

  it('the command line calls the collector, and asks whether something listens, in these places only', () => {
    const found = sources('packages/cli').flatMap((path) => openers(read(path)).map((what) => `${path.replaceAll('\\', '/')}: ${what}`))
    expect(found.sort()).toEqual([
      'packages/cli/src/doctor/collector.ts: fetch',
      'packages/cli/src/doctor/ports.ts: node:net connect',
      'packages/cli/src/transport.ts: fetch',
    ])
  })

  it.each([
    "await fetch('http://x')",
    'await globalThis.fetch(url)',
    'const call = fetch',
    "import { request } from 'node:http'",
    "import http from 'node:http'",
    "import * as net from 'node:net'",
    "import * as net from 'net'",
    "import { type Socket, connect } from 'node:net'",
    "import { createServer as open, get as shut } from 'node:http'",
    "import http, { createServer } from 'node:http'",
    "import {\n  createServer,\n  request,\n} from 'node:http'",
    "import x from 'node:dns/promises'",
    "import 'node:https'",
    "export { request } from 'node:https'",
    "const { request } = await import('node:http')",
    "const { updatePrices } = await import('@pydantic/genai-prices')",
    "const http = await import('node:http')",
    "const http = require('http')",
    "process.getBuiltinModule('node:net')",
    "import { request } from 'undici'",
    "import { updatePrices } from '@pydantic/genai-prices'",
    'new WebSocket(url)',
  ])('and %s would be found', (text) => expect(openers(text)).not.toEqual([]))

  it.each([
    "import { createServer, type IncomingMessage } from 'node:http'",
    "import type { Socket } from 'node:net'",
    "import { request } from './request.ts'",
    "const { waitForUpdate } = await import('@pydantic/genai-prices')",
    'import FILE… takes "x"',
    'listen({ fetch: app.fetch })',
    '// fetch it',
  ])('but not %s', (text) => expect(openers(text)).toEqual([]))

  it('the page has no address of another host to fetch from', () => {
    const page = globSync('packages/web/src/**/*.{ts,tsx,css}', { cwd: root }).filter((path) => !/\.test\.tsx?$/.test(path))
    const fetches = page.filter((path) => /(fetch|EventSource|Worker|import)\(\s*['"`](https?:)?\/\//.test(read(path)))
    expect([page.length > 50, fetches]).toEqual([true, []])
  })
})
