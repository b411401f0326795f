import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_RULES } from './built-in-rules.ts'
import { parseOwnRules } from './own-rules.ts'
import { createRuleBook, redactText } from './redact-text.ts'
import { HARMLESS, SECRETS } from './testing/secrets.ts'

/** A rule that takes quotes and braces along, and one that finds what others have left. */
const GREEDY = parseOwnRules(
  JSON.stringify({
    rules: [
      { name: 'greedy', pattern: 'customer.{1,20}' },
      { name: 'odd', pattern: 'redact|[a-c]{3}|n"' },
    ],
  }),
  'rules.json',
)
const builtIn = createRuleBook(BUILT_IN_RULES)
const withOwn = createRuleBook([...BUILT_IN_RULES, ...GREEDY.rules])
const BOOKS = { 'the built-in rules': builtIn, 'own rules besides': withOwn }

const secrets = Object.values(SECRETS).flat()
const secret = fc.constantFrom(...secrets)
/** What a text can have besides secrets; no letter or digit at its ends, which would make it part of a secret's word. */
const filler = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(...HARMLESS, 'a "quoted" \\ path\\new', 'password: "', 'customer 1"}', '{"a":'),
  )
  .map((text) => ` ${text}\n`)
const anyText = fc
  .array(
    fc.oneof(
      filler,
      secret.map((each) => `(${each})`),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
const anyJson = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      anyText,
      fc.integer(),
      fc.constant(4111111111111111),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('password', 'content', 'role', 'a@b.org', 'customer'), tie('value'), { maxKeys: 4 }),
      tie('value').map((value) => JSON.stringify(value)),
    ),
  }))
  .value.map((value) => JSON.stringify([value]))

for (const [name, book] of Object.entries(BOOKS)) {
  const redact = (text: string): string => redactText(text, book).text
  describe(`with ${name}`, () => {
    it('never throws, and says that nothing was found exactly when nothing was changed', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'binary' }), anyText, anyJson), (text) => {
          const found = redactText(text, book)
          expect(found.text === text).toBe(found.counts.size === 0)
        }),
      )
    })
    it('lets no secret through', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const redacted = redact(text)
          for (const each of secrets) expect(redacted).not.toContain(each)
        }),
      )
    })
    it('keeps JSON valid, and lets no secret through in it', () => {
      fc.assert(
        fc.property(anyJson, (json) => {
          const redacted = redact(json)
          expect(() => JSON.parse(redacted)).not.toThrow()
          for (const each of secrets) expect(redacted).not.toContain(JSON.stringify(each).slice(1, -1))
        }),
      )
    })
    it('keeps an element of a list valid', () => {
      fc.assert(
        fc.property(anyJson, (json) => {
          const element = `{"content":${JSON.stringify(json)}}`
          expect(() => JSON.parse(`[0${redact(`,${element}`)}]`)).not.toThrow()
          expect(() => JSON.parse(`${redact(`[${element}`)}]`)).not.toThrow()
        }),
      )
    })
  })
}

it('changes nothing when done again', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, anyJson), (text) => {
      const once = redactText(text, builtIn).text
      expect(redactText(once, builtIn).text).toBe(once)
    }),
  )
})
