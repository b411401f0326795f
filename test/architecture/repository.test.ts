import { describe, expect, it } from 'vitest'
import { wrongArrows } from './arrows.ts'
import { defaultExports, exitsOutsideOfMain, functionsInSemconv, sqlOutsideOfStore } from './content.ts'
import { innerIndexes, longFiles, wrongMigrations, wrongNames } from './files.ts'
import { readManifests } from './manifest.ts'
import { readSources } from './source.ts'
import { wrongWebArrows } from './web-arrows.ts'
import { wrongPackages } from './workspaces.ts'

const sources = readSources()

describe('the repository', () => {
  it('is seen at all', () => {
    expect(sources.map(({ path }) => path)).toContain('collector/src/domain/span.ts')
  })

  it('has imports that point inwards', () => expect(wrongArrows(sources)).toEqual([]))
  it('has a page whose imports point inwards', () => expect(wrongWebArrows(sources)).toEqual([]))
  it('names every imported package in the package.json of its workspace', () => expect(wrongPackages(sources, readManifests())).toEqual([]))
  it('has SQL in the store only', () => expect(sqlOutsideOfStore(sources)).toEqual([]))
  it('ends the process in main only', () => expect(exitsOutsideOfMain(sources)).toEqual([]))
  it('has no function in semconv', () => expect(functionsInSemconv(sources)).toEqual([]))
  it('has named exports only', () => expect(defaultExports(sources)).toEqual([]))
  it('has names that say something', () => expect(wrongNames(sources)).toEqual([]))
  it('has short files', () => expect(longFiles(sources)).toEqual([]))
  it('has one index per workspace', () => expect(innerIndexes(sources)).toEqual([]))
  it('has migrations without a gap', () => expect(wrongMigrations(sources)).toEqual([]))
})
