import type { Case } from './rule-cases.ts'
import { describeRules } from './rule-cases.ts'
import type { Source } from './source.ts'
import type { Manifest } from './workspaces.ts'
import { wrongPackages } from './workspaces.ts'

const manifests: readonly Manifest[] = [
  { folder: '', name: 'top', dependencies: [], devDependencies: ['vitest'] },
  { folder: 'semconv', name: '@ai-tracker/semconv', dependencies: [], devDependencies: [] },
  { folder: 'collector', name: '@ai-tracker/collector', dependencies: ['@ai-tracker/semconv', 'hono'], devDependencies: [] },
  { folder: 'packages/cli', name: 'ai-tracker', dependencies: ['@ai-tracker/collector'], devDependencies: [] },
  { folder: 'packages/web', name: '@ai-tracker/web', dependencies: [], devDependencies: ['@ai-tracker/collector', 'react'] },
]
const packages = (sources: readonly Source[]) => wrongPackages(sources, manifests)

const cases: readonly Case[] = [
  {
    name: 'a package is not declared',
    rule: packages,
    path: 'collector/src/receive/a.ts',
    text: "import { z } from 'zod'",
    found: ':1: zod is not in collector/package.json',
  },
  {
    name: 'a bundle imports what it is built from',
    rule: packages,
    path: 'packages/web/src/ui/a.tsx',
    text: "import { useState } from 'react'",
  },
  {
    name: 'a part of a declared package',
    rule: packages,
    path: 'collector/src/receive/a.ts',
    text: "import { etag } from 'hono/etag'\nimport { readFile } from 'node:fs/promises'",
  },
  { name: 'a test uses the tools of the top', rule: packages, path: 'collector/src/a.test.ts', text: "import { it } from 'vitest'" },
  {
    name: 'code uses the tools of the top',
    rule: packages,
    path: 'collector/src/receive/a.ts',
    text: "import { it } from 'vitest'",
    found: ':1: vitest is not in collector/package.json',
  },
  {
    name: 'cli imports the public index',
    rule: packages,
    path: 'packages/cli/src/a.ts',
    text: "import { start } from '@ai-tracker/collector'",
  },
  {
    name: 'cli imports the contract as types',
    rule: packages,
    path: 'packages/cli/src/a.ts',
    text: "import type { Session } from '@ai-tracker/collector/contract'",
  },
  {
    name: 'cli imports the contract as values',
    rule: packages,
    path: 'packages/cli/src/a.ts',
    text: "import { Session } from '@ai-tracker/collector/contract'",
    found: ':1: ai-tracker may not import @ai-tracker/collector/contract: use import type',
  },
  {
    name: 'cli reaches into the collector by path',
    rule: packages,
    path: 'packages/cli/src/a.ts',
    text: "import { b } from '../../../collector/src/store/b.ts'",
    found: ':1: collector/src/store/b.ts lies outside of packages/cli',
  },
  {
    name: 'a test reaches into the collector by path',
    rule: packages,
    path: 'test/a.test.ts',
    text: "import { b } from '../collector/src/store/b.ts'",
  },
  {
    name: 'web imports the collector',
    rule: packages,
    path: 'packages/web/src/a.tsx',
    text: "import { start } from '@ai-tracker/collector'",
    found: ':1: @ai-tracker/web may not import @ai-tracker/collector',
  },
  {
    name: 'semconv imports the collector',
    rule: packages,
    path: 'semconv/src/a.ts',
    text: "import { b } from '@ai-tracker/collector'",
    found: ':1: @ai-tracker/collector is not in semconv/package.json',
  },
]

describeRules('arrows between workspaces', cases)
