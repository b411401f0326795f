/**
 * The scenario that every client plays: a blog post in two phases, with a tool call, streams, a cached prompt and an
 * error at the end. The counts are primes where that is possible, so that a wrong sum is no other right one.
 */
import scenario from './blog-post.json' with { type: 'json' }
import type { Line, Script } from './script.ts'
import { linesScript } from './script.ts'

const { prompts, tool, models } = scenario

const openaiLines: readonly Line[] = [
  {
    user: prompts.outline,
    answer: { toolCalls: [{ name: tool.name, arguments: tool.arguments }], usage: { inputUncached: 211, output: 23, reasoning: 64 } },
  },
  {
    user: prompts.outline,
    afterTool: true,
    answer: {
      text: '1. Clear sky over the Tejo\n2. Where to walk at 21 degrees',
      usage: { inputUncached: 43, cacheRead: 256, output: 31, reasoning: 0 },
    },
  },
  {
    user: prompts.draft,
    answer: {
      text: 'Autumn comes late to Lisbon. The sky is clear and the river keeps the light.',
      usage: { inputUncached: 307, cacheRead: 1024, cacheWrite: 128, output: 179, reasoning: 192 },
    },
  },
  { user: prompts.teaser, answer: { text: 'Lisbon, 21 degrees, no clouds.', usage: { inputUncached: 401, output: 13 } } },
  { user: prompts.title, answer: { text: 'Light on the Tejo', usage: { inputUncached: 67, cacheRead: 512, output: 7, reasoning: 128 } } },
  { user: prompts.summary, answer: { text: 'Lisbon is worth a walk in autumn.', usage: { inputUncached: 89, output: 11, reasoning: 0 } } },
  { user: prompts.index, answer: { responseModel: models.embedding.response, usage: { inputUncached: 5, output: 0 } } },
  { user: prompts.translate, answer: { error: { status: 429, type: 'requests', message: 'Rate limit reached for requests' } } },
]

const anthropicLines: readonly Line[] = [
  {
    user: prompts.outline,
    answer: {
      text: 'I look up the weather first.',
      toolCalls: [{ name: tool.name, arguments: tool.arguments }],
      usage: { inputUncached: 17, cacheWrite: 1117, cacheWrite1h: 2221, output: 47 },
    },
  },
  {
    user: prompts.outline,
    afterTool: true,
    answer: {
      text: '1. Clear sky over the Tejo\n2. Where to walk at 21 degrees',
      usage: { inputUncached: 29, cacheRead: 3338, output: 37 },
    },
  },
  {
    user: prompts.draft,
    answer: {
      text: 'Autumn comes late to Lisbon. The sky is clear and the river keeps the light.',
      usage: { inputUncached: 59, cacheRead: 3338, cacheWrite: 97, output: 181, reasoning: 53 },
    },
  },
  {
    user: prompts.packing,
    answer: { toolCalls: [{ name: tool.name, arguments: tool.arguments }], usage: { inputUncached: 613, output: 41 } },
  },
  { user: prompts.packing, afterTool: true, answer: { text: 'A light jacket.', usage: { inputUncached: 701, output: 7 } } },
  { user: prompts.translate, answer: { error: { status: 529, type: 'overloaded_error', message: 'Overloaded' } } },
]

const byProvider = {
  openai: linesScript(openaiLines.map((line) => served(line, models.openai.response))),
  anthropic: linesScript(anthropicLines.map((line) => served(line, models.anthropic.response))),
}

/** Answers the prompts of `blog-post.json`, and nothing else. */
export const blogPostScript: Script = (request) => byProvider[request.provider](request)

function served(line: Line, responseModel: string): Line {
  return { ...line, answer: { responseModel, ...line.answer } }
}
