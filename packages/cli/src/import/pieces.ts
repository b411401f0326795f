/** Bytes in the order in which they come, of which some can be put back. */
export interface PieceReader {
  /** The next bytes, never none; `undefined` at the end. */
  next(): Promise<Uint8Array | undefined>
  /** Gives bytes back: they come first again. */
  unread(bytes: Uint8Array): void
  /** The first bytes of what is to come, without taking them: so many, or fewer at the end. */
  peek(count: number): Promise<Uint8Array>
}

/** Opens a reader over pieces of any size. */
export function readPieces(pieces: AsyncIterable<Uint8Array>): PieceReader {
  const iterator = pieces[Symbol.asyncIterator]()
  const returned: Uint8Array[] = []
  const next = async (): Promise<Uint8Array | undefined> => {
    for (let piece = returned.pop(); piece; piece = returned.pop()) if (piece.length > 0) return piece
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) if (step.value.length > 0) return step.value
    return undefined
  }
  const unread = (bytes: Uint8Array): void => void returned.push(bytes)
  return {
    next,
    unread,
    async peek(count) {
      let head: Uint8Array = new Uint8Array(0)
      while (head.length < count) {
        const piece = await next()
        if (!piece) break
        head = head.length === 0 ? piece : Buffer.concat([head, piece])
      }
      unread(head)
      return head.subarray(0, count)
    },
  }
}

/** Everything that is to come. */
export async function* piecesOf(reader: PieceReader): AsyncGenerator<Uint8Array> {
  for (let piece = await reader.next(); piece; piece = await reader.next()) yield piece
}
