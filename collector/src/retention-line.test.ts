import { expect, it } from 'vitest'
import { retentionLine } from './retention-line.ts'

it.each([
  [{ maxAgeDays: null, maxBytes: null }, 'retention: nothing is removed by itself; --retention-days and --retention-size set limits'],
  [
    { maxAgeDays: null, maxBytes: 20_000_000_000 },
    'retention: the oldest sessions go when the database is larger than 20 GB; pinned ones stay',
  ],
  [{ maxAgeDays: 1, maxBytes: null }, 'retention: sessions go a day after the last of them came; pinned ones stay'],
  [
    { maxAgeDays: 90, maxBytes: 21_474_836_480 },
    'retention: sessions go 90 days after the last of them came, and the oldest sessions go when the database is larger than 20 GiB; pinned ones stay',
  ],
])('says what %j means', (policy, line) => expect(retentionLine(policy)).toBe(line))
