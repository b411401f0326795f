/** What a program without types forgets to hand over, or says after the end, costs itself, and a warning names the call. */
import { createServer } from 'node:http'
import { createTracker, type Session, type Tracker } from '@ai-tracker/sdk'
import { ATTR_TRACKER_SESSION_STATUS } from '@ai-tracker/semconv'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { processState } from '../../packages/sdk/src/process-state.ts'

/** Takes everything. */
const server = createServer((_, response) => void response.end('{}'))
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close().closeAllConnections())
beforeEach(() => processState().warned.clear())

function endpoint(): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** What the SDK says on standard error, instead of saying it there. */
function listen(): readonly string[] {
  const lines: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  onTestFinished(() => spy.mockRestore())
  return lines
}

type Use = (session: Session, tracker: Tracker) => unknown

/** Uses a tracker, and gives what that gave, what was said, how the session ended, and how many spans never did. */
async function recorded(use: Use) {
  const lines = listen()
  const exporter = new InMemorySpanExporter()
  let open = 0
  const counter = {
    onStart: () => void open++,
    onEnd: () => void open--,
    shutdown: async () => undefined,
    forceFlush: async () => undefined,
  }
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter), counter] })
  const tracker = createTracker({ endpoint: endpoint(), spool: false, env: {}, tracerProvider })
  const result = await tracker.session('t', async (session) => use(session, tracker)).catch((error: unknown) => error)
  await tracker.flush()
  const spans = exporter.getFinishedSpans()
  return { result, lines, status: spans.find(({ name }) => name === 'invoke_workflow t')?.attributes[ATTR_TRACKER_SESSION_STATUS], open }
}

const any = undefined as never

describe('a callback that is missing', () => {
  it.each<readonly [string, Use]>([
    ['session.phase(name, work): work is missing', (session) => session.phase('x', any)],
    ['session.agent(name, work): work is missing', (session) => session.agent('x', any)],
    ['session.prompt(options, call): call is missing', (session) => session.prompt({ model: 'm', text: 'x' }, any)],
    ['session.action(options, work): work is missing', (session) => session.action({ type: 'x' }, any)],
    ['session.run(work): work is missing', (session) => session.run(any)],
    ['phase.action(options, work): work is missing', (session) => session.phase('x', (phase) => phase.action({ type: 'y' }, any))], // biome-ignore format: one line
    ['agent.run(work): work is missing', (session) => session.agent('x', (agent) => agent.run(any))],
    ['prompt.run(work): work is missing', (session) => session.prompt({ model: 'm' }, (prompt) => prompt.run(any))],
    ['action.run(work): work is missing', (session) => session.action({ type: 'x' }, (action) => action.run(any))],
    ['tracker.session(name, work): work is missing', (_, tracker) => tracker.session('inner', any)],
    ['session.phase(name, work): work is no function', (session) => session.phase('x', { y: 1 } as never)],
  ])('%s', async (said, use) => {
    const lines = [`ai-tracker: ${said}; nothing was run\n`]
    expect(await recorded(use)).toEqual({ result: undefined, lines, status: 'completed', open: 0 })
  })
})

describe('an argument that is missing', () => {
  it.each<readonly [string, Use]>([
    ['session.metric(metric): metric is missing', (session) => session.metric(any)],
    ['session.decision(decision): decision is missing', (session) => session.decision(any)],
    ['session.issueFixed(fix): fix is missing', (session) => session.issueFixed(any)],
    ['phase.metric(metric): metric is no object', (session) => session.phase('x', (phase) => phase.metric('latency' as never))],
  ])('%s', async (said, use) => {
    const { lines } = await recorded(use)
    expect(lines).toEqual([`ai-tracker: ${said}; nothing is recorded\n`])
  })
})

describe('a second ending', () => {
  const boom = new Error('boom')
  const TOLD: readonly (readonly [string, string, string, Use])[] = [
    ['fail after complete', 'fail("boom") is ignored: "invoke_workflow t" had ended with complete()', 'completed', (session) => {
      session.complete()
      session.fail(boom)
    }],
    ['complete after fail', 'complete() is ignored: "invoke_workflow t" had ended with fail()', 'failed', (session) => {
      session.fail(boom)
      session.complete({ outcome: 'fine' })
    }],
    ['complete with more to say', 'complete() is ignored: "invoke_workflow t" had ended with complete()', 'completed', (session) => {
      session.complete()
      session.complete({ outcome: 'fine' })
    }],
    ['an error after complete', 'the error "boom" of its callback is ignored: "invoke_workflow t" had ended with complete()', 'completed', (session) => {
      session.complete()
      throw boom
    }],
    ['an action', 'fail("boom") is ignored: "execute_tool x" had ended with complete()', 'completed', (session) => {
      const action = session.startAction({ type: 'x' })
      action.complete({ result: 5 })
      action.fail(boom)
    }],
    ['a prompt', 'fail("boom") is ignored: "chat m" had ended with respond()', 'completed', (session) => {
      const prompt = session.startPrompt({ model: 'm' })
      prompt.respond({ text: 'a' })
      prompt.fail(boom)
    }],
    ['a phase whose callback has returned', 'fail("boom") is ignored: "p" had ended with its scope', 'completed', async (session) => {
      const phase = await session.phase('p', (it) => it)
      phase.fail(boom)
    }],
  ] // biome-ignore format: a table
  it.each(TOLD)('is told of, and ignored: %s', async (...[, said, status, use]) => {
    const { lines, status: recordedStatus } = await recorded(use)
    expect(lines).toEqual([`ai-tracker: ${said} before, and the first ending counts\n`])
    expect(recordedStatus).toBe(status)
  })

  it.each<readonly [string, Use]>(
    [
    ['complete twice', (session) => [session.complete({ outcome: 'a' }), session.complete()]],
    ['fail, then throw', (session) => { session.fail(boom); throw boom }],
    ['cancel, then throw', (session) => { session.cancel(); throw new Error('aborted') }],
    ['using', (session) => { using phase = session.startPhase('p'); phase.fail(boom) }],
    ['skip in a callback', (session) => session.phase('p', (phase) => phase.skip())],
  ] /* biome-ignore format: a table */,
  )('loses nothing, and is not told of: %s', async (_, use) => {
    expect((await recorded(use)).lines).toEqual([])
  })
})
