import { describe, expect, it } from 'vitest'
import { failureOf } from './failure.ts'

describe('failureOf', () => {
  it.each<readonly [string, unknown, string, string]>([
    ['an error', new RangeError('too long'), 'RangeError', 'too long'],
    ['an error with a code', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED', 'refused'],
    ['a text', 'no', '_OTHER', 'no'],
    ['nothing', undefined, '_OTHER', 'undefined'],
    ['an object', { message: 'plain' }, '_OTHER', 'plain'],
    ['one that cannot be read', { get message() { throw new Error('no') }, toString() { throw new Error('no') } }, '_OTHER', 'an error that cannot be read'], // biome-ignore format: one line
  ])('reads %s', (...[, error, type, message]) => expect(failureOf(error)).toMatchObject({ type, message }))
})
