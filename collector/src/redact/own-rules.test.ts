import { describe, expect, it } from 'vitest'
import { parseOwnRules } from './own-rules.ts'
import { createRuleBook, redactText } from './redact-text.ts'

const parse = (content: unknown) => parseOwnRules(JSON.stringify(content), 'rules.json')
const redactWith = (rule: object, text: string): string => redactText(text, createRuleBook(parse({ rules: [rule] }).rules)).text

describe('own rules', () => {
  const cases: readonly (readonly [name: string, rule: object, text: string, redacted: string])[] = [
    ['a pattern', { name: 'customer', pattern: 'CUST-[0-9]{4}' }, 'for CUST-1234.', 'for [redacted:customer].'],
    [
      'its first group',
      { name: 'ticket', pattern: 'ticket ([0-9]+)' },
      'ticket 12, ticket 3',
      'ticket [redacted:ticket], ticket [redacted:ticket]',
    ],
    ['any case', { name: 'word', pattern: 'acme', ignoreCase: true }, 'ACME Acme', '[redacted:word] [redacted:word]'],
    ['with what it contains', { name: 'word', pattern: 'acme-\\d', contains: ['acme-'] }, 'acme-1 x', '[redacted:word] x'],
    ['characters beyond the first plane', { name: 'word', pattern: 'é.b' }, '😀é😀b', '😀[redacted:word]'],
    ['quotes of JSON', { name: 'word', pattern: '"a.*' }, '{"a":"b","c":1}', '{"a":"b","c":1}'],
    ['half of an escape', { name: 'word', pattern: 'n[a-z]' }, '"\\nab nb"', '"\\n[redacted:word]b [redacted:word]"'],
    ['its own replacement', { name: 'word', pattern: 'redacted|word' }, 'a word', 'a [redacted:word]'],
  ]
  for (const [name, rule, text, redacted] of cases) it(name, () => expect(redactWith(rule, text)).toBe(redacted))

  it('takes the names of disabled built-in rules', () => expect([...parse({ disable: ['email'] }).disabled]).toEqual(['email']))
  it('takes linear time for a pattern that others are hung up by', () => {
    const text = 'a'.repeat(100_000)
    expect(redactWith({ name: 'slow', pattern: '(a+)+$' }, `${text}!`)).toBe(`${text}!`)
  })
  it('bounds the work on a text that is full of matches', () => {
    const text = 'a'.repeat(200_000)
    expect(redactWith({ name: 'many', pattern: 'a.*b|a' }, text).endsWith('[redacted:many]')).toBe(true)
  })
})

describe('a bad file of rules', () => {
  const rule = { name: 'x', pattern: 'x' }
  const cases: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
    ['not JSON', '{', /^redaction rules rules\.json: not JSON: /],
    ['not an object', '[]', /must hold one JSON object/],
    ['an unknown member', '{"rule":[]}', /unknown member "rule"/],
    ['rules that are no list', '{"rules":{}}', /"rules" must be a list of at most 200/],
    ['an unknown built-in rule', '{"disable":["mail"]}', /no built-in rule "mail"; known are private-key, /],
    ['a rule without name', '{"rules":[{"pattern":"x"}]}', /rule 1: "name" must be/],
    ['a name with a quote', '{"rules":[{"name":"a\\"","pattern":"x"}]}', /rule 1: "name" must be/],
    ['a name of ours', '{"rules":[{"name":"email","pattern":"x"}]}', /rule "email": a built-in rule has this name/],
    ['a name twice', JSON.stringify({ rules: [rule, rule] }), /rule "x": the name is used twice/],
    ['an unknown member of a rule', '{"rules":[{"name":"x","pattern":"x","flags":"i"}]}', /rule "x": unknown member "flags"/],
    ['no pattern', '{"rules":[{"name":"x"}]}', /rule "x": "pattern" must be a regular expression/],
    ['a wrong pattern', '{"rules":[{"name":"x","pattern":"["}]}', /rule "x": "pattern" is no regular expression of RE2: .*closing/],
    ['look-ahead', '{"rules":[{"name":"x","pattern":"(?=a)b"}]}', /rule "x": "pattern" is no regular expression of RE2/],
    ['a pattern too large', '{"rules":[{"name":"x","pattern":"(a{1000}){1000}"}]}', /rule "x": "pattern" is no regular/],
    ['a pattern of nothing', '{"rules":[{"name":"x","pattern":"a*"}]}', /rule "x": "pattern" matches the empty text/],
    ['a short text', '{"rules":[{"name":"x","pattern":"x","contains":["ab"]}]}', /rule "x": "contains" has "ab"/],
    ['texts that are none', '{"rules":[{"name":"x","pattern":"x","contains":[1]}]}', /rule "x": "contains" must be a list/],
    ['a flag that is none', '{"rules":[{"name":"x","pattern":"x","ignoreCase":"yes"}]}', /rule "x": "ignoreCase" must be/],
  ]
  for (const [name, text, reason] of cases)
    it(name, () =>
      expect(() => parseOwnRules(text, 'rules.json')).toThrow(
        expect.objectContaining({ code: 'invalid', message: expect.stringMatching(reason) }),
      ),
    )
})
