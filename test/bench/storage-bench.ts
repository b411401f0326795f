import { statSync } from 'node:fs'
import { encodeTraces } from '../../collector/src/decode/protobuf/write-traces.ts'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import { CONVERSATION_FORMS, type ConversationForm, conversationRequests } from './loads/conversation.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import { figure } from './rounds.ts'
import { onNewFile, type StoreFile } from './store-file.ts'

const TURNS: Readonly<Record<Scale, number>> = { tiny: 3, quick: 50, full: 50 }

/** Bytes of the database file against the bytes that were sent. */
export const storageBench: Bench = {
  name: 'storage',
  summary: 'bytes on disk of a conversation of 50 turns of 16 KB',
  async run(context) {
    const pipeline = await createPipeline()
    const figures: Figure[] = []
    for (const form of CONVERSATION_FORMS) figures.push(...(await measure(form, pipeline, context)))
    return figures
  },
}

/** Nothing here depends on time: one round says it all. */
async function measure(form: ConversationForm, pipeline: Pipeline, { scale, folder, log }: BenchContext): Promise<readonly Figure[]> {
  const turns = TURNS[scale]
  log(`storage ${form}: ${turns} turns`)
  const emptyBytes = await fileBytes(folder, () => Promise.resolve())
  let rawBytes = 0
  const storedBytes = await fileBytes(folder, async ({ db }) => {
    const writer = pipeline.openWriter(db)
    for (const data of conversationRequests(form, turns)) {
      const body = encodeTraces(data)
      rawBytes += body.length
      await writer.write([pipeline.derive(pipeline.decode(body))])
    }
    while (await writer.work());
    // As a collector ends: free pages go back to the disk.
    await writer.close()
  })
  return [
    figure(form, ['sent', 'bytes'], [rawBytes]),
    figure(form, ['database', 'bytes'], [storedBytes]),
    figure(form, ['database / sent', '%'], [(storedBytes / rawBytes) * 100]),
    figure(form, ['database without its empty tables / sent', '%'], [((storedBytes - emptyBytes) / rawBytes) * 100]),
  ]
}

/** The size of a database after it was used and closed. */
function fileBytes(folder: string, use: (file: StoreFile) => Promise<void>): Promise<number> {
  return onNewFile(folder, async (file) => {
    await use(file)
    await file.close()
    return statSync(file.path).size
  })
}
