import { AppError } from '../domain/app-error.ts'

/** A share of the budget for bytes in memory, held from the first byte of a body until its answer. */
export interface Lease {
  /** Raises the share to `bytes`; never lowers it. Throws `unavailable` when the budget does not allow it. */
  grow(bytes: number): void
  /** Gives the share back; safe twice. */
  release(): void
}

/** Bounds the bytes of all requests that are being read, inflated or written at one time. */
export interface Admission {
  /** Opens a share of `bytes`. Throws `unavailable` when the budget does not allow it, or too many shares are open. */
  admit(bytes: number): Lease
  readonly usedBytes: number
}

/** Bytes of requests that may be in memory at one time, from the first byte of a body until its commit. */
export const MAX_HELD_BYTES = 64 * 1024 * 1024

/**
 * Requests that may be read or wait at one time. Each takes memory beside its bytes, above all the 130 KB of what inflates it: many that
 * trickle a few bytes each would else fill the memory within any budget of bytes.
 */
const MAX_REQUESTS = 1_000

/**
 * A budget that many requests share. A request that alone is larger than the budget is admitted while it is the only one,
 * so that the budget bounds memory without bounding the size of a body (that is the body limit's work).
 */
export function createAdmission(maxBytes: number, maxRequests: number = MAX_REQUESTS): Admission {
  let used = 0
  let openShares = 0

  const admit = (bytes: number): Lease => {
    if (openShares >= maxRequests)
      throw new AppError('unavailable', `${maxRequests} requests are being received or wait to be stored; send again in a second`)
    let held = 0
    let open = true
    const grow = (target: number): void => {
      if (!open || target <= held) return
      const others = used - held
      if (others > 0 && others + target > maxBytes) throw full(maxBytes)
      used = others + target
      held = target
    }
    const release = (): void => {
      if (!open) return
      open = false
      openShares--
      used -= held
    }
    grow(bytes)
    openShares++
    return { grow, release }
  }

  return {
    admit,
    get usedBytes() {
      return used
    },
  }
}

function full(maxBytes: number): AppError {
  return new AppError('unavailable', `requests waiting to be stored already hold ${maxBytes} bytes; send again in a second`)
}
