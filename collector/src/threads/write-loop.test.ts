import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import type { IngestRequest, RefusedRequest } from '../domain/ingest.ts'
import { NO_CONTENT } from '../domain/receipt.ts'
import type { RecordBatch, TelemetryWriter } from '../domain/telemetry-writer.ts'
import { createWriteLoop, type DecodedRequest, type WriteLoopNeeds } from './write-loop.ts'
import type { NumberedReply } from './writer-messages.ts'

/** A request whose body is its name; the batch made of it carries the name's length as workspace, so that writes can be told apart. */
const origin = { transport: 'http/json', userAgent: '', wireBytes: 0 }
const request = (name: string): IngestRequest => ({
  signal: 'traces',
  mediaType: 'test',
  body: new TextEncoder().encode(name),
  workspaceId: 1,
  origin,
})
const refusedRequest = (message: string): RefusedRequest => ({ signal: undefined, origin, code: 'unauthorized', message })

/** Workspaces of batches that stand for receipts of refused requests. */
const RECEIPT = -1

const decode = ({ body }: IngestRequest): DecodedRequest => {
  const name = new TextDecoder().decode(body)
  if (name === 'undecodable') throw new AppError('invalid', 'no request')
  return { batch: { records: [], arrival: { receivedNs: 0n, workspaceId: name.length } }, rejectedItems: 0, message: name }
}

const refused = ({ signal, origin: from, code, message }: RefusedRequest, bodyBytes: number): RecordBatch => ({
  records: [],
  arrival: { receivedNs: 0n, workspaceId: RECEIPT },
  receipt: { ...NO_CONTENT, signal, origin: from, bodyBytes, refusal: { code, message } },
})

function setUp(write: (names: readonly number[]) => void = () => undefined, work: () => boolean = () => false) {
  const groups: number[][] = []
  const receipts: string[] = []
  const replies: NumberedReply[] = []
  const reported: unknown[] = []
  let works = 0
  let fault: AppError | undefined
  const writer: TelemetryWriter = {
    write: async (batches: readonly RecordBatch[]) => {
      const requests = batches.filter(({ arrival }) => arrival.workspaceId !== RECEIPT)
      const names = requests.map(({ arrival }) => arrival.workspaceId)
      if (requests.length > 0) groups.push(names)
      write(names)
      receipts.push(...batches.flatMap(({ receipt }) => receipt?.refusal?.message ?? []))
      const acceptedOf = { traces: names.length, logs: 0, metrics: 0 }
      return { accepted: names.length, duplicates: 0, deleted: 0, acceptedOf, changedSessions: [] }
    },
    work: async () => {
      works++
      return work()
    },
    close: () => Promise.resolve(),
  }
  const needs: WriteLoopNeeds = {
    writer,
    decode,
    refused,
    fault: () => fault,
    reply: (some) => replies.push(...some),
    written: () => undefined,
    afterWrite: () => {
      throw new Error('tidying failed')
    },
    report: (what, error) => what !== 'checkpoint' && reported.push(error),
  }
  return {
    loop: createWriteLoop(needs),
    groups,
    receipts,
    replies,
    reported,
    works: () => works,
    lose: () => (fault = new AppError('unavailable', 'deleted')),
  }
}

const codes = (replies: readonly NumberedReply[]) =>
  Object.fromEntries(replies.map(({ id, reply }) => [id, reply.status === 'stored' ? 'stored' : reply.code]))

describe('createWriteLoop', () => {
  it('writes what waits as one group and answers each request', async () => {
    const { loop, groups, replies } = setUp()
    for (const [id, name] of ['a', 'bb', 'ccc'].entries()) loop.push(id, request(name))
    await loop.drain()
    expect(groups).toEqual([[1, 2, 3]])
    expect(replies).toEqual(['a', 'bb', 'ccc'].map((message, id) => ({ id, reply: { status: 'stored', rejectedItems: 0, message } })))
  })

  it('bounds a group by number and by bytes', async () => {
    const { loop, groups, replies } = setUp()
    for (let id = 0; id < 300; id++) loop.push(id, request('a'))
    for (let id = 300; id < 303; id++) loop.push(id, request('x'.repeat(2_500_000)))
    await loop.drain()
    expect(groups.map((group) => group.length)).toEqual([256, 45, 1, 1])
    expect(replies.length).toBe(303)
  })

  it('refuses what cannot be decoded before the transaction, alone', async () => {
    const { loop, groups, receipts, replies, reported } = setUp()
    for (const [id, name] of ['a', 'undecodable', 'ccc'].entries()) loop.push(id, request(name))
    await loop.drain()
    expect(groups).toEqual([[1, 3]])
    expect(codes(replies)).toEqual({ 0: 'stored', 1: 'invalid', 2: 'stored' })
    expect([receipts, reported]).toEqual([['no request'], []])
  })

  it('writes a failed group again one by one, so that poison is refused alone', async () => {
    const poison = new Error('constraint failed')
    const { loop, groups, replies, reported } = setUp((names) => {
      if (names.includes(2)) throw poison
    })
    for (const [id, name] of ['a', 'bb', 'ccc'].entries()) loop.push(id, request(name))
    await loop.drain()
    expect(groups).toEqual([[1, 2, 3], [1], [2], [3]])
    expect(codes(replies)).toEqual({ 0: 'stored', 1: 'internal', 2: 'stored' })
    expect(replies.find(({ id }) => id === 1)?.reply).toEqual({ status: 'refused', code: 'internal', message: 'internal error' })
    expect(reported).toEqual([poison])
  })

  it('answers what passes with unavailable, without trying each', async () => {
    const { loop, groups, replies } = setUp(() => {
      throw new AppError('unavailable', 'disk full')
    })
    loop.push(1, request('a'))
    loop.push(2, request('bb'))
    await loop.drain()
    expect(groups).toEqual([[1, 2]])
    expect(codes(replies)).toEqual({ 1: 'unavailable', 2: 'unavailable' })
  })

  it('answers each request once and goes on after failures', async () => {
    let isBroken = true
    const { loop, replies } = setUp(() => {
      if (isBroken) throw new AppError('unavailable', 'disk full')
    })
    loop.push(1, request('a'))
    await expect.poll(() => replies.length).toBe(1)
    isBroken = false
    loop.push(2, request('a'))
    await loop.drain()
    expect(codes(replies)).toEqual({ 1: 'unavailable', 2: 'stored' })
  })

  it('refuses everything once the file is lost, also what was just committed to it, and does no more work', async () => {
    const { loop, groups, replies, reported, works, lose } = setUp(
      () => void lose(),
      () => true,
    )
    loop.push(1, request('a'))
    await expect.poll(() => replies.length).toBe(1)
    const before = works()
    loop.push(2, request('bb'))
    await loop.drain()
    expect(groups).toEqual([[1]])
    const reply = { status: 'refused', code: 'unavailable', message: 'deleted' }
    expect(replies).toEqual([1, 2].map((id) => ({ id, reply })))
    expect([works(), reported]).toEqual([before, []])
  })

  it('works off background slices while nothing waits, and lets requests in between', async () => {
    let slices = 5
    const { loop, groups, works } = setUp(undefined, () => --slices > 0)
    loop.push(1, request('a'))
    await expect.poll(() => slices).toBe(0)
    expect(groups).toEqual([[1]])
    const before = works()
    loop.push(2, request('a'))
    await expect.poll(works).toBeGreaterThan(before)
    expect(groups).toEqual([[1], [1]])
  })

  it('works off slices under constant load, too, and tidies up after them', async () => {
    let next = 0
    const { loop, works } = setUp(
      () => loop.push(next++, request('a')),
      () => true,
    )
    loop.push(next++, request('a'))
    await expect.poll(works).toBeGreaterThan(3)
    expect(next).toBeGreaterThan(works())
  })

  it('reports background work that fails and keeps writing', async () => {
    const { loop, replies, reported } = setUp(undefined, () => {
      throw new Error('job')
    })
    await expect.poll(() => reported.length).toBe(1)
    loop.push(1, request('a'))
    await loop.drain()
    expect(codes(replies)).toEqual({ 1: 'stored' })
  })

  it('does not wait for endless background work when it drains', async () => {
    const { loop, replies } = setUp(undefined, () => true)
    loop.push(1, request('a'))
    await loop.drain()
    expect(codes(replies)).toEqual({ 1: 'stored' })
  })

  it('takes receipts of refused requests along with the next transaction', async () => {
    const { loop, groups, receipts } = setUp()
    loop.refuse(refusedRequest('no token'))
    loop.push(1, request('a'))
    await expect.poll(() => receipts, { timeout: 10_000 }).toEqual(['no token'])
    expect(groups).toEqual([[1]])
  })

  it('writes receipts of refused requests in a pause when nothing comes', async () => {
    const { loop, groups, receipts } = setUp()
    loop.refuse(refusedRequest('first'))
    loop.refuse(refusedRequest('second'))
    await expect.poll(() => receipts, { timeout: 10_000 }).toEqual(['first', 'second'])
    expect(groups).toEqual([])
  })

  it('writes receipts that wait before it ends, and none twice', async () => {
    const { loop, receipts } = setUp((names) => {
      if (names.includes(2)) throw new Error('poison')
    })
    loop.refuse(refusedRequest('early'))
    for (const [id, name] of ['a', 'bb'].entries()) loop.push(id, request(name))
    await loop.drain()
    expect(receipts).toEqual(['early', 'internal error'])
  })

  it('says before it ends how many receipts are missing, also when it said so a moment ago', async () => {
    const { loop, reported } = setUp()
    for (let i = 0; i < 1_001; i++) loop.refuse(refusedRequest(String(i)))
    loop.push(1, request('a'))
    await expect.poll(() => reported.length).toBe(1)
    for (let i = 0; i < 200; i++) loop.refuse(refusedRequest(String(i)))
    await loop.drain()
    expect(String(reported[1])).toMatch(/\d+ refused requests have no receipt/)
  })

  it('fails a command when the file is lost, before it and during it', async () => {
    const { loop, lose } = setUp()
    expect(await loop.command(async () => 'done')).toBe('done')
    let isDone = false
    const lost = loop.command(async () => {
      lose()
      isDone = true
    })
    await expect(lost).rejects.toMatchObject({ code: 'unavailable', message: 'deleted' })
    expect(isDone).toBe(true)
    await expect(loop.command(() => Promise.reject(new Error('done nevertheless')))).rejects.toMatchObject({ message: 'deleted' })
  })

  it('keeps a bounded number of receipts while nothing can be written, and says how many are missing', async () => {
    let isBroken = true
    const { loop, receipts, reported, replies } = setUp(() => {
      if (isBroken) throw new AppError('unavailable', 'disk full')
    })
    for (let i = 0; i < 1_200; i++) loop.refuse(refusedRequest(String(i)))
    loop.push(1, request('a'))
    await expect.poll(() => replies.length).toBe(1)
    isBroken = false
    loop.push(2, request('a'))
    await loop.drain()
    expect(receipts).toHaveLength(1_000)
    expect(receipts[0]).toBe('0')
    expect(String(reported[0])).toContain('200 refused requests have no receipt')
  })
})
