import { createConversation, MODELS } from '../conversation.ts'
import { agentStep, checkpoint, decision, exception, type Finding, issue, issueFixed, phaseStep, sessionStep } from '../parts.ts'
import type { LogLine, Plan, Step } from '../step.ts'

const MINUTE_MS = 60_000
const KEY = 'add-currency-to-orders-0042'
const SYSTEM =
  'You are a coding agent in the repository `checkout-service`. Run the tests after every change. Ask before you touch a migration.'
const TIMEOUT = 'connect ETIMEDOUT 10.12.0.8:5432'
const STACK = [
  `Error: ${TIMEOUT}`,
  '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1636:16)',
  '    at async Pool.connect (/srv/checkout/node_modules/pg-pool/index.js:45:11)',
  '    at async migrate (/srv/checkout/src/migrate.ts:31:18)',
  '    at async main (/srv/checkout/src/main.ts:12:3)',
].join('\n')

const FINDINGS = {
  lock: {
    id: 'lock-order',
    severity: 'critical',
    type: 'data_loss',
    description: 'The backfill updates `orders` without a batch limit: it locks the table for as long as it runs.',
    location: 'migrations/0042_currency.sql:8',
  },
  nullable: {
    id: 'nullable',
    severity: 'major',
    type: 'schema',
    description: '`currency` is nullable, but every reader treats it as present.',
    location: 'migrations/0042_currency.sql:3',
  },
  test: {
    id: 'missing-test',
    severity: 'major',
    type: 'missing_test',
    description: 'No test covers an order that was placed before the column existed.',
    location: 'src/orders/total.test.ts',
  },
  naming: {
    id: 'naming',
    severity: 'minor',
    type: 'naming',
    description: '`cur` should be `currency`.',
    location: 'src/orders/total.ts:14',
  },
} as const satisfies Readonly<Record<string, Finding>>

/** What the program says beside its spans. */
const LOGS: readonly LogLine[] = [
  {
    atMs: 40,
    severity: 9,
    event: 'user_prompt',
    body: 'Add a `currency` column to `orders`.',
    attributes: { 'session.id': KEY, 'user.terminal': 'vscode', prompt_length: 36 },
  },
  { step: 'execute_tool bash', atMs: 350, severity: 5, body: 'spawn npm test -- orders' },
  {
    step: 'execute_tool bash',
    atMs: 8_300,
    severity: 13,
    body: 'npm warn using --force\nnpm warn the lockfile was made by another version of npm',
    attributes: { 'process.pid': 40_812, 'process.command': 'npm test -- orders' },
  },
  {
    step: 'psql -f',
    atMs: 5_000,
    severity: 17,
    event: 'db.connection.failed',
    body: { host: '10.12.0.8', port: 5432, attempt: 1, timeout_ms: 5000, tried: ['10.12.0.8', '10.12.0.9'] },
    attributes: { 'db.system.name': 'postgresql', 'error.type': 'ETIMEDOUT' },
  },
]

/** A migration that fails for good after retries, with issues of every severity, open and fixed. */
export function failingSession(nowMs: number): Plan {
  return {
    name: 'failing',
    service: 'deploy-agent',
    scope: ['@ai-tracker/sdk', '0.1.0'],
    startMs: nowMs - 95 * MINUTE_MS,
    root: {
      ...sessionStep(
        {
          key: KEY,
          workflow: 'schema-change',
          version: '0.9.1',
          title: 'Add a currency to every order',
          status: 'failed',
          outcome: 'rolled back',
        },
        { children: [plan(), implement(), review(), ...[1, 2, 3].map(migrate)] },
      ),
      error: 'phase migrate failed after 3 attempts',
    },
    logs: LOGS,
  }
}

function plan(): Step {
  const conversation = createConversation(MODELS.sonnet, SYSTEM)
  conversation.ask(
    'Add a `currency` column to `orders`, EUR for all existing rows, and use it in the totals. Production has 48 million orders.',
  )
  return phaseStep('plan', 1, {
    children: [
      conversation.call({
        reasoning:
          'A default on ADD COLUMN is cheap since PostgreSQL 11, but the rows still have to be checked. A backfill in one statement would lock the table.',
        text: 'I would do this in three steps:\n\n1. add the column with a default,\n2. backfill in batches of 10,000,\n3. set `NOT NULL` once nothing is left.\n\nThe totals can use the column from step 1 on.',
      }),
    ],
    moments: [
      decision(
        'column with a default',
        ['column with a default', 'new table', 'JSON field'],
        'Reads stay as they are and the change can be taken back.',
      ),
    ],
  })
}

function implement(): Step {
  const conversation = createConversation(MODELS.sonnet, SYSTEM)
  conversation.ask('Go ahead with the plan.')
  const write = {
    id: 'edit_1',
    name: 'write_file',
    arguments: { path: 'migrations/0042_currency.sql', content: "ALTER TABLE orders\n  ADD COLUMN currency char(3) DEFAULT 'EUR';\n" },
  }
  const test = { id: 'bash_1', name: 'bash', arguments: { command: 'npm test -- orders' } }
  const again = { id: 'bash_2', name: 'bash', arguments: { command: 'npm test -- orders' } }
  const steps = [
    conversation.call({ text: 'First the migration.', calls: [write] }),
    conversation.tool(write, { result: 'wrote 71 bytes', lengthMs: 40 }),
    conversation.call({ calls: [test] }),
    conversation.tool(test, {
      result:
        ' FAIL  src/orders/total.test.ts\n  ✕ adds up an order (12 ms)\n\n    Expected: "12.50 EUR"\n    Received: "12.50 undefined"\n\nTests: 1 failed, 41 passed',
      lengthMs: 8_400,
      exitCode: 1,
      error: 'exit 1',
    }),
    conversation.call({ text: 'The total reads `cur`, which does not exist. I rename it.', calls: [again] }),
    conversation.tool(again, { result: 'Tests: 42 passed', lengthMs: 8_100, exitCode: 0 }),
    conversation.call({ text: 'All 42 tests pass.' }),
  ]
  return phaseStep('implement', 2, {
    children: [agentStep('coder', { children: steps })],
    moments: [checkpoint('tests-green', '42 tests pass')],
  })
}

function review(): Step {
  const conversation = createConversation(MODELS.gpt5, 'You review database migrations. You look for locks, data loss and missing tests.')
  conversation.ask('Review migrations/0042_currency.sql and the change in src/orders.')
  return phaseStep('review', 3, {
    children: [conversation.call({ text: 'Four findings, one of them critical: the backfill takes a lock on the whole table.' })],
    moments: [...Object.values(FINDINGS).map(issue), issueFixed(FINDINGS.naming, 1), issueFixed(FINDINGS.nullable, 1)],
  })
}

/** The database cannot be reached; each attempt waits longer than the one before. */
function migrate(attempt: number): Step {
  const waitMs = 4_000 * 2 ** attempt
  return phaseStep('migrate', 4, {
    ...(attempt > 1 && { afterMs: waitMs }),
    attributes: { 'tracker.phase.attempt': attempt, 'tracker.phase.status': 'failed' },
    error: TIMEOUT,
    moments: [exception('ConnectionError', TIMEOUT, STACK)],
    children: [
      {
        name: 'psql -f',
        lengthMs: 30_000,
        error: TIMEOUT,
        attributes: {
          'tracker.action.type': 'bash',
          'process.command_line': 'psql -f migrations/0042_currency.sql "$DATABASE_URL"',
          'process.exit.code': 2,
          'gen_ai.tool.call.result': `psql: error: connection to server at "10.12.0.8", port 5432 failed: ${TIMEOUT}`,
          'error.type': 'ConnectionError',
        },
        moments: [exception('ConnectionError', TIMEOUT, STACK)],
      },
    ],
  })
}
