/** The address of a link that may be followed: the web or mail. Undefined for anything else, such as `javascript:` or `data:`. */
export function safeUrl(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url)
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined
  } catch {
    return undefined // a relative link means a page of its sender, not of ours
  }
}
