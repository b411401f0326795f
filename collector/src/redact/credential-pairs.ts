import { markerOf, type Stretch } from './rule.ts'

/**
 * Finds values that stand behind the name of a secret, `password=…` or `"api_key": "…"`, in source code, configuration, query
 * strings and JSON, also in JSON that is a string of other JSON. The name alone says little, `password: string` is code, so a value
 * must look like one.
 */

/** Names whose value is always secret. */
const PASSWORD = 'pass(?:word|wd|phrase)|pwd'
/** Names of keys and tokens. `max_tokens` and `token_count` are none: the name must end here. */
const KEY =
  '(?:api|access|secret|private|auth|signing|encryption|account|bearer|refresh|session|client|id)[_-]?(?:access[_-]?)?(?:key|token|secret)' +
  '|[_-](?:token|secret)'
/** Names that are as often something else. */
const VAGUE = 'token|secret'

const PAIR = new RegExp(
  String.raw`(?:(?<password>${PASSWORD})|(?<key>${KEY})|(?<vague>${VAGUE}))(?![A-Za-z0-9_-])(?:\\{0,15}["'])?[ \t]{0,4}(?::=?|=(?![=>]))[ \t]{0,4}(?<quote>\\{0,15}["'])?`,
  'gi',
)
const UNQUOTED = /[^\s"'`\\,;&<>{}()[\]|]{1,200}/y
/** Longer values are no passwords. It also bounds the search for the closing quote. */
const MAX_VALUE = 1024

/** A value that stands for one: a variable, a blank to fill in, stars, or what was replaced already. */
const PLACEHOLDER = /^(?:[$<{%*]|\[redacted:|x{3,}|your|process\.env|os\.environ|(?:null|none|true|false|undefined)$)/i
const DOTTED_NAME = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/

/** The values of pairs in a text. */
export function findCredentialPairs(text: string): readonly Stretch[] {
  const found: Stretch[] = []
  PAIR.lastIndex = 0
  for (let match = PAIR.exec(text); match; match = PAIR.exec(text)) {
    const value = valueAt(text, match)
    if (value === undefined) continue
    found.push(value)
    PAIR.lastIndex = value.end
  }
  return found
}

function valueAt(text: string, match: RegExpExecArray): Stretch | undefined {
  const start = match.index + match[0].length
  const { quote, password, key } = match.groups ?? {}
  const kind = password !== undefined ? 'password' : key !== undefined ? 'key' : 'vague'
  const end = quote === undefined ? undefined : closingQuote(text, { start, quote })
  if (end !== undefined) return isQuotedSecret(text.slice(start, end), kind) ? { start, end } : undefined
  UNQUOTED.lastIndex = start
  const value = UNQUOTED.exec(text)?.[0]
  if (value === undefined) return undefined
  const isQuery = /[?&]/.test(text.charAt(match.index - 1))
  return isQuery || isBareSecret(value, kind) ? stretchOf(value, start) : undefined
}

function stretchOf(value: string, start: number): Stretch | undefined {
  return PLACEHOLDER.test(value) ? undefined : { start, end: start + value.length }
}

type Kind = 'password' | 'key' | 'vague'

function isQuotedSecret(value: string, kind: Kind): boolean {
  if (value === '' || PLACEHOLDER.test(value)) return false
  if (kind === 'password') return (value.match(/\s/g) ?? []).length <= 3
  if (/\s/.test(value)) return false
  return kind === 'key' ? value.length >= 8 && (/\d/.test(value) || value.length >= 20) : isLikelyToken(value)
}

function isBareSecret(value: string, kind: Kind): boolean {
  if (DOTTED_NAME.test(value)) return false
  if (kind === 'vague') return isLikelyToken(value)
  return value.length >= (kind === 'password' ? 6 : 8) && /\d/.test(value)
}

function isLikelyToken(value: string): boolean {
  return value.length >= 16 && /\d/.test(value) && /[a-z]/i.test(value)
}

/**
 * Where a quoted value ends. In JSON that is a string of JSON, a quote of depth d is preceded by 2^d − 1 backslashes, and a quote
 * within the value by more; backslashes of the value itself come in multiples of 2^(d+1).
 */
function closingQuote(text: string, { start, quote }: { readonly start: number; readonly quote: string }): number | undefined {
  const mark = quote.at(-1) ?? '"'
  const depth = quote.length - 1
  const value = text.slice(start, start + MAX_VALUE)
  for (let at = value.indexOf(mark); at !== -1; at = value.indexOf(mark, at + 1)) {
    let backslashes = 0
    while (value[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % (2 * depth + 2) === depth) return value.slice(0, at).includes('\n') ? undefined : start + at - depth
  }
  return undefined
}

const SECRET_KEY = new RegExp(
  `(?:^|[._-])(?:${PASSWORD}|(?:api|access|secret|private|auth|client|x-api)[_-]?(?:key|token|secret)|authorization|cookie|set-cookie)$`,
  'i',
)

/** Whether the value of an attribute is secret by the attribute's name: `db.password`, `http.request.header.authorization`. */
export function isSecretKey(key: string): boolean {
  return key.length <= 256 && SECRET_KEY.test(key)
}

/** Whether a text under such a name is to be replaced. */
export function isSecretValue(text: string): boolean {
  return text !== '' && !PLACEHOLDER.test(text)
}

/** The name of the rule, for the pairs and the attributes. */
export const CREDENTIAL_RULE = 'credential'

/** What stands in the place of a secret attribute. */
export const CREDENTIAL_MARKER = markerOf(CREDENTIAL_RULE)
