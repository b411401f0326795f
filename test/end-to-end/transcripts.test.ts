/** What real clients sent, as the conversation that a person reads: who said what, which tools were called, and what is new in each call. */
import { describe, expect, it } from 'vitest'
import { openTestStore } from '../../collector/src/api/testing/test-store.ts'
import type { List, Message, MessagePart, TranscriptCall, TranscriptItem } from '../../collector/src/contract.ts'
import { CLIENTS } from '../clients/clients.ts'
import scenario from '../fake-model/blog-post.json' with { type: 'json' }
import { recordedItems } from './recorded-items.ts'

const ASK = '0: system SYSTEM, user OUTLINE → '
const RESULT = '3: tool tool_result 010 → assistant 1. Clear sky'
const DRAFT = '5: user DRAFT → assistant Autumn comes'

const OPENAI = [`${ASK}assistant get_weather(010)`, RESULT, DRAFT]
const CHAT = [...OPENAI, '7: user TEASER → assistant Lisbon, 21 d']
const TITLE = '1: user TITLE → assistant Light on the'
const SUMMARY = '0: user SUMMARY → assistant Lisbon is wo'
const INDEX = '0: user INDEX → '
const TRANSLATE = '0: user TRANSLATE → '
const ANTHROPIC = [`${ASK}assistant I look up th + get_weather(010)`, RESULT]

/** By client: each call as `repeated: new messages → answer`. */
const CONVERSATIONS: Readonly<Record<string, readonly string[]>> = {
  'js-otel-plain': [...OPENAI, '7: user TRANSLATE → '],
  'py-otel-plain': [...OPENAI, '7: user TRANSLATE → '],
  // Its messages go to log records; only the instructions of one call stand in a span.
  'js-otel-openai': [...Array(4).fill('nothing'), '0: system SYSTEM → ', ...Array(3).fill('nothing')],
  'js-openinference-openai': [...CHAT, TITLE, SUMMARY, INDEX],
  'py-openinference-openai': [...CHAT, TITLE, SUMMARY, `${INDEX}assistant other {"data":[{"e`, TRANSLATE],
  // The instructions of a response are not told, nor is the answer of a stream.
  'js-openllmetry-openai': [...CHAT, '0: user TITLE → assistant Light on the', '0: user SUMMARY → '],
  'py-openllmetry-openai': [...CHAT, TITLE, SUMMARY, INDEX, TRANSLATE],
  'js-openinference-anthropic': [...ANTHROPIC, DRAFT, TRANSLATE],
  'js-openinference-anthropic-native': [...ANTHROPIC, DRAFT, TRANSLATE],
  'py-openinference-anthropic': [...ANTHROPIC, DRAFT, TRANSLATE],
  'py-openinference-anthropic-native': [...ANTHROPIC, DRAFT, TRANSLATE],
  'js-openllmetry-anthropic': [...ANTHROPIC, DRAFT, TRANSLATE],
  'py-openllmetry-anthropic': [...ANTHROPIC, DRAFT, TRANSLATE],
  // Nothing ties the two spans of a failed call together.
  'py-openllmetry-anthropic-native': [...ANTHROPIC, DRAFT, TRANSLATE, 'nothing'],
  // Of a stream it tells no answer.
  'js-anthropic-native': [...ANTHROPIC, '5: user DRAFT → ', TRANSLATE],
  'py-anthropic-native': [...ANTHROPIC, DRAFT, TRANSLATE],
  'js-anthropic-native-metadata': Array(4).fill('nothing'),
  // Its thread is held by the server: the second request has only what is new.
  'js-anthropic-tool-runner': ['0: user PACKING → assistant get_weather(010)', '0: tool tool_result 010 → assistant A light jack'],
}

const calls = (items: readonly TranscriptItem[]): readonly TranscriptCall[] => items.filter((item) => item.kind === 'call')

describe.each(CLIENTS)('$name', ({ name }) => {
  it('tells who said what, and what was new', async () => {
    const store = await openTestStore()
    await store.writeItems(await recordedItems(name))
    const { items } = await store.get<List<TranscriptItem>>('/sessions/1/transcript')
    expect(calls(items).map(line)).toEqual(CONVERSATIONS[name])
  })

  it('has every message in the messages of its call, and all that was asked of the tool', async () => {
    const store = await openTestStore()
    await store.writeItems(await recordedItems(name))
    const { items } = await store.get<List<TranscriptItem>>('/sessions/1/transcript')
    for (const call of calls(items)) {
      const { items: all } = await store.get<List<Message>>(`/responses/${call.id}/messages`)
      const shown = new Set(call.messages.map(({ index }) => index))
      expect(all.filter(({ index }) => shown.has(index))).toEqual(call.messages)
      expect(all.length - shown.size).toBe(call.repeatedCount)
      const parts = all.flatMap((message) => message.parts)
      for (const asked of parts.filter((found) => found.type === 'tool_call'))
        expect(JSON.parse(asked.text)).toEqual(scenario.tool.arguments)
      for (const told of parts.filter((found) => found.type === 'tool_result')) expect(JSON.parse(told.text)).toEqual(scenario.tool.result)
    }
  })
})

/** Texts of the scenario by short names. */
const NAMES: ReadonlyMap<string, string> = new Map([
  [scenario.system, 'SYSTEM'],
  ...Object.entries(scenario.prompts).map(([name, text]) => [text, name.toUpperCase()] as const),
])

function part(found: MessagePart): string {
  if (found.type === 'media') return 'media'
  const text = NAMES.get(found.text) ?? found.text.slice(0, 12)
  if (found.type === 'text') return text
  if (found.type === 'tool_call') return `${found.name}(${found.callId?.slice(-3)})`
  return `${found.type} ${found.type === 'tool_result' ? found.callId?.slice(-3) : text}`
}

function line({ repeatedCount, messages, isWithoutContent }: TranscriptCall): string {
  const said = (isAnswer: boolean) =>
    messages.filter((message) => message.isAnswer === isAnswer).map(({ role, parts }: Message) => `${role} ${parts.map(part).join(' + ')}`)
  return isWithoutContent ? 'nothing' : `${repeatedCount}: ${said(false).join(', ')} → ${said(true).join(', ')}`
}
