import { describe, expect, it } from 'vitest'
import { BUILT_IN_RULES } from './built-in-rules.ts'
import { createRuleBook, redactText } from './redact-text.ts'
import { HARMLESS, SECRETS } from './testing/secrets.ts'

const book = createRuleBook(BUILT_IN_RULES)
const redact = (text: string): string => redactText(text, book).text

describe('secrets by their own looks', () => {
  for (const [rule, secrets] of Object.entries(SECRETS))
    for (const secret of secrets) {
      const marker = `[redacted:${rule}]`
      const name = `${rule} ${JSON.stringify(secret.slice(0, 24))}`
      it(`${name}: alone`, () => expect(redact(secret)).toBe(marker))
      it(`${name}: in a sentence`, () => expect(redact(`Use (${secret}), please.`)).toBe(`Use (${marker}), please.`))
      it(`${name}: behind an escaped line break, in JSON`, () =>
        expect(JSON.parse(redact(JSON.stringify({ text: `keys:\n${secret}\nend` })))).toEqual({ text: `keys:\n${marker}\nend` }))
      it(`${name}: in JSON in JSON`, () =>
        expect(JSON.parse(JSON.parse(redact(JSON.stringify({ arguments: JSON.stringify({ a: secret, b: 1 }) }))).arguments)).toEqual({
          a: marker,
          b: 1,
        }))
      it(`${name}: behind other letters`, () => expect(redact(`é${secret}`)).toBe(`é${marker}`))
    }
})

describe('secrets by what stands before them', () => {
  const cases: readonly (readonly [name: string, text: string, redacted: string])[] = [
    ['a JSON member', '{"password":"hunter2","user":"ada"}', '{"password":"[redacted:credential]","user":"ada"}'],
    ['a password with quotes', '{"password":"a\\"b\\\\","user":"ada"}', '{"password":"[redacted:credential]","user":"ada"}'],
    ['JSON in JSON', '{"a":"{\\"api_key\\":\\"abcd1234efgh\\"}"}', '{"a":"{\\"api_key\\":\\"[redacted:credential]\\"}"}'],
    ['JSON in JSON in JSON', '"{\\\\\\"pwd\\\\\\":\\\\\\"x\\\\\\"}"', '"{\\\\\\"pwd\\\\\\":\\\\\\"[redacted:credential]\\\\\\"}"'],
    ['a number', '{"password":12345678}', '{"password":"[redacted:credential]"}'],
    ['a card number as a number', '{"card":4111111111111111,"b":1}', '{"card":"[redacted:payment-card]","b":1}'],
    ['a card number in a list of numbers', '[4111111111111111,1]', '["[redacted:payment-card]",1]'],
    ['an environment file', 'GITHUB_TOKEN=abc123def456ghi7\nB=2', 'GITHUB_TOKEN=[redacted:credential]\nB=2'],
    ['a query', 'GET /x?api_key=secretvalue&b=2', 'GET /x?api_key=[redacted:credential]&b=2'],
    ['YAML', 'db:\n  password: s3cr3t!pw\n  port: 1', 'db:\n  password: [redacted:credential]\n  port: 1'],
    ['Python', "connect(password='pa ss')", "connect(password='[redacted:credential]')"],
    ['a header', 'Authorization: Bearer abcd', 'Authorization: Bearer [redacted:authorization]'],
    ['a header in JSON', '{"authorization":"Basic dXNlcjpwYXNz"}', '{"authorization":"Basic [redacted:authorization]"}'],
    ['a scheme alone', 'curl -H "x: Bearer abcdefgh12345678"', 'curl -H "x: Bearer [redacted:authorization]"'],
    ['basic alone', 'basic dXNlcjpwYXNzd29yZA==', 'basic [redacted:authorization]'],
    ['a connection string', 'postgres://app:p%40ss@db:5432/x', 'postgres://app:[redacted:connection-password]@db:5432/x'],
    ['without user', 'redis://:pw12@cache', 'redis://:[redacted:connection-password]@cache'],
    ['with escaped slashes', '{"u":"amqp:\\/\\/a:b@c"}', '{"u":"amqp:\\/\\/a:[redacted:connection-password]@c"}'],
    [
      'an AWS secret near its id',
      `id AKIA${'IOSFODNN7EXAMPLE'}\nwJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLEKEY'}`,
      'id [redacted:aws-access-key]\n[redacted:aws-secret-key]',
    ],
    ['a key that was cut off', '-----BEGIN PRIVATE KEY-----\\nMIIEabc\\nAAA" etc', '[redacted:private-key]" etc'],
    ['an IBAN before words in capitals', 'GB82 WEST 1234 5698 7654 32 AND MORE', '[redacted:iban] AND MORE'],
  ]
  for (const [name, text, redacted] of cases) it(name, () => expect(redact(text)).toBe(redacted))
})

describe('what is no secret', () => {
  for (const text of HARMLESS) it(JSON.stringify(text.slice(0, 60)), () => expect(redact(text)).toBe(text))
})

describe('hostile texts take linear time', () => {
  const hostile: readonly (readonly [name: string, part: string])[] = [
    ['beginnings of keys', '-----BEGIN PRIVATE KEY-----'],
    ['beginnings and one end', '-----BEGIN PRIVATE KEY-----\n!'],
    ['local parts', 'a.b%c+d-'],
    ['at signs', 'a@a.'],
    ['token prefixes', 'sk-eyJ-ghp_AKIA'],
    ['headers of tokens', 'eyJhbGciOiJIUzI1NiJ9.'],
    ['names of secrets', 'password="'],
    ['names of secrets in single quotes', "pwd='"],
    ['names of secrets without values', 'pwd='],
    ['backslashes', '\\\\'],
    ['digits', '4111 '],
    ['digits without end', '4'],
    ['IBANs', 'DE89 3704 '],
    ['schemes', 'bearer basic authorization: '],
    ['connections', 'x://y:'],
    ['markers', '[redacted:email]a@b.de'],
  ]
  for (const [name, part] of hostile)
    it(name, () => {
      const text = part.repeat(Math.ceil(400_000 / part.length))
      const { user } = process.cpuUsage()
      redact(text)
      expect((process.cpuUsage().user - user) / 1000).toBeLessThan(1_000)
    })
})
