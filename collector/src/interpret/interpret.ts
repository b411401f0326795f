/**
 * From one OTLP span, with its resource and scope, to what it means to this product. A record is a pure function of one item;
 * what depends on relatives (which phase, which session, whose usage counts) is settled later.
 *
 * To add a dialect:
 * 1. write `dialects/<name>.ts`: a `Dialect` value with its marks and a function that answers the fields that it knows;
 * 2. put it into `DIALECTS`, before the dialects that it shall beat where both have a value, and add what is special about its
 *    token counts to the table in `usage-convention.ts`;
 * 3. add a folder of real spans and expected records under `fixtures/`, and raise `RULES_VERSION`, so that history is derived again.
 */
import type { TrackerRecord } from '../domain/record.ts'
import type { SpanItem } from '../domain/span.ts'
import { assemble, type Reading } from './assemble.ts'
import type { CallClaims, Claims, Dialect } from './dialect.ts'
import { anthropicSdk } from './dialects/anthropic-sdk.ts'
import { genAi } from './dialects/gen-ai.ts'
import { openInference } from './dialects/open-inference.ts'
import { openLlmetry } from './dialects/open-llmetry.ts'
import { plain } from './dialects/plain.ts'
import { tracker } from './dialects/tracker.ts'
import { boundHints } from './hint-length.ts'
import { createMarks } from './marks.ts'
import { mergeFields } from './merge-fields.ts'
import { spanView } from './span-view.ts'

/** Version of everything in this folder: a record that was derived under a smaller one may come out differently now. */
export const RULES_VERSION = 3

/** Every dialect that leaves marks; the order is the precedence. `plain` follows them, for every span. */
const DIALECTS: readonly Dialect[] = [tracker, genAi, openInference, openLlmetry, anthropicSdk]

const marksOf = createMarks(DIALECTS)

/** What a span means. Never throws: a value of a wrong type, or a dialect that nobody knows, leaves fields open. */
export function interpret(item: SpanItem): TrackerRecord {
  return boundHints(assemble(readingOf(item)))
}

/** What the dialects of a span say of a call, each field from the strongest one that has it. */
export function callClaims(item: SpanItem): Claims<CallClaims> {
  return mergeFields(readingOf(item).claims.map(({ call }) => call))
}

function readingOf(item: SpanItem): Reading {
  const view = spanView(item)
  const marks = marksOf(item.span.attributes)
  const applied = DIALECTS.filter((dialect, index) => (marks & (1 << index)) !== 0 || dialect.matches?.(view) === true)
  const dialects = applied.length === 0 ? [plain.name] : applied.map(({ name }) => name)
  return { view, dialects, claims: [...applied, plain].map((dialect) => dialect.interpret(view)) }
}
