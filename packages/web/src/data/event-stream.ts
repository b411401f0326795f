/** Reads server-sent events from text that arrives in pieces. Only `data` counts: nothing else is sent here. */
export interface EventReader {
  /** Takes a piece; gives the data of the events that are complete now. */
  push(piece: string): readonly string[]
}

/** HTML standard, section 9.2.6: events end with an empty line, `data` lines of one event are joined by line feeds. */
export function createEventReader(): EventReader {
  let rest = ''
  let data: string[] = []
  return {
    push(piece) {
      const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      const events: string[] = []
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) events.push(data.join('\n'))
          data = []
        } else if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
      }
      return events
    },
  }
}
