import type { Source } from './source.ts'

/** The rules of the receiver are numbered R1 to R78: what OTLP asks of a server, and what its clients need. */
const LAST_RULE = 78

/** A quoted text, which a name of a test is. */
const QUOTED = /(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g
/** Numbers at the start of a name, `R7 R8 takes …`, or behind what it says, `takes … (R7, R8)`. */
const NUMBERED = /(?:^|\()(R\d+(?:,? R\d+)*)(?=[ )])/g

/** Rules that no test names, and rules that are said to be missing although a test names them. */
export function untestedRules(sources: readonly Source[], missing: readonly string[]): readonly string[] {
  const tested = new Set(sources.filter(({ path }) => /\.test\.tsx?$/.test(path)).flatMap(({ text }) => rulesIn(text)))
  const all = Array.from({ length: LAST_RULE }, (_, index) => `R${index + 1}`)
  return [
    ...all.filter((rule) => !tested.has(rule) && !missing.includes(rule)).map((rule) => `${rule}: no test has it in its name`),
    ...missing
      .filter((rule) => tested.has(rule))
      .map((rule) => `${rule}: a test has it in its name; take it out of the list of missing ones`),
    ...[...tested].filter((rule) => !all.includes(rule)).map((rule) => `${rule}: there is no such rule`),
  ]
}

function rulesIn(text: string): readonly string[] {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
  const names = [...code.matchAll(QUOTED)].map(([, , name = '']) => name)
  return names.flatMap((name) => [...name.matchAll(NUMBERED)].flatMap(([, rules = '']) => rules.split(/,? /)))
}
