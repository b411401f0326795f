import { describe, expect, it } from 'vitest'
import { safeUrl } from './safe-url.ts'

describe('a link', () => {
  it.each(['https://example.com/a?b=c#d', 'http://example.com/', 'mailto:a@example.com'])('to %s may be followed', (url) =>
    expect(safeUrl(url)).toBe(url),
  )
  it.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    '//example.com',
    '/api/v1/sessions',
    '',
  ])('to %j may not', (url) => expect(safeUrl(url)).toBeUndefined())
})
