import { expect, it } from 'vitest'
import { spanTitle } from './span-title.ts'

it.each<[name: string, kind: string, model: string | null, object: string | undefined, title: string]>([
  ['chat gpt-5', 'llm', 'gpt-5-2025-08-07', undefined, 'gpt-5-2025-08-07'],
  ['chat', 'llm', null, undefined, 'chat'],
  ['execute_tool bash', 'tool', null, 'Bash', 'bash'],
  ['npm run', 'tool', null, 'Bash', 'npm run'],
  ['execute_tool', 'tool', null, 'fetch', 'fetch'],
  ['execute_tool', 'tool', null, undefined, 'execute_tool'],
  ['invoke_agent coder', 'agent', 'gpt-5', undefined, 'coder'],
  ['', 'generic', null, undefined, ''],
])('a span %j of kind %s, model %s, tool %s is %j', (...[name, kind, model, object, title]) => {
  expect(spanTitle({ name, kind, model }, object)).toBe(title)
})
