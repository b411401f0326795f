/** Where nothing is to be recorded, nothing is sent, and what is handed over is not even looked at. */
import { createTracker, type Session, type TrackerConfig } from '@ai-tracker/sdk'
import { type Context, context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { AlwaysOffSampler, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

/** What OpenTelemetry's own `suppressTracing` sets. */
const SUPPRESSED = ROOT_CONTEXT.setValue(createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true)

interface Case {
  readonly name: string
  readonly config: TrackerConfig
  readonly around: Context
}

const CASES: readonly Case[] = [
  { name: 'OTEL_SDK_DISABLED', config: { env: { OTEL_SDK_DISABLED: 'true' } }, around: ROOT_CONTEXT },
  {
    name: 'a sampler that takes nothing',
    config: { env: {}, tracerProvider: new NodeTracerProvider({ sampler: new AlwaysOffSampler() }) },
    around: ROOT_CONTEXT,
  },
  { name: 'a context in which tracing is suppressed', config: { env: {}, tracerProvider: new NodeTracerProvider() }, around: SUPPRESSED },
]

/** Everything that may cost something: texts that become JSON, files that are read. */
function useSession(session: Session, value: unknown): Promise<void> {
  const prompt = session.startPrompt({ model: 'm', text: 'Why?' })
  prompt.respond({ messages: [{ role: 'assistant', content: value }] }).rate({ score: value as number })
  session.startAction({ type: 'bash' }).complete({ result: value })
  session.metric({ name: 'm', value })
  session.decision({ chosen: 'a', options: [value] })
  session.complete({ outputs: value })
  return session.artifact({ type: 'file', content: value as Uint8Array })
}

describe.each(CASES)('with $name', ({ config, around }) => {
  const tracker = createTracker({ endpoint: 'http://127.0.0.1:1', spool: false, ...config })

  it('sends nothing, and the program does its work', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    onTestFinished(() => stderr.mockRestore())
    const work = () => tracker.session('silent', (session) => session.phase('p', (phase) => phase.prompt({ model: 'm' }, () => 5)))
    expect(await context.with(around, work)).toBe(5)
    expect(await tracker.flush()).toBe(true)
    expect(stderr).not.toHaveBeenCalled()
  })

  it('lets a child process record nothing of its session either', () => {
    const { TRACEPARENT, AI_TRACKER_SESSION_ID } = context.with(around, () => tracker.startSession('silent')).env()
    // What a sampler has left out is known by its last byte.
    expect([TRACEPARENT, AI_TRACKER_SESSION_ID]).toEqual(
      config.tracerProvider && around === ROOT_CONTEXT ? [expect.stringMatching(/-00$/), expect.any(String)] : [undefined, undefined],
    )
  })

  it('looks at nothing that it is given', async () => {
    const looks: PropertyKey[] = []
    const watched = new Proxy(new Uint8Array(5), { get: (_, key) => void looks.push(key) })
    await useSession(
      context.with(around, () => tracker.startSession('silent')),
      watched,
    )
    expect(looks).toEqual([])
  })
})
