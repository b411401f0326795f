import { createConversation, MODELS } from '../conversation.ts'
import { agentStep, artifact, decision, sessionStep } from '../parts.ts'
import type { Plan, Step } from '../step.ts'

const HOUR_MS = 3_600_000

interface Lane {
  readonly agent: string
  readonly question: string
  readonly reads: readonly (readonly [path: string, content: string])[]
  readonly finding: string
  readonly startsAfterMs: number
}

const LANES: readonly Lane[] = [
  {
    agent: 'api-explorer',
    question: 'Which routes accept an upload, and what limits do they have?',
    reads: [
      [
        'src/routes/upload.ts',
        "app.post('/upload', limit({ maxBytes: 25 * MIB }), async (c) => {\n  const file = await c.req.formData()\n  return c.json(await store.put(file.get('file')))\n})",
      ],
      [
        'src/routes/avatar.ts',
        "app.put('/avatar', async (c) => {\n  const bytes = await c.req.arrayBuffer()\n  await images.resize(bytes, 256)\n})",
      ],
    ],
    finding: '`/upload` is limited to 25 MiB. `/avatar` has **no limit** and reads the whole body into memory.',
    startsAfterMs: 300,
  },
  {
    agent: 'storage-explorer',
    question: 'Where are uploads kept, and who deletes them?',
    reads: [
      [
        'src/storage/bucket.ts',
        'export async function put(file: File): Promise<Stored> {\n  const key = [crypto.randomUUID(), file.name].join("/")\n  await bucket.write(key, file.stream())\n  return { key, bytes: file.size }\n}',
      ],
      ['src/jobs/cleanup.ts', "schedule('0 3 * * *', () => bucket.deleteOlderThan(days(30)))"],
    ],
    finding:
      'Uploads go to one bucket under a random key and are deleted after 30 days by `cleanup`. The file name of the user is part of the key.',
    startsAfterMs: 900,
  },
  {
    agent: 'test-explorer',
    question: 'What do the tests cover about uploads?',
    reads: [['test/upload.test.ts', "it('stores a file', …)\nit('refuses 26 MiB', …)\nit.todo('refuses a path in the file name')"]],
    finding: 'Size limits are tested. A path in the file name (`../../x`) is only a `todo`.',
    startsAfterMs: 1_400,
  },
]

/** A security review by three sub-agents at the same time, with a pause while a person reads. */
export function parallelAgents(nowMs: number): Plan {
  const lead = createConversation(MODELS.sonnet, 'You lead a review. You split it among sub-agents and judge what they bring back.')
  lead.ask('Review how this service handles uploads. I want to know what an attacker could do.')
  const first = lead.call({
    reasoning: 'Three parts that do not depend on each other: routes, storage, tests.',
    text: 'I send three explorers and come back with what they found.',
  })
  lead.ask(LANES.map(({ agent, finding }) => `${agent}: ${finding}`).join('\n'))
  const verdict = lead.call({
    text: '# Two findings\n\n| # | What | Where |\n|---|---|---|\n| 1 | A body of any size is read into memory | `PUT /avatar` |\n| 2 | A path in the file name reaches the bucket key | `bucket.ts` |\n\nThe first is a denial of service by one request. Shall I fix both?',
  })
  lead.ask('Yes, both. Keep the change small.')
  const done = lead.call(
    { text: 'Done: a limit of 2 MiB on `/avatar`, and `basename()` before the key is made. Both have a test.' },
    { afterMs: 24_000 },
  )
  return {
    name: 'parallel-agents',
    service: 'review-agent',
    scope: ['opentelemetry.instrumentation.agents', '0.4.0'],
    startMs: nowMs - 5 * HOUR_MS,
    root: {
      ...sessionStep(
        { key: 'security-review-of-uploads', agent: 'lead-reviewer', title: 'What could an attacker do with an upload?' },
        { children: [first, ...LANES.map((lane, index) => explorer(lane, index)), verdict, done] },
      ),
      moments: [
        decision('fix both', ['fix both', 'report only'], 'The changes are small and covered by tests.'),
        artifact('diff', 'uploads.patch', { size: 2210 }),
      ],
    },
  }
}

function explorer({ agent, question, reads, finding, startsAfterMs }: Lane, index: number): Step {
  const conversation = createConversation(MODELS.haiku, `You are ${agent}. Read what you need and answer in two sentences.`)
  conversation.ask(question)
  const steps = reads.flatMap(([path, content], read) => {
    const call = { id: `${agent}_${read + 1}`, name: 'read_file', arguments: { path } }
    return [conversation.call({ calls: [call] }), conversation.tool(call, { result: content, lengthMs: 120 + 340 * index })]
  })
  return agentStep(agent, {
    ...(index > 0 && { isBeside: true }),
    afterMs: startsAfterMs,
    children: [...steps, conversation.call({ text: finding })],
  })
}
