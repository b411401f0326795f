import { describe, expect, it } from 'vitest'
import { closeOnce } from './close-once.ts'

describe('closing', () => {
  it('goes from the last opened to the first, once', async () => {
    const closed: string[] = []
    const close = closeOnce('it', [() => closed.push('first'), async () => closed.push('second')])
    await Promise.all([close(), close()])
    expect(closed).toEqual(['second', 'first'])
  })

  it('goes on when something cannot be closed, and fails with why', async () => {
    const closed: string[] = []
    const broken = () => Promise.reject(new Error('broken'))
    await expect(closeOnce('it', [() => closed.push('first'), broken])()).rejects.toThrow('broken')
    expect(closed).toEqual(['first'])
    await expect(closeOnce('it', [broken, broken])()).rejects.toMatchObject({ message: 'closing it failed', errors: [{}, {}] })
  })
})
