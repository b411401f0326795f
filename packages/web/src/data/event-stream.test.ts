import { describe, expect, it } from 'vitest'
import { createEventReader } from './event-stream.ts'

const cases: readonly { readonly name: string; readonly pieces: readonly string[]; readonly events: readonly string[] }[] = [
  { name: 'one event', pieces: ['data: {"id":1}\n\n'], events: ['{"id":1}'] },
  { name: 'two events in one piece', pieces: ['data: a\n\ndata: b\n\n'], events: ['a', 'b'] },
  { name: 'an event in three pieces', pieces: ['da', 'ta: a', '\n\n'], events: ['a'] },
  { name: 'a line break between pieces', pieces: ['data: a\n', '\n'], events: ['a'] },
  { name: 'carriage returns, also between pieces', pieces: ['data: a\r', '\n\r\n'], events: ['a'] },
  { name: 'several lines of data', pieces: ['data: a\ndata: b\n\n'], events: ['a\nb'] },
  { name: 'no blank behind the colon', pieces: ['data:a\n\n'], events: ['a'] },
  { name: 'comments and other fields', pieces: [': live\n\nevent: x\nid: 1\ndata: a\n\n'], events: ['a'] },
  { name: 'an event that never ends', pieces: ['data: a\n'], events: [] },
]

describe('createEventReader', () => {
  it.each(cases)('reads $name', ({ pieces, events }) => {
    const reader = createEventReader()
    expect(pieces.flatMap((piece) => reader.push(piece))).toEqual(events)
  })
})
