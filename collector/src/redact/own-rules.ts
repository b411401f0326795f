import { RE2JS } from 're2js'
import { AppError } from '../domain/app-error.ts'
import { BUILT_IN_RULES } from './built-in-rules.ts'
import type { Rule, Stretch } from './rule.ts'
import { signOf } from './signs.ts'

/** What a file of redaction rules says. */
export interface OwnRules {
  readonly rules: readonly Rule[]
  /** Names of built-in rules that are not to be applied. */
  readonly disabled: ReadonlySet<string>
  /** The content in one form, for the version of the rules. */
  readonly canonical: string
}

/** Where there is no file. */
export const NO_OWN_RULES: OwnRules = { rules: [], disabled: new Set(), canonical: '' }

const MAX_RULES = 200
const MAX_PATTERN_UNITS = 1000
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/

/**
 * Reads a file of rules:
 *
 * ```json
 * {
 *   "disable": ["email"],
 *   "rules": [{ "name": "customer", "pattern": "CUST-[0-9]{8}", "contains": ["CUST-"], "ignoreCase": false }]
 * }
 * ```
 *
 * Patterns are RE2's (no look-around, no back-references) and take linear time, whatever they are and whatever they meet. Of a pattern
 * with groups the first group is replaced, else the whole match. `contains` names texts of three characters or more without one of which
 * there is no match; with it, a rule costs nothing where they are missing.
 * @param file for errors
 * @throws AppError `invalid`, naming the file, the rule and the reason
 */
export function parseOwnRules(text: string, file: string): OwnRules {
  const fail = (reason: string, cause?: unknown): never => {
    throw new AppError('invalid', `redaction rules ${file}: ${reason}`, { cause })
  }
  const content = parseJson(text, fail)
  const { rules = [], disable = [], ...rest } = content
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) fail(`unknown member "${unknown}"; known are "rules" and "disable"`)
  if (!Array.isArray(rules) || rules.length > MAX_RULES) return fail(`"rules" must be a list of at most ${MAX_RULES} rules`)
  const disabled = disabledNames(disable, fail)
  const own = rules.map((rule: unknown, index) => readRule(rule, { index, fail }))
  const names = own.map(({ name }) => name)
  const repeated = names.find((name, index) => names.indexOf(name) < index)
  if (repeated !== undefined) fail(`rule "${repeated}": the name is used twice`)
  return { rules: own, disabled, canonical: JSON.stringify([rules, [...disabled].toSorted()]) }
}

type Fail = (reason: string, cause?: unknown) => never
type Json = Readonly<Record<string, unknown>>

function parseJson(text: string, fail: Fail): Json {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return fail(`not JSON: ${reasonOf(error)}`, error)
  }
  return isObject(value) ? value : fail('must hold one JSON object with "rules"')
}

function disabledNames(disable: unknown, fail: Fail): ReadonlySet<string> {
  if (!isTexts(disable)) return fail('"disable" must be a list of names of built-in rules')
  const known = BUILT_IN_RULES.map(({ name }) => name)
  const unknown = disable.find((name) => !known.includes(name))
  if (unknown !== undefined) fail(`"disable" names no built-in rule "${unknown}"; known are ${known.join(', ')}`)
  return new Set(disable)
}

interface Place {
  readonly index: number
  readonly fail: Fail
}

function readRule(value: unknown, { index, fail }: Place): Rule {
  if (!isObject(value)) return fail(`rule ${index + 1} must be an object with "name" and "pattern"`)
  const { name, pattern, contains = [], ignoreCase = false, ...rest } = value
  if (typeof name !== 'string' || !NAME.test(name))
    return fail(`rule ${index + 1}: "name" must be 1 to 40 lower-case letters, digits and "-", and begin with none of "-"`)
  const wrong = (reason: string, cause?: unknown): never => fail(`rule "${name}": ${reason}`, cause)
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) wrong(`unknown member "${unknown}"; known are "name", "pattern", "contains" and "ignoreCase"`)
  if (BUILT_IN_RULES.some((rule) => rule.name === name)) wrong('a built-in rule has this name; choose another')
  if (typeof pattern !== 'string' || pattern === '' || pattern.length > MAX_PATTERN_UNITS)
    return wrong(`"pattern" must be a regular expression of 1 to ${MAX_PATTERN_UNITS} characters`)
  if (typeof ignoreCase !== 'boolean') return wrong('"ignoreCase" must be true or false')
  if (!isTexts(contains)) return wrong('"contains" must be a list of texts')
  const signs = contains.map((literal) => signOf(literal) ?? wrong(`"contains" has "${literal}"; texts need three characters or more`))
  return { name, signs, find: finderOf(compile(pattern, ignoreCase, wrong)) }
}

function compile(pattern: string, ignoreCase: unknown, wrong: Fail): RE2JS {
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
  } catch (error) {
    return wrong(`"pattern" is no regular expression of RE2: ${reasonOf(error)}`, error)
  }
  return compiled.test('') ? wrong('"pattern" matches the empty text, so it would match everywhere') : compiled
}

/** Each search is linear, so a text full of matches is not: from where it gets long, the rest of the text counts as one match. */
const MAX_WORK = 20_000_000

function finderOf(pattern: RE2JS): Rule['find'] {
  return (text) => {
    if (!pattern.test(text)) return []
    const found: Stretch[] = []
    const matcher = pattern.matcher(text)
    const group = matcher.groupCount() > 0 ? 1 : 0
    let work = 0
    while (matcher.find()) {
      const [start, end] = [matcher.start(group), matcher.end(group)]
      if (start < 0 || end === start) continue
      work += text.length - start
      if (work > MAX_WORK) return [...found, { start, end: text.length }]
      found.push({ start, end })
    }
    return found
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
