import { parseArgs } from 'node:util'
import { AppError } from '@ai-tracker/collector'
import type { Arguments, Option, Options } from './command.ts'
import { nearest } from './nearest.ts'

/** What may be given. */
export interface Accepted {
  readonly options: Options
  /** The most words besides options. */
  readonly maxWords: number
}

/**
 * Reads arguments with `node:util`. Its strict mode is off because it refuses values such as `-cost` and cannot say which option was
 * probably meant; the checks are here.
 * @throws AppError `invalid` that names the argument and what to do
 */
export function parseArguments(argv: readonly string[], { options, maxWords }: Accepted): Arguments {
  const { tokens, positionals } = parseArgs({ args: [...argv], options: parserOptions(options), strict: false, tokens: true })
  const given = new Map<string, string | undefined>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (!option) throw new AppError('invalid', `there is no option ${token.rawName}${suggestion(token.name, options)}`)
    if (given.has(token.name)) throw new AppError('invalid', `--${token.name} is given twice; give it once`)
    checkValue(option, token)
    given.set(token.name, token.value)
  }
  const surplus = positionals[maxWords]
  if (surplus !== undefined) throw new AppError('invalid', `${JSON.stringify(surplus)} is one argument too many; quote what has spaces`)
  return { words: positionals, text: (option) => given.get(option), isSet: (option) => given.has(option) }
}

function parserOptions(options: Options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { value, short }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short !== undefined && { short }) },
    ]),
  )
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function checkValue({ value: placeholder, values }: Option, { name, rawName, value, inlineValue }: OptionToken): void {
  if (placeholder === undefined) {
    if (value !== undefined) throw new AppError('invalid', `${rawName} takes no value; leave ${JSON.stringify(value)} out`)
    return
  }
  if (value === undefined) throw new AppError('invalid', `${rawName} needs a value: ${rawName} ${placeholder}`)
  if (value === '') throw new AppError('invalid', `${rawName} is empty; give a value, or leave it out`)
  // A forgotten value would swallow the next option.
  if (!inlineValue && value.startsWith('--'))
    throw new AppError('invalid', `${rawName} needs a value; write ${rawName}=${value} if ${value} is meant`)
  if (values) checkChoice(`--${name}`, value, values)
}

/** @throws AppError `invalid` when a text is none of those that are allowed, with the one that was probably meant */
export function checkChoice(what: string, text: string, allowed: readonly string[]): void {
  if (allowed.includes(text)) return
  const meant = nearest(text, allowed)
  const question = meant === undefined ? '' : `; did you mean ${meant}?`
  throw new AppError('invalid', `${what} is ${JSON.stringify(text)}${question || ';'} allowed: ${allowed.join(', ')}`)
}

function suggestion(name: string, options: Options): string {
  const meant = nearest(name, Object.keys(options))
  return meant === undefined ? '; --help lists the options' : `; did you mean --${meant}?`
}
