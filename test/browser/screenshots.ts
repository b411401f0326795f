/**
 * `npm run screenshots [-- NAME …] [-- --readme FOLDER]`: pictures of every state of the page in `.screenshots/`, at two widths, light and
 * dark: `sessions-1440-light.png`. With names only the states whose name begins so. With `--readme` only the pictures of the README, made
 * small, in that folder.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { type CollectorProcess, startCollectorProcess } from '../demo/collector-process.ts'
import { fillDemo, leaveAbandoned } from '../demo/fill-demo.ts'
import { DESKTOP, launchBrowser, newContext, PHONE, type View } from './browser.ts'
import { ensureBrowser } from './install-browser.ts'
import { smallerPng } from './png.ts'
import { type Backend, finishState, PICTURED_SPANS, prepareState, STATES, type State } from './states.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '.screenshots')
const TOKEN = 'a-token-for-the-pictures'
/** Of what the demonstration takes; and some of its sessions. */
const LIMIT = '4MB'
const PINNED = [4, 7]
const THEMES = ['light', 'dark'] as const
const SIZES = [DESKTOP, PHONE] as const

const { values, positionals } = parseArgs({ allowPositionals: true, options: { readme: { type: 'string' } } })
const readme = values.readme

ensureBrowser()
const temporary = mkdtempSync(join(tmpdir(), 'ai-tracker-screenshots-'))
const collectors = await startCollectors()
const browser = await launchBrowser()
try {
  if (readme === undefined) await takeAll(browser)
  else await takeForReadme(browser, readme)
} finally {
  await browser.close()
  await Promise.all(Object.values(collectors).map((collector) => collector.close()))
  rmSync(temporary, { recursive: true, force: true })
}

async function startCollectors(): Promise<Readonly<Record<'demo' | 'empty' | 'full' | 'locked', CollectorProcess>>> {
  const at = (name: string) => ({ db: join(temporary, `${name}.db`), port: 0 })
  await leaveAbandoned(at('demo').db)
  const demo = await startCollectorProcess(at('demo'))
  await fillDemo(demo.url, { nowMs: Date.now(), ...(readme === undefined ? { hugeSpans: PICTURED_SPANS } : { leaveOut: ['hostile'] }) })
  const empty = await startCollectorProcess(at('empty'))
  const locked = await startCollectorProcess({ ...at('locked'), env: { TRACKER_TOKEN: TOKEN } })
  return { demo, empty, full: await startFull(at('full')), locked }
}

/** It looks at its limit when it starts. */
async function startFull(order: { readonly db: string; readonly port: number }): Promise<CollectorProcess> {
  const filled = await startCollectorProcess(order)
  await fillDemo(filled.url, { nowMs: Date.now() })
  for (const id of PINNED) await fetch(`${filled.url}/api/v1/sessions/${id}/pin`, { method: 'PUT' })
  await filled.close()
  return await startCollectorProcess({ ...order, env: { TRACKER_RETENTION_SIZE: LIMIT } })
}

async function takeAll(from: Browser): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const states = STATES.filter(({ name }) => positionals.length === 0 || positionals.some((beginning) => name.startsWith(beginning)))
  const problems: string[] = []
  for (const state of states)
    for (const theme of THEMES)
      for (const size of SIZES) {
        const name = `${state.name}-${size.width}-${theme}`
        const problem = await take(from, state, { ...size, theme }).then(
          (png) => writeFileSync(join(FOLDER, `${name}.png`), png),
          (error: unknown) => `${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
        )
        if (problem !== undefined) problems.push(problem)
      }
  console.log(`${states.length * THEMES.length * SIZES.length - problems.length} pictures in ${FOLDER}`)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}

async function takeForReadme(from: Browser, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const state of STATES) {
    if (state.readme === undefined) continue
    const png = smallerPng(await take(from, state, { ...DESKTOP, theme: state.readme === 'transcript' ? 'dark' : 'light' }))
    writeFileSync(join(folder, `${state.readme}.png`), png)
    console.log(`${state.readme}.png: ${Math.round(png.length / 1024)} KiB`)
  }
}

async function take(from: Browser, state: State, view: View): Promise<Buffer> {
  const context = await newContext(from, view)
  try {
    const page = await context.newPage()
    await prepareState(page, state)
    await page.goto(urlOf(state.backend) + state.path)
    await finishState(page, state)
    return await page.screenshot({ animations: 'disabled', caret: 'hide' })
  } finally {
    await context.close()
  }
}

function urlOf(backend: Backend): string {
  return collectors[backend === 'gone' ? 'demo' : backend].url
}
