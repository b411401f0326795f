import { describe, expect, it } from 'vitest'
import { shownStatus, statusFilter } from './status.ts'

const MINUTE = 60_000_000_000n
const NOW = 1000n * MINUTE

describe('statusFilter', () => {
  it.each([
    ['completed', { kind: 'status', status: 'completed' }],
    ['COMPLETED', { kind: 'status', status: 'completed' }],
    ['failed', { kind: 'status', status: 'failed' }],
    ['canceled', { kind: 'status', status: 'cancelled' }],
    ['skipped', { kind: 'status', status: 'cancelled' }],
    ['pending', { kind: 'status', status: 'pending' }],
    ['running', { kind: 'running', silentSinceNs: 970n * MINUTE }],
    ['started', { kind: 'running', silentSinceNs: 970n * MINUTE }],
    ['in_progress', { kind: 'running', silentSinceNs: 970n * MINUTE }],
    ['In Progress', { kind: 'running', silentSinceNs: 970n * MINUTE }],
    ['abandoned', { kind: 'abandoned', silentSinceNs: 970n * MINUTE }],
    ['published', { kind: 'outcome', outcome: 'published' }],
    ['Published', { kind: 'outcome', outcome: 'Published' }],
    ['constructor', { kind: 'outcome', outcome: 'constructor' }],
  ])('reads %s', (word, expected) => {
    expect(statusFilter(word, NOW)).toEqual(expected)
  })
})

describe('shownStatus', () => {
  it.each([
    ['running', 970n, 'running'],
    ['running', 969n, 'abandoned'],
    ['completed', 0n, 'completed'],
    ['failed', 0n, 'failed'],
    ['skipped', 0n, 'cancelled'],
  ] as const)('shows %s, last heard of in minute %s, as %s', (status, minute, expected) => {
    expect(shownStatus({ status, receivedNs: minute * MINUTE }, NOW)).toBe(expected)
  })
})
