import { describe, expect, it } from 'vitest'
import { waysIn } from './ways.ts'

const wanted = { id: 3, origin: 'http://127.0.0.1:4318', file: '/data/tracker.db', needsToken: false }
const texts = (more: Partial<typeof wanted> | { file: null }) => waysIn({ ...wanted, ...more }).map(({ text }) => text)

describe('ways to ask for a session', () => {
  it('name the session, the database and the collector', () => {
    const [cli, rest, sql] = texts({})
    expect(cli).toBe('npx tracker session show 3 --db /data/tracker.db\nnpx tracker session export 3 --format otlp --db /data/tracker.db')
    expect(rest).toBe("curl http://127.0.0.1:4318/api/v1/sessions/3\ncurl 'http://127.0.0.1:4318/api/v1/export?signal=all&session=3'")
    expect(sql).toContain('npx tracker sql --db /data/tracker.db "SELECT')
  })
  it('say where the token goes', () =>
    expect(texts({ needsToken: true })[1]).toContain('curl -H "Authorization: Bearer $TRACKER_TOKEN" http'))
  it('quote a path for the shell', () => expect(texts({ file: "/my data/it's.db" })[0]).toContain(`--db '/my data/it'\\''s.db'`))
  it('do without the path while it is not known', () => expect(texts({ file: null })[0]).not.toContain('--db'))
})
