import { ibanLength, isBasicCredential, isCardNumber, isJwtHeader } from './checks.ts'
import { CREDENTIAL_RULE, findCredentialPairs } from './credential-pairs.ts'
import { findPattern, type Rule, type Stretch, TOKEN_START } from './rule.ts'

/** Number of the rules of this file: it is part of what is stored of an item. One more with every change of what they find. */
export const BUILT_IN_VERSION = 1

/** A token: a beginning of its own, then characters of which none can end a JSON string. */
function token(source: string, flags = 'g'): RegExp {
  return new RegExp(TOKEN_START + source, flags)
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Rules that every collector has, strongest first: what one has replaced, the next no longer sees. */
export const BUILT_IN_RULES: readonly Rule[] = [
  { name: 'private-key', signs: ['---'], find: findPrivateKeys },
  { name: 'anthropic-key', signs: ['sk-'], find: findPattern(token('sk-ant-[A-Za-z0-9_-]{16,}')) },
  {
    name: 'openai-key',
    signs: ['sk-'],
    // Names of packages and CSS classes begin like this, too; they have no long part with digits.
    find: findPattern(token('sk-[A-Za-z0-9_-]{20,}'), { isValid: ([key]) => /\d/.test(key) && /[A-Za-z0-9]{12}/.test(key) }),
  },
  {
    name: 'github-token',
    signs: ['hp_', 'ho_', 'hu_', 'hs_', 'hr_', 'ub_'],
    find: findPattern(token('(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})')),
  },
  { name: 'gitlab-token', signs: ['at-'], find: findPattern(token('glpat-[A-Za-z0-9_-]{20,}')) },
  { name: 'aws-secret-key', signs: ['aki', 'asi'], find: findAwsSecrets },
  { name: 'aws-access-key', signs: ['aki', 'asi'], find: findPattern(token('(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])')) },
  { name: 'google-key', signs: ['aiz'], find: findPattern(token('AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])')) },
  { name: 'slack-token', signs: ['xox'], find: findPattern(token('xox[abeoprs]-[A-Za-z0-9-]{10,}')) },
  { name: 'stripe-key', signs: ['k_l', 'k_t', 'ec_'], find: findPattern(token('(?:[rs]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}')) },
  { name: 'npm-token', signs: ['pm_'], find: findPattern(token('npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])')) },
  { name: 'hugging-face-token', signs: ['hf_'], find: findPattern(token('hf_[A-Za-z0-9]{34}(?![A-Za-z0-9])')) },
  {
    name: 'jwt',
    signs: ['eyj'],
    find: findPattern(token(String.raw`(?<!-)(eyJ[A-Za-z0-9_-]{8,})\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{2,}`), {
      isValid: ([, header = '']) => isJwtHeader(header),
    }),
  },
  {
    name: 'authorization',
    signs: ['rer', 'asi', 'oke'],
    find: findPattern(
      /(authorization(?:\\{0,15}["'])?[ \t]{0,4}[:=][ \t]{0,4}(?:\\{0,15}["'])?)?(?<![A-Za-z0-9_])(bearer|basic|token)[ \t]{1,4}([A-Za-z0-9._~+/-]{4,}={0,2})/gi,
      { group: 3, isValid: ([, header, scheme = '', value = '']) => header !== undefined || isBareCredential(scheme, value) },
    ),
  },
  {
    name: 'connection-password',
    signs: ['://', '/?/'],
    find: findPattern(/:(?:\\?\/){2}[^\s:@/"'\\<>{}]{0,100}:([^\s@/"'\\<>]{1,200})@/g, {
      group: 1,
      isValid: ([, password = '']) => !/^[$<{%*[]/.test(password),
    }),
  },
  { name: CREDENTIAL_RULE, signs: ['ssw', 'ssp', 'pwd', 'key', 'oke', 'ecr'], find: findCredentialPairs },
  {
    name: 'email',
    signs: ['@'],
    find: findPattern(
      /(?:(?<![A-Za-z0-9._%+\\-])|(?<=\\[nrtbf])|(?<=\\u[0-9A-Fa-f]{4}))[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}([A-Za-z]{2,24})(?![A-Za-z0-9-])/g,
      { isValid: ([address, domain = '']) => !address.startsWith('git@') && !FILE_SUFFIXES.has(domain.toLowerCase()) },
    ),
  },
  {
    name: 'payment-card',
    signs: ['000'],
    find: findPattern(
      /(?:(?<![\w.+/\\-])|(?<=\\[nrtbf]))(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5})(?![\w/-]|\.\d)/g,
      { isValid: ([number]) => isCardNumber(number.replace(/[ -]/g, '')) },
    ),
  },
  { name: 'iban', signs: [...LETTERS].map((letter) => `${letter}00`), find: findIbans },
]

/** Ends of `name@2x.png`, which is no address. */
const FILE_SUFFIXES: ReadonlySet<string> = new Set([
  ...['png', 'jpg', 'jpeg', 'gif', 'svg', 'webp', 'ico', 'js', 'mjs', 'cjs', 'ts', 'tsx', 'jsx', 'css', 'json', 'html', 'md', 'py', 'tgz'],
])

/** A scheme in prose ("basic knowledge") is followed by words. */
function isBareCredential(scheme: string, value: string): boolean {
  const name = scheme.toLowerCase()
  if (name === 'basic') return value.length >= 8 && isBasicCredential(value)
  return name === 'bearer' && value.length >= 16 && /\d/.test(value)
}

const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/
/** What a key has between its first and last line; line breaks also as escapes of JSON, and of JSON in JSON. */
const KEY_BODY = /^(?:[A-Za-z0-9+/=\s:,.-]|\\+[nrt])*$/
/** The beginning of a key whose end was cut off: without the characters that only its headers have. */
const CUT_KEY_BODY = /^(?:[A-Za-z0-9+/=\r\n]|\\+[nr])*/

/** PEM private keys, whole, also those that a length limit has cut. Each part of the text is looked at once. */
function findPrivateKeys(text: string): readonly Stretch[] {
  return [...text.matchAll(KEY_BEGIN)].map(({ index, 0: line }, at, begins) => {
    const from = index + line.length
    const rest = text.slice(from, begins[at + 1]?.index)
    const end = KEY_END.exec(rest)
    const isWhole = end && KEY_BODY.test(rest.slice(0, end.index))
    const length = isWhole ? end.index + end[0].length : (CUT_KEY_BODY.exec(rest)?.[0].length ?? 0)
    return { start: index, end: from + length }
  })
}

const AWS_ID = token('(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])')
const AWS_SECRET = token('(?<![/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])')
/** How far from its id a secret key is looked for. Alone it is 40 characters like any others. */
const AWS_DISTANCE = 200

function findAwsSecrets(text: string): readonly Stretch[] {
  const found: Stretch[] = []
  let from = 0
  for (const id of findPattern(AWS_ID)(text)) {
    const start = Math.max(from, id.start - AWS_DISTANCE)
    const near = text.slice(start, id.end + AWS_DISTANCE)
    for (const [secret, index] of [...near.matchAll(AWS_SECRET)].map((match) => [match[0], match.index] as const)) {
      if (!/[a-z]/.test(secret) || !/[A-Z]/.test(secret) || !/\d/.test(secret)) continue
      found.push({ start: start + index, end: start + index + secret.length })
      from = start + index + secret.length
    }
  }
  return found
}

const IBAN = token('[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?')

/** IBANs, which words in capitals may follow. */
function findIbans(text: string): readonly Stretch[] {
  return findPattern(IBAN)(text).flatMap(({ start, end }) => {
    const length = ibanLength(text.slice(start, end).replaceAll(' ', ''))
    if (length === undefined) return []
    let last = start
    for (let left = length; left > 0; last++) if (text[last] !== ' ') left--
    return /[A-Za-z0-9]/.test(text.charAt(last)) ? [] : [{ start, end: last }]
  })
}
