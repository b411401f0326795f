const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Where the scan stands in one open container: the key or the index of the current member. */
interface Level {
  readonly isObject: boolean
  key: string
  index: number
  atKey: boolean
}

/** Keys come from outside: only plain ones are shown. */
const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_]{0,40}$/

/** Only the last steps of a path are shown when it is longer. */
const MAX_STEPS = 12

/**
 * The path of the value at `offset`, such as `resourceSpans[0].scopeSpans`; `''` at the top level.
 * Works it out anew from the text, so that reading need not keep track of it. The text must be JSON up to `offset`.
 */
export function jsonPath(text: string, offset: number): string {
  const levels: Level[] = []
  for (let i = 0; i < offset; i++) {
    const level = levels.at(-1)
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      const close = closingQuote(text, i + 1)
      if (level?.atKey && close < offset) level.key = text.slice(i + 1, close)
      i = close
      continue
    }
    const char = text[i]
    if (char === '{') levels.push({ isObject: true, key: '', index: 0, atKey: true })
    else if (char === '[') levels.push({ isObject: false, key: '', index: 0, atKey: false })
    else if (char === '}' || char === ']') levels.pop()
    else if (level && char === ',') advance(level)
    else if (level && char === ':') level.atKey = false
  }
  return pathText(levels)
}

function advance(level: Level): void {
  level.index += 1
  level.atKey = level.isObject
  level.key = ''
}

function closingQuote(text: string, start: number): number {
  let i = start
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1
  return i
}

function pathText(levels: readonly Level[]): string {
  const steps = levels.filter((level) => !level.atKey || level.key).map(stepText)
  const shown = steps.slice(-MAX_STEPS).join('')
  return steps.length > MAX_STEPS ? `…${shown}` : shown.replace(/^\./, '')
}

function stepText(level: Level): string {
  if (!level.isObject) return `[${level.index}]`
  return `.${PLAIN_KEY.test(level.key) ? level.key : '?'}`
}
