/** One line of CSV as RFC 4180 has it, with the line break of Unix. A null is an empty field, an empty text is `""`. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\n`
}

/** Semicolons and tabs are what spreadsheets take for the border of a cell in some countries. */
function csvCell(text: string | null): string {
  if (text === null) return ''
  return text === '' || /[",;\t\n\r]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** What a spreadsheet takes for the beginning of a formula, the wide forms of East Asian keyboards included (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
/** A number with a sign is a number to a spreadsheet, too. */
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** A spreadsheet runs what begins like a formula; with an apostrophe before it, it is text. Numbers stay numbers. */
export function inertText(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

/** Texts as they are, for programs that read CSV and run nothing. */
export function rawText(text: string): string {
  return text
}
