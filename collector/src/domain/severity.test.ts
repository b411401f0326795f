import { describe, expect, it } from 'vitest'
import { isFailure, SEVERITIES, severityNumber, severityWord } from './severity.ts'

describe('severity', () => {
  it.each([
    ['below all', -1, null, false],
    ['unspecified', 0, null, false],
    ['TRACE', 1, 'trace', false],
    ['TRACE4', 4, 'trace', false],
    ['DEBUG', 5, 'debug', false],
    ['INFO', 9, 'info', false],
    ['WARN4', 16, 'warn', false],
    ['ERROR', 17, 'error', true],
    ['FATAL', 21, 'fatal', true],
    ['FATAL4', 24, 'fatal', true],
    ['above all', 25, null, true],
  ] as const)('%s', (...[, number, word, failed]) => {
    expect(severityWord(number)).toBe(word)
    expect(isFailure(number)).toBe(failed)
  })

  it('of a word begins at the number that has this word', () => {
    for (const word of SEVERITIES) {
      expect(severityWord(severityNumber(word))).toBe(word)
      expect(severityWord(severityNumber(word) - 1)).not.toBe(word)
    }
  })
})
