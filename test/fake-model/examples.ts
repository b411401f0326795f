/**
 * What the fake model says to the programs of `examples/`: conversations with tools, known by how their question begins.
 * It thinks for a moment, as a real one does, so that a timeline of a run has something to show.
 */

import type { Answer } from './answer.ts'
import scenario from './blog-post.json' with { type: 'json' }
import type { Script } from './script.ts'
import { conversationScript } from './script.ts'

const RESPONSE_MODEL = scenario.models.openai.response
const THINKING_MS = 150

const describeFolder: readonly Answer[] = [
  { text: 'A small program in JavaScript with its documentation.', usage: { inputUncached: 83, output: 11, reasoning: 64 } },
]

const triage: readonly Answer[] = [{ text: 'delivery', usage: { inputUncached: 47, output: 2 } }]

const orderQuestion: readonly Answer[] = [
  { toolCalls: [{ name: 'find_order', arguments: { number: 1041 } }], usage: { inputUncached: 131, output: 17 } },
  {
    text: 'Your order 1041 is on its way and should be with you on Thursday. We are sorry that it is late.',
    usage: { inputUncached: 53, cacheRead: 128, output: 29 },
  },
]

/** An agent that looks, takes a wrong path, reads, mends, and checks; the texts belong to `examples/agent-loop/broken-project`. */
const mending: readonly Answer[] = [
  {
    toolCalls: [
      { name: 'list_files', arguments: {} },
      { name: 'run_tests', arguments: {} },
    ],
    usage: { inputUncached: 367, output: 37, reasoning: 64 },
  },
  { toolCalls: [{ name: 'read_file', arguments: { path: 'sum.js' } }], usage: { inputUncached: 421, cacheRead: 384, output: 19 } },
  { toolCalls: [{ name: 'read_file', arguments: { path: 'src/sum.js' } }], usage: { inputUncached: 59, cacheRead: 768, output: 19 } },
  {
    toolCalls: [
      {
        name: 'write_file',
        arguments: {
          path: 'src/sum.js',
          content:
            '/** The sum of a list of numbers. */\nexport function sum(numbers) {\n  return numbers.reduce((total, number) => total + number, 0)\n}\n',
        },
      },
    ],
    usage: { inputUncached: 149, cacheRead: 768, output: 71, reasoning: 128 },
  },
  { toolCalls: [{ name: 'run_tests', arguments: {} }], usage: { inputUncached: 97, cacheRead: 896, output: 13 } },
  {
    text: 'The loop in src/sum.js began at 1 and left out the first number. It adds all of them now, and both tests pass.',
    usage: { inputUncached: 233, cacheRead: 896, output: 41 },
  },
]

const facts = `- In an endless, eternal universe every line of sight would end on a star (Olbers, 1823).
- The universe is 13.8 billion years old: the light of most stars has not reached us.
- Space expands and stretches the oldest light into microwaves.`

const firstDraft = `# Why the night sky is dark

Look up on a clear night: the sky is really dark, and that is very odd. Olbers saw in 1823 that in an endless universe
every line of sight would end on a star, so that the night would blaze like the day.

Space expands, and it stretches the oldest light into microwaves, which no eye can see.`

const secondDraft = `# Why the night sky is dark

In an endless and eternal universe every line of sight would end on a star, and the night would blaze like the day.
Olbers told the riddle in 1823.

The answer is a beginning. The universe is 13.8 billion years old, so the light of most stars has not reached us. Space
also expands and stretches the oldest light into microwaves, which no eye can see. The dark between the stars is the
sight of time itself.`

const firstReview = { score: 2, problems: ['Leaves out the age of the universe, which is the main reason.'] }

const blogPost = [
  { asked: /^List the facts/, turns: [{ text: facts, usage: { inputUncached: 163, output: 73 } }] },
  { asked: /^Write a post/, turns: [{ text: firstDraft, usage: { inputUncached: 137, output: 97, reasoning: 192 } }] },
  { asked: /^Write it again/, turns: [{ text: secondDraft, usage: { inputUncached: 89, cacheRead: 256, output: 113, reasoning: 128 } }] },
  {
    asked: /^Review[\s\S]*sight of time itself/,
    turns: [{ text: JSON.stringify({ score: 5, problems: [] }), usage: { inputUncached: 139, cacheRead: 128, output: 11 } }],
  },
  { asked: /^Review/, turns: [{ text: JSON.stringify(firstReview), usage: { inputUncached: 251, output: 43, reasoning: 64 } }] },
]

const conversations = [
  { asked: /^Describe in one sentence a folder/, turns: describeFolder },
  { asked: /^Is this ticket about/, turns: triage },
  { asked: /^Where is my order 1041/, turns: orderQuestion },
  { asked: /^The tests of this project fail/, turns: mending },
  ...blogPost,
]

/** Answers the questions of the examples, and nothing else. */
export const examplesScript: Script = (request) => {
  const answer = conversationScript(conversations)(request)
  return answer && { responseModel: RESPONSE_MODEL, delayMs: THINKING_MS, ...answer }
}
