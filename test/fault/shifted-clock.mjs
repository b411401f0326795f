// Imported first by every thread of a collector under test: its clock is off by the milliseconds that stand in a file.
import { readFileSync } from 'node:fs'

const RealDate = Date
const file = process.env.CLOCK_FILE ?? ''

function shiftMs() {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs())
    else super(...given)
  }

  static now() {
    return RealDate.now() + shiftMs()
  }
}
