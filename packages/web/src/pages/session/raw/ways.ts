/** What the commands are about. */
export interface Wanted {
  readonly id: number
  /** Address of the collector. */
  readonly origin: string
  /** The database; null while it is not known. */
  readonly file: string | null
  readonly needsToken: boolean
}

/** Commands for a POSIX shell that ask for a session: each kind with its name. The token is named and never shown. */
export function waysIn({ id, origin, file, needsToken }: Wanted): readonly { readonly label: string; readonly text: string }[] {
  const db = databaseOption(file)
  const curl = needsToken ? 'curl -H "Authorization: Bearer $TRACKER_TOKEN"' : 'curl'
  return [
    { label: 'Command line', text: `npx tracker session show ${id}${db}\n${exportCommand(id, file)}` },
    { label: 'REST', text: `${curl} ${origin}/api/v1/sessions/${id}\n${curl} '${origin}/api/v1/export?signal=all&session=${id}'` },
    {
      label: 'SQL',
      text: `npx tracker sql${db} "SELECT model, sum(tokens_total), sum(cost_usd)\n  FROM responses WHERE session_id = ${id} GROUP BY model"`,
    },
  ]
}

/** Prints everything of a session as OTLP-JSON lines, which can be imported again. @param file the database; null while it is not known */
export function exportCommand(id: number, file: string | null): string {
  return `npx tracker session export ${id} --format otlp${databaseOption(file)}`
}

function databaseOption(file: string | null): string {
  return file === null ? '' : ` --db ${quoted(file)}`
}

/** A word for a shell: in quotes when it holds anything that a shell would read. */
function quoted(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
