import type { Case } from './rule-cases.ts'
import { describeRules } from './rule-cases.ts'
import { wrongWebArrows } from './web-arrows.ts'

const rule = wrongWebArrows

const cases: readonly Case[] = [
  {
    name: 'a primitive imports data',
    rule,
    path: 'packages/web/src/ui/button.tsx',
    text: "import { a } from '../data/queries.ts'",
    found: ':1: ui may not import data',
  },
  { name: 'a primitive imports another one', rule, path: 'packages/web/src/ui/button.tsx', text: "import { a } from './icon.tsx'" },
  {
    name: 'a page imports a domain part',
    rule,
    path: 'packages/web/src/pages/setup/page.tsx',
    text: "import { a } from '../../trace/a.ts'",
  },
  {
    name: 'a page imports another page',
    rule,
    path: 'packages/web/src/pages/setup/page.tsx',
    text: "import { a } from '../sessions/a.ts'",
    found: ':1: pages/setup may not import pages/sessions',
  },
  {
    name: 'a page imports the router',
    rule,
    path: 'packages/web/src/pages/setup/page.tsx',
    text: "import { a } from '../../router.tsx'",
    found: ':1: pages may not import packages/web/src/router.tsx',
  },
  {
    name: 'a page asks the server',
    rule,
    path: 'packages/web/src/pages/setup/page.tsx',
    text: "\nconst a = await fetch('/api/v1/info')",
    found: ':2: only data asks the server',
  },
  { name: 'data asks the server', rule, path: 'packages/web/src/data/http.ts', text: "const a = await fetch('/api/v1/info')" },
  { name: 'the router imports a page', rule, path: 'packages/web/src/router.tsx', text: "import { a } from './pages/setup/page.tsx'" },
  { name: 'a folder that nobody knows', rule, path: 'packages/web/src/state/a.ts', found: ':1: state is no known folder' },
]

describeRules('the arrows of the page', cases)
