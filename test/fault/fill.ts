import { setTimeout } from 'node:timers/promises'
import { startCollector } from './collector-process.ts'
import { type Sender, startSender } from './sender.ts'

/** Makes a database of so many requests of each of some senders, stopped in an orderly way. @returns what was sent */
export async function fill(
  file: string,
  { senders: count, requests }: { readonly senders: number; readonly requests: number },
): Promise<readonly Sender[]> {
  const collector = startCollector(file)
  const url = await collector.url
  const senders = Array.from({ length: count }, (_, at) => startSender(at + 1, () => url))
  while (senders.some((sender) => sender.requests < requests)) await setTimeout(5)
  await Promise.all(senders.map((sender) => sender.stop()))
  collector.kill('SIGTERM')
  const [code] = await collector.end
  if (code !== 0) throw new Error(`the collector ended with ${code}: ${collector.errors()}`)
  return senders
}
