import { expect, it } from 'vitest'
import { createSessionChanges } from './session-changes.ts'

it('tells every follower of every change until it unsubscribes', () => {
  const changes = createSessionChanges()
  const heard: (readonly [string, readonly number[]])[] = []
  const first = changes.subscribe((ids) => heard.push(['first', ids]))
  const second = changes.subscribe((ids) => {
    heard.push(['second', ids])
    second()
  })
  changes.publish([])
  changes.publish([1, 2])
  changes.publish([3])
  first()
  first()
  changes.publish([4])
  expect(heard).toEqual([
    ['first', [1, 2]],
    ['second', [1, 2]],
    ['first', [3]],
  ])
})
