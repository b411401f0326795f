import { createWatchdog, type LiveState, readLive } from './live-stream.ts'

/** What tabs tell each other. */
export type LiveNews =
  | { readonly kind: 'state'; readonly state: LiveState }
  | { readonly kind: 'changed'; readonly id: number }
  /** What happened before is not known. */
  | { readonly kind: 'back' }

type Said = LiveNews | { readonly kind: 'hello' } | { readonly kind: 'beat' }

/** Name of the lock and of the channel. */
const NAME = 'ai-tracker.live'
/** A tab that reads is heard every 15 s, and oftener when it seeks a connection. The system may have put a silent one to sleep. */
const SILENCE_MS = 60_000

/** What a tab needs to take part. */
export interface TabUse {
  readonly signal: AbortSignal
  readonly onNews: (news: LiveNews) => void
}

/**
 * Follows what happens, with one stream for all tabs of a browser: it allows six connections to a host, and a stream holds one for as
 * long as its tab is open. One tab holds a lock and reads, the others hear from it; when it is closed the next one takes its place.
 */
export async function followTogether(use: TabUse): Promise<void> {
  // Both are missing where a page is served over plain HTTP from another machine.
  if (!navigator.locks || !globalThis.BroadcastChannel) return await lead(use, { isFirst: true, tell: () => undefined })
  const channel = new BroadcastChannel(NAME)
  try {
    await takeTurns(use, channel)
  } finally {
    channel.close()
  }
}

async function takeTurns(use: TabUse, channel: BroadcastChannel): Promise<void> {
  let isOff = await leadWith({ ifAvailable: true }, { use, channel, isFirst: true })
  while (!isOff && !use.signal.aborted) {
    const leader = listen(channel, use.onNews)
    const waiting = { signal: AbortSignal.any([use.signal, leader.signal]) }
    isOff = await leadWith(waiting, { use, channel, isFirst: false, onLead: leader.stop })
    leader.stop()
    if (leader.signal.aborted && !use.signal.aborted) isOff = await leadWith({ steal: true }, { use, channel, isFirst: false })
  }
}

interface Turn {
  readonly use: TabUse
  readonly channel: BroadcastChannel
  readonly isFirst: boolean
  readonly onLead?: () => void
}

/** Reads for all, if and as soon as this tab gets the lock. @returns whether there is nothing to read, also for the next turn */
async function leadWith(options: LockOptions, { use, channel, isFirst, onLead }: Turn): Promise<boolean> {
  const stolen = new AbortController()
  const signal = AbortSignal.any([use.signal, stolen.signal])
  try {
    return await navigator.locks.request(NAME, options, async (lock) => {
      if (!lock) return false
      onLead?.()
      await lead({ ...use, signal }, { isFirst, tell: (said) => channel.postMessage(said), channel })
      return !signal.aborted
    })
  } catch {
    return false // another tab took the lock, or what was waited for is over
  } finally {
    stolen.abort()
  }
}

interface Lead {
  /** Whether nothing can have happened before. */
  readonly isFirst: boolean
  readonly tell: (said: Said) => void
  readonly channel?: BroadcastChannel
}

/** Reads the stream, for this tab and those that listen. */
async function lead({ signal, onNews }: TabUse, { isFirst, tell, channel }: Lead): Promise<void> {
  let [state, isKnown]: [LiveState, boolean] = ['connecting', isFirst]
  const share = (news: LiveNews): void => {
    tell(news)
    onNews(news)
  }
  if (channel) channel.onmessage = ({ data }: MessageEvent<Said>) => data.kind === 'hello' && tell({ kind: 'state', state })
  await readLive({
    signal,
    onState: (next) => {
      state = next
      // Others may have the right token.
      if (next === 'off') return onNews({ kind: 'state', state })
      share({ kind: 'state', state })
      if (next === 'live' && !isKnown) share({ kind: 'back' })
      if (next === 'live') isKnown = false
    },
    onMessage: ({ id }) => share({ kind: 'changed', id }),
    onBeat: () => tell({ kind: 'beat' }),
  })
}

/** Hears from the tab that reads. The signal is aborted when that is silent while this tab is looked at. */
function listen(channel: BroadcastChannel, onNews: (news: LiveNews) => void) {
  const silent = new AbortController()
  const watchdog = createWatchdog(SILENCE_MS, () => (document.visibilityState === 'visible' ? silent.abort() : watchdog.reset()))
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    watchdog.reset()
    if (data.kind !== 'hello' && data.kind !== 'beat') onNews(data)
  }
  channel.postMessage({ kind: 'hello' })
  return { signal: silent.signal, stop: watchdog.stop }
}
