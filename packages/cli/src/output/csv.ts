/** One line of CSV as RFC 4180 has it, with the line break of Unix. A null is an empty field, an empty text is `""`. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\n`
}

function csvCell(text: string | null): string {
  if (text === null) return ''
  return text === '' || /[",\n\r]|^[ \t]|[ \t]$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A spreadsheet runs what begins like a formula; with an apostrophe before it, it is text. */
export function inertText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
