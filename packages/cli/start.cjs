#!/usr/bin/env node
// Plain JavaScript on purpose: a Node that cannot run what it starts fails there with a syntax error that helps nobody.
'use strict'

const { existsSync } = require('node:fs')
const { join } = require('node:path')

// The sources are in the repository alone; beside them a `dist` would be of some earlier day.
const isRepository = existsSync(join(__dirname, 'src/main.ts'))
const [major, minor] = process.versions.node.split('.').map(Number)

if (isRepository ? process.features.typescript : major > 22 || (major === 22 && minor >= 18)) {
  void import(isRepository ? './src/main.ts' : './dist/main.js')
} else {
  const remedy = isRepository
    ? 'run `npm ci`, which installs one, and start it with `npm start` or `npx tracker`'
    : 'install a newer one from https://nodejs.org'
  process.stderr.write(`ai-tracker needs Node.js 22.18 or later, and this is ${process.version}: ${remedy}\n`)
  process.exitCode = 1
}
