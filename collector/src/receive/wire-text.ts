/** OTLP wants small replies; SDKs drop large ones. */
const MAX_MESSAGE_CHARS = 1024

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be sent
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]+/g

/** One line without control characters, cut to `maxChars`: fit for a header, a log and every client. */
export function wireText(text: string, maxChars = MAX_MESSAGE_CHARS): string {
  return text.replace(CONTROLS, ' ').trim().slice(0, maxChars).toWellFormed()
}
