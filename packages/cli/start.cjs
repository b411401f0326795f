#!/usr/bin/env node
// Plain JavaScript on purpose: a Node that cannot run what it starts fails there with a syntax error that helps nobody.
'use strict'

const { existsSync } = require('node:fs')
const nodeModule = require('node:module')
const { homedir } = require('node:os')
const { isAbsolute, join } = require('node:path')

// The sources are in the repository alone; beside them a `dist` would be of some earlier day.
const isRepository = existsSync(join(__dirname, 'src/main.ts'))
const [major, minor] = process.versions.node.split('.').map(Number)

/**
 * Keeps compiled modules between runs, for all threads: a start takes a third less time, and a thread that finds its modules without their
 * types does not load what strips them, which takes 10 MB in each. Node compares every source with what it was compiled from. Where the
 * folder cannot be written, everything works as without. `NODE_COMPILE_CACHE` names another, `NODE_DISABLE_COMPILE_CACHE=1` has none.
 */
function keepCompiled() {
  const { directory } = nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE || cacheFolder()) ?? {}
  if (directory) process.env.NODE_COMPILE_CACHE ||= directory
}

function cacheFolder() {
  if (isRepository) return join(__dirname, '../../node_modules/.cache/ai-tracker')
  const { XDG_CACHE_HOME = '', LOCALAPPDATA } = process.env
  if (process.platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData/Local'), 'ai-tracker/cache')
  return join(isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'ai-tracker')
}

if (isRepository ? process.features.typescript : major > 22 || (major === 22 && minor >= 18)) {
  keepCompiled()
  void import(isRepository ? './src/main.ts' : './dist/main.js')
} else {
  const remedy = isRepository
    ? 'run `npm ci`, which installs one, and start it with `npm start` or `npx tracker`'
    : 'install a newer one from https://nodejs.org'
  process.stderr.write(`ai-tracker needs Node.js 22.18 or later, and this is ${process.version}: ${remedy}\n`)
  process.exitCode = 1
}
