import type { Readable } from 'node:stream'
import type { Delivery } from './deliver.ts'
import type { ReceiptCounter, ReceiptCounts } from './receipts.ts'
import { type Problem, type Request, requestsOf } from './requests.ts'
import { type SourceFile, unreadable } from './source-files.ts'
import { addProblem, type FileProblem, foldForeign, newTally, type Tally } from './tally.ts'

/** What an import did. */
export interface ImportReport extends ReceiptCounts {
  readonly files: number
  /** Requests that were found whole; a line that holds two signals is two. */
  readonly requests: number
  /** Items of requests that were left out as invalid. */
  readonly rejectedItems: number
  /** Requests, and parts of files, of which nothing was stored. */
  readonly refused: number
  /** Requests that end in the middle. */
  readonly torn: number
  /** The first of what was found. */
  readonly problems: readonly FileProblem[]
  /** How many more there are. */
  readonly moreProblems: number
}

/** What an import works with. */
export interface ImportNeeds {
  readonly delivery: Delivery
  readonly receipts: ReceiptCounter
  /** The most bytes of one request. */
  readonly maxBytes: number
  /** Told how many bytes of all files were read, and how many requests. */
  readonly progress: (readBytes: number, requests: number) => void
}

/** Requests that are under way at one time: enough for the collector to commit many in one transaction. */
const MAX_UNDER_WAY = 32
/** Bytes of them, but for one that is larger alone. */
const MAX_BYTES_UNDER_WAY = 16 * 1024 * 1024
/** So many requests, at most, between two looks at the receipts, of which the collector keeps the last 100,000. */
const REQUESTS_PER_LOOK = 20_000

/**
 * Brings every request of the files to the collector, each alone, as it was written: what tells equal log records apart is that they came
 * in one request. A request that is refused costs no other.
 * @throws AppError `unavailable` or `unauthorized` when nothing more is taken, `unsupported` when a file cannot be read to its end
 */
export async function importFiles(files: readonly SourceFile[], needs: ImportNeeds): Promise<ImportReport> {
  const tally = newTally()
  let readBytes = 0
  const count = (bytes: number): void => {
    readBytes += bytes
    needs.progress(readBytes, tally.requests)
  }
  for (const file of files) {
    const note = (found: Problem): void => addProblem(tally, { file: file.name, ...found })
    const before = { ...tally, problems: [...tally.problems] }
    const stream = file.open()
    try {
      await importFile(requestsOf(countedPieces(stream, { file, count }), needs.maxBytes), { ...needs, tally, note })
    } finally {
      stream.destroy()
    }
    foldForeign(tally, before, file.name)
  }
  const { foreign: _, ...counts } = tally
  return { files: files.length, ...counts, ...(await needs.receipts.update()) }
}

interface FileNeeds extends Pick<ImportNeeds, 'delivery' | 'receipts'> {
  readonly tally: Tally
  readonly note: (problem: Problem) => void
}

async function importFile(found: AsyncIterable<Request | Problem>, { delivery, receipts, tally, note }: FileNeeds): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let bytesUnderWay = 0
  const isFull = (bytes: number): boolean =>
    underWay.size >= MAX_UNDER_WAY || (underWay.size > 0 && bytesUnderWay + bytes > MAX_BYTES_UNDER_WAY)
  const send = async (request: Request): Promise<void> => {
    const answer = await delivery.deliver(request)
    const { place } = request
    if (answer.status === 'refused') return note({ place, problem: answer.message, kind: 'refused' })
    if (answer.rejectedItems === 0) return
    tally.rejectedItems += answer.rejectedItems
    note({ place, problem: answer.message, kind: 'rejected' })
  }
  for await (const item of found) {
    if ('problem' in item) {
      note(item)
      continue
    }
    while (isFull(item.bytes.length)) await Promise.race(underWay)
    tally.requests++
    bytesUnderWay += item.bytes.length
    const sending: Promise<void> = send(item).then(() => {
      underWay.delete(sending)
      bytesUnderWay -= item.bytes.length
    })
    sending.catch(() => undefined) // thrown again by whoever waits for all
    underWay.add(sending)
    if (tally.requests % REQUESTS_PER_LOOK === 0) await receipts.update()
  }
  await Promise.all(underWay)
}

interface Counting {
  readonly file: SourceFile
  readonly count: (bytes: number) => void
}

/** @throws AppError naming the file when it cannot be read on */
async function* countedPieces(stream: Readable, { file, count }: Counting): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) {
      const bytes: Uint8Array = piece
      count(bytes.length)
      yield bytes
    }
  } catch (error) {
    throw unreadable(file.name, error)
  }
}
