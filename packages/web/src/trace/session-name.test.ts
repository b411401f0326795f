import { expect, it } from 'vitest'
import { sessionName } from './session-name.ts'

const nameless = { title: null, preview: null, workflow: null, rootName: null, traceId: '0123456789abcdef0123456789abcdef' }

it.each([
  { name: 'its title', session: { ...nameless, title: 'T', preview: 'P', workflow: 'W', rootName: 'R' }, expected: 'T' },
  { name: 'its first prompt', session: { ...nameless, title: '', preview: 'P', workflow: 'W' }, expected: 'P' },
  { name: 'its workflow', session: { ...nameless, workflow: 'W', rootName: 'R' }, expected: 'W' },
  { name: 'its root span', session: { ...nameless, rootName: 'R' }, expected: 'R' },
  { name: 'its trace id', session: nameless, expected: '01234567' },
])('calls a session by $name', ({ session, expected }) => expect(sessionName(session)).toBe(expected))
