import { expect, it } from 'vitest'
import { scriptOf } from './load-part.ts'

it.each([
  {
    name: 'a build',
    html: '<head><link rel="icon" href="/assets/favicon.svg"><script type="module" blocking="render" crossorigin src="/assets/index-Dn6geQHv.js"></script>',
    script: '/assets/index-Dn6geQHv.js',
  },
  { name: 'the page that is worked on', html: '<script type="module" src="/src/main.tsx"></script>', script: '/src/main.tsx' },
  { name: 'what is no page of ours', html: 'The page cannot be shown', script: undefined },
])('tells the main script of $name', ({ html, script }) => expect(scriptOf(html)).toBe(script))
