import { expect } from 'vitest'
import { type Played, readmeOf } from './play.ts'

/** Compares what an example printed, and what the page of its session says, with what its README promises. */
export async function expectPrinted(name: string, { said, page }: Played): Promise<void> {
  const [promisedSaid = '', promisedPage = ''] = (await readmeOf(name)).printed
  expect(lasting(said)).toEqual(lasting(promisedSaid))
  // Two things of the same millisecond have no order.
  expect(lasting(page).toSorted()).toEqual(lasting(promisedPage).toSorted())
}

/**
 * The lines of what was printed, without what differs from run to run: npm's own lines, times, ids, the width of columns,
 * and the end of a text that was cut because of it.
 */
function lasting(printed: string): readonly string[] {
  return printed
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('> '))
    .map((line) =>
      line
        .trim()
        .split(/\s{2,}/)
        .map(lastingCell)
        .join(' '),
    )
}

function lastingCell(cell: string): string {
  return cell
    .replace(/^(.{0,9}).*…$/, '$1…')
    .replace(/[0-9a-f]{32}/g, 'ID')
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?/g, 'TIME')
    .replace(/[+<]?\d[\d.,]* ?(ms|s|min|m|h)\b/g, 'DURATION')
}
