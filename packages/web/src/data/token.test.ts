import { describe, expect, it, onTestFinished } from 'vitest'
import { authorization, readAccess, refuseToken, signIn, subscribeAccess } from './token.ts'

describe('access', () => {
  it('is asked for when the collector refuses, and given by a token', () => {
    const seen: boolean[] = []
    onTestFinished(subscribeAccess(() => seen.push(readAccess().isRefused)))
    expect(authorization()).toEqual({})
    refuseToken(undefined)
    refuseToken(undefined)
    signIn('right')
    expect(authorization()).toEqual({ Authorization: 'Bearer right' })
    expect(seen).toEqual([true, false])
  })

  it('is not taken away by a late answer to an older token', () => {
    signIn('newer')
    refuseToken('older')
    expect(readAccess()).toEqual({ token: 'newer', isRefused: false })
    refuseToken('newer')
    expect(readAccess().isRefused).toBe(true)
  })
})
