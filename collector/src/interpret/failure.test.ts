import { describe, expect, it } from 'vitest'
import { interpret } from './interpret.ts'
import type { PlainItem } from './testing/item.ts'
import { testItem } from './testing/item.ts'

const exception = (more: Readonly<Record<string, unknown>> = {}) => ({
  name: 'exception',
  attributes: { 'exception.type': 'TypeError', 'exception.message': 'no', ...more },
})

const cases: readonly [name: string, item: PlainItem, error: object | undefined][] = [
  ['unset status', {}, undefined],
  ['ok status', { status: { code: 1 } }, undefined],
  ['error status', { status: { code: 2, message: 'broke' } }, { message: 'broke' }],
  ['error status with an exception', { status: { code: 2 }, events: [exception()] }, { type: 'TypeError', message: 'no' }],
  ['error type with an unset status', { attributes: { 'error.type': '429' } }, { type: '429' }],
  ['error type before the exception’s', { attributes: { 'error.type': '429' }, events: [exception()] }, { type: '429', message: 'no' }],
  ['a caught exception', { events: [exception()] }, undefined],
  ['an escaped exception', { events: [exception({ 'exception.escaped': 'true' })] }, { type: 'TypeError', message: 'no' }],
  ['a flag of the dialect', { attributes: { 'gen_ai.tool.status': 'error' } }, {}],
  ['a refusal is an answer', { attributes: { 'gen_ai.response.finish_reasons': ['refusal'] } }, undefined],
  ['an unknown status code', { status: { code: 7 } }, undefined],
]

describe('failure', () => {
  for (const [name, item, error] of cases)
    it(name, () => {
      expect(interpret(testItem(item)).error).toEqual(error)
    })
})
