import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, parseOklch } from './testing/contrast.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const THEMES = ['light', 'dark'] as const
type Theme = (typeof THEMES)[number]

/** `--name: light-dark(a, b)` or `--name: a`, as the value of one theme. */
function token(name: string, theme: Theme): string {
  const [, value = ''] = new RegExp(`--${name}: (.+);`).exec(css) ?? []
  const [, light = value, dark = value] = /^light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)$/.exec(value) ?? []
  return theme === 'light' ? light : dark
}

const PAGE_SURFACES = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected']
const TEXTS = ['ink', 'muted', 'accent', 'success', 'danger', 'warning', 'info']
const texts = [
  ...TEXTS.flatMap((text) => PAGE_SURFACES.map((ground) => ({ text, ground }))),
  ...['ink', 'muted'].flatMap((text) =>
    ['accent', 'success', 'danger', 'warning', 'info'].map((soft) => ({ text, ground: `${soft}-soft` })),
  ),
  ...['accent', 'success', 'danger', 'warning', 'info'].map((text) => ({ text, ground: `${text}-soft` })),
  { text: 'on-accent', ground: 'accent-fill' },
]
const KINDS = ['call', 'agent', 'action', 'retrieval', 'check', 'phase', 'plain'].map((kind) => `kind-${kind}`)
const graphics = [
  ...[...KINDS, 'faint', 'line-strong', 'danger-fill', 'success-fill', 'info-fill'].flatMap((text) =>
    ['canvas', 'surface'].map((ground) => ({ text, ground })),
  ),
]

describe.each(THEMES)('%s theme', (theme) => {
  it.each(texts)('has $text on $ground at 4.5:1', ({ text, ground }) => {
    expect(contrast(parseOklch(token(text, theme)), parseOklch(token(ground, theme)))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(graphics)('has $text on $ground at 3:1', ({ text, ground }) => {
    expect(contrast(parseOklch(token(text, theme)), parseOklch(token(ground, theme)))).toBeGreaterThanOrEqual(3)
  })
})

describe('contrast', () => {
  it('is 21 for black on white', () => {
    expect(contrast(parseOklch('oklch(0% 0 0)'), parseOklch('oklch(100% 0 0)'))).toBeCloseTo(21, 1)
  })
})
