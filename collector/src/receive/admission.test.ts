import { describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

const refused = expect.objectContaining({ code: 'unavailable' })

describe('createAdmission', () => {
  it('shares its bytes and takes them back', () => {
    const admission = createAdmission(100)
    const first = admission.admit(60)
    expect(() => admission.admit(41)).toThrow(refused)
    const second = admission.admit(40)
    expect(admission.usedBytes).toBe(100)
    first.release()
    first.release()
    expect(admission.usedBytes).toBe(40)
    second.release()
    expect(admission.usedBytes).toBe(0)
  })

  it('lets a share grow as far as the others leave room, and never shrink', () => {
    const admission = createAdmission(100)
    const one = admission.admit(10)
    const other = admission.admit(50)
    one.grow(50)
    one.grow(20)
    expect(admission.usedBytes).toBe(100)
    expect(() => one.grow(51)).toThrow(refused)
    expect(admission.usedBytes).toBe(100)
    other.release()
    one.grow(99)
  })

  it('admits one that is larger than everything, alone', () => {
    const admission = createAdmission(100)
    const large = admission.admit(500)
    expect(() => admission.admit(1)).toThrow(refused)
    large.grow(900)
    large.release()
    const small = admission.admit(1)
    expect(() => admission.admit(500)).toThrow(refused)
    small.release()
  })

  it('opens so many shares at one time, however small, and counts those that failed to open as none', () => {
    const admission = createAdmission(100, 2)
    const first = admission.admit(0)
    expect(() => admission.admit(101)).not.toThrow()
    expect(() => admission.admit(0)).toThrow(refused)
    first.release()
    first.release()
    expect(() => admission.admit(1)).toThrow(refused) // no room
    const second = admission.admit(0)
    expect(() => admission.admit(0)).toThrow(refused)
    second.release()
  })

  it('counts nothing for a share that was released', () => {
    const admission = createAdmission(100)
    const lease = admission.admit(1)
    lease.release()
    lease.grow(50)
    expect(admission.usedBytes).toBe(0)
  })
})
