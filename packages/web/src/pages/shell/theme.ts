import { readStored, writeStored } from '../../data/stored.ts'

/** Light, dark, or as the system has it. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'tracker.theme'

/** The theme that was chosen. */
export function readTheme(): Theme {
  const stored = readStored('localStorage', KEY)
  return THEMES.find((theme) => theme === stored) ?? 'system'
}

/** Chooses a theme, for now and for the next visit. */
export function chooseTheme(theme: Theme): void {
  writeStored('localStorage', KEY, theme === 'system' ? undefined : theme)
  applyTheme(theme)
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

// This module runs before anything is drawn, so that the page never shows the other theme first.
applyTheme(readTheme())
