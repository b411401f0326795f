import { textWidth } from '../output/text-width.ts'

/** The texts of a row. */
export interface Cells {
  readonly at: string
  readonly label: string
  readonly took: string
  readonly tokens: string
  readonly cost: string
}

/** Widths in cells; 0 = left out. */
export interface Columns {
  readonly at: number
  readonly label: number
  readonly bar: number
  readonly took: number
  readonly tokens: number
  readonly cost: number
}

const GAP = 2
/** Below these, a column with numbers goes. */
const MIN_LABEL = 14
const MIN_BAR = 12
/** The share of the room that names may take from the bars, where they are long. */
const LABEL_SHARE = 0.55

/** What goes first where there is no room. */
const ORDER = ['tokens', 'at', 'cost', 'took'] as const

/** Shares out the width: numbers get what they need, names and bars the rest; columns in which nothing stands are left out. */
export function fitColumns(rows: readonly Cells[], width: number): Columns {
  const widest = (column: keyof Cells, title: string): number => {
    const most = rows.reduce((most, cells) => Math.max(most, textWidth(cells[column])), 0)
    return most === 0 ? 0 : Math.max(most, title.length)
  }
  const numbers = { at: widest('at', 'AT'), took: widest('took', 'TOOK'), tokens: widest('tokens', 'TOKENS'), cost: widest('cost', 'COST') }
  for (const column of ORDER) {
    if (roomOf(numbers, width) >= MIN_LABEL + MIN_BAR + GAP) break
    numbers[column] = 0
  }
  const room = Math.max(2, roomOf(numbers, width) - GAP)
  const label = Math.max(1, Math.min(widest('label', 'STEP'), Math.max(MIN_LABEL, Math.floor(room * LABEL_SHARE)), room - 1))
  return { ...numbers, label, bar: Math.max(1, room - label) }
}

/** Cells for names and bars. */
function roomOf(numbers: Readonly<Record<(typeof ORDER)[number], number>>, width: number): number {
  return width - Object.values(numbers).reduce((sum, each) => sum + (each > 0 ? each + GAP : 0), 0)
}
