/** Longest text that is checked character by character; for longer ones the native escaper is faster. */
const SHORT = 64

/** `text` as a JSON string literal, quotes included. */
export function jsonString(text: string): string {
  if (text.length > SHORT) return JSON.stringify(text)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)) return JSON.stringify(text)
  }
  return `"${text}"`
}
