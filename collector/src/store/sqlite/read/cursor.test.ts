import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../domain/app-error.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'

const field = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))

describe('cursors', () => {
  it('give back what was put in', () => {
    fc.assert(fc.property(fc.array(field), (place) => void expect(fromCursor('list', toCursor('list', place))).toEqual(place)))
  })

  it('are refused when they are not ours, whatever they are', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(() => fromCursor('list', text)).toThrow(AppError)))
  })

  it.each([
    ['another list', toCursor('other', [1])],
    ['an object that is no integer', Buffer.from('["list",{"n":"1.5"}]').toString('base64url')],
    ['an integer beyond 64 bits', Buffer.from('["list",{"n":"9223372036854775808"}]').toString('base64url')],
    ['a nested list', Buffer.from('["list",[1]]').toString('base64url')],
    ['a boolean', Buffer.from('["list",true]').toString('base64url')],
  ])('are refused with %s', (_, cursor) => {
    expect(() => fromCursor('list', cursor)).toThrow(/cursor does not belong/)
  })

  it.each([[[]], [['1']], [[1.5]], [[null]]])('have no integer in %j', (place) => {
    expect(() => integerAt(place, 0)).toThrow(AppError)
  })
})
