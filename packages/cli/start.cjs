#!/usr/bin/env node
// Plain JavaScript on purpose: a Node that cannot strip types fails on main.ts with a syntax error that helps nobody.
'use strict'

if (process.features.typescript) {
  void import('./src/main.ts')
} else {
  process.stderr.write(
    `ai-tracker needs Node.js 22.18 or later, and this is ${process.version}: run \`npm ci\`, which installs one, and start it with \`npm start\` or \`npx tracker\`\n`,
  )
  process.exitCode = 1
}
