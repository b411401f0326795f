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
  /** Opens a share of `bytes`. Throws `unavailable` when the budget does not allow it. */
  admit(bytes: number): Lease
  readonly usedBytes: number
}

/**
 * A budget that many requests share. A request that alone is larger than the budget is admitted while it is the only one,
 * so that the budget bounds memory without bounding the size of a body (that is the body limit's work).
 */
export function createAdmission(maxBytes: number): Admission {
  let used = 0

  const admit = (bytes: number): Lease => {
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
      if (open) used -= held
      open = false
    }
    grow(bytes)
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
