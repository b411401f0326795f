import { describe, expect, it } from 'vitest'
import { openTestStore, session, type TestStore } from '../../../api/testing/test-store.ts'
import { AppError } from '../../../domain/app-error.ts'
import { resolveSession } from './resolve.ts'

const A = 'abcd1000000000000000000000000001'
const B = 'abcd2000000000000000000000000002'
const C = '12340000000000000000000000000003'

/** Session 1: trace A, key `run`. Session 2: trace B, key `1`. Session 3: trace C. The integer 9 once was session 3. */
async function threeSessions(): Promise<TestStore> {
  const store = await openTestStore()
  await store.write(
    session({ trace: A, id: 'aa00000000000001' }, 'w', { 'tracker.session.key': 'run' }),
    session({ trace: B, id: '1234567812345678', at: 1 }, 'w', { 'tracker.session.key': '1' }),
    session({ trace: C, id: 'cc', at: 2 }, 'w'),
  )
  store.db.prepare('INSERT INTO session_aliases (old_id, session_id) VALUES (8, 9), (9, 3)').run()
  return store
}

describe('resolveSession', () => {
  it.each([
    ['an integer', '2', 2],
    ['an integer that was joined to another session', '9', 3],
    ['an integer that was joined twice', '8', 3],
    ['a whole trace id', A, 1],
    ['a whole trace id in capitals', B.toUpperCase(), 2],
    ['a whole span id of digits', '1234567812345678', 2],
    ['a whole span id', 'aa00000000000001', 1],
    ['a beginning with a letter', 'abcd2', 2],
    ['a beginning in capitals', 'ABCD1', 1],
    ['a beginning of digits after hex:', 'hex:1234', 3],
    ['a key', 'key:run', 1],
    ['a key that looks like an integer', 'key:1', 2],
    ['a key without the word before it', 'run', 1],
  ])('takes %s', async (_, text, expected) => {
    const { db } = await threeSessions()
    expect(resolveSession(db, { workspaceId: 1, text })).toBe(expected)
  })

  it.each([
    ['an integer that is not there', '77', 'not_found', /no session 77/],
    ['digits that would be a beginning', '1234', 'not_found', /no session 1234/],
    ['a whole trace id that is not there', 'f'.repeat(32), 'not_found', /no session/],
    ['a key that is not there', 'key:nothing', 'not_found', /no session key:nothing/],
    ['a word', 'nothing', 'not_found', /^no session nothing: an id is an integer, at least 4 digits of a trace id, or a whole key$/],
    ['a fraction', '1.5', 'not_found', /^no session 1\.5: an id is an integer, at least 4 digits of a trace id, or a whole key$/],
    ['nothing', '', 'not_found', /no session/],
    ['too short a beginning', 'abc', 'invalid', /^no session abc: an id is an integer, at least 4 digits of a trace id, or a whole key$/],
    ['too short a beginning after hex:', 'hex:123', 'invalid', /at least 4 digits/],
    ['hex: before something else', 'hex:xyz!', 'invalid', /hex digits/],
    ['a session of another workspace', '1', 'not_found', /no session/],
  ])('refuses %s', async (name, text, ...[code, message]) => {
    const { db } = await threeSessions()
    const workspaceId = name.includes('workspace') ? 2 : 1
    const error = caught(() => resolveSession(db, { workspaceId, text }))
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('names the candidates of an ambiguous beginning', async () => {
    const { db } = await threeSessions()
    const error = caught(() => resolveSession(db, { workspaceId: 1, text: 'abcd' }))
    expect(error).toMatchObject({ code: 'ambiguous', candidates: [`1 ${A} invoke_workflow w`, `2 ${B} invoke_workflow w`] })
  })

  it('names the candidates of a key that two services use', async () => {
    const store = await openTestStore()
    const service = (name: string) => ({
      attributes: [{ key: 'service.name', value: name }],
      droppedAttributesCount: 0,
      entityRefs: [],
      schemaUrl: '',
    })
    const attributes = { 'tracker.session.key': 'demo' }
    await store.write(
      { trace: '1', id: '1', attributes, resource: service('x') },
      { trace: '2', id: '1', attributes, resource: service('y') },
    )
    expect(caught(() => resolveSession(store.db, { workspaceId: 1, text: 'key:demo' }))).toMatchObject({ code: 'ambiguous' })
  })
})

function caught(action: () => unknown): AppError {
  try {
    action()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
