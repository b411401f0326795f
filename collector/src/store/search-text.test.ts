import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchExpression, searchableText } from './search-text.ts'

/** Whether words that a person typed find a text. `undefined` when there is nothing to look for. */
function finds(typed: string, text: string): boolean | undefined {
  const match = matchExpression(typed)
  if (match === undefined) return undefined
  const db = new Database(':memory:')
  db.exec("CREATE VIRTUAL TABLE search USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
  db.prepare('INSERT INTO search VALUES (?)').run(searchableText(text))
  const found = db.prepare('SELECT rowid FROM search WHERE search MATCH ?').all(match).length > 0
  db.close()
  return found
}

describe('a search', () => {
  it.each<[string, string, string, boolean | undefined]>([
    ['a word in another case', 'OCTOPUS', 'an octopus', true],
    ['a word without its accents', 'deja', 'Déjà vu', true],
    ['words in any order', 'three one', 'one two three', true],
    ['no text without one of the words', 'one four', 'one two three', false],
    ['the beginning of the last word', 'an octo', 'an octopus', true],
    ['no beginning of another word', 'octo an', 'an octopus', false],
    ['no end of a word', 'pus', 'octopus', false],
    ['no beginning of two letters', 'oc', 'octopus', false],
    ['words in quotes one after the other', '"two three"', 'one two three', true],
    ['no words in quotes that are apart', '"one three"', 'one two three', false],
    ['no beginning of what is in quotes', '"two thr"', 'one two three', false],
    ['the beginning of a quote that is still open', '"two thr', 'one two three', true],
    ['a path', 'src/app.ts', '{"path":"collector/src/app.ts"}', true],
    ['no other path of the same words', 'src/app.ts', 'app/src ts', false],
    ['a part of a name with underscores', 'user_id', 'the user_id of it', true],
    ['a word behind a line break in JSON', 'second', '{"text":"first\\nsecond"}', true],
    ['a letter that JSON writes as a number', 'größe', '{"text":"gr\\u00f6\\u00DFe"}', true],
    ['a backslash of a text that is not JSON', 'nothing', 'C:\\nothing', true],
    ['a word in the middle of Chinese', '天气', '今天天气很好', true],
    ['no Chinese in another order', '气天', '今天天气很好', false],
    ['a word in the middle of Thai', 'ภาษา', 'ฉันพูดภาษาไทย', true],
    ['nothing for punctuation', '"-" ( * ) : ^', 'a - b', undefined],
    ['nothing for nothing', '', 'a', undefined],
    ['words beside punctuation', '- octopus (', 'an octopus', true],
    ['words that mean something to the index', 'cats AND NOT dogs', 'cats and not dogs', true],
    ['no less for a word that excludes elsewhere', 'cats NOT dogs', 'cats', false],
    ['a column name as a word', 'trace:octopus', 'trace octopus', true],
    ['no blob', `${'Ab9'.repeat(40)}`, `image ${'Ab9'.repeat(200)}`, false],
    ['what stands beside a blob', 'image', `image ${'Ab9+/'.repeat(200)}==`, true],
    ['a digest', 'f'.repeat(64), `sha256:${'f'.repeat(64)}`, true],
  ])('finds %s', (...[, typed, text, expected]) => {
    expect(finds(typed, text)).toBe(expected)
  })

  it('takes anything that can be typed, and never as syntax', () => {
    const awkward = fc.string({
      unit: fc.constantFrom('"', '*', '(', ')', '^', ':', '-', '+', ' ', '\0', '\ud800', 'a', 'OR', 'é', '天', '́', '{', '}'),
    })
    fc.assert(
      fc.property(fc.oneof(awkward, fc.string({ unit: 'binary' })), (typed) => {
        finds(typed, 'a text')
      }),
      { numRuns: 300 },
    )
  })

  it('finds every text by its own words', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'B', '7', 'é', '天', 'の'), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        expect(finds(words.join(' '), `x ${[...words].reverse().join(' | ')} y`)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
