/** How every HTTP/2 connection begins (RFC 9113, 3.4). */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1')
/** A TLS record of a handshake, of any version. */
const TLS_HELLO = Buffer.from([0x16, 0x03])
/** Enough of a request line to know HTTP/1 by its method. */
const HTTP1 = /^[A-Z]{3,10} /
const LONGEST_METHOD = 11

/** What a client speaks; `open` = more bytes are needed to tell. */
export type Protocol = 'http2' | 'http1' | 'tls' | 'other' | 'open'

/** Tells by the first bytes of a connection what its client speaks. */
export function protocolOf(bytes: Uint8Array): Protocol {
  if (startsAlike(bytes, PREFACE)) return bytes.length >= PREFACE.length ? 'http2' : 'open'
  if (startsAlike(bytes, TLS_HELLO)) return bytes.length >= TLS_HELLO.length ? 'tls' : 'open'
  const text = Buffer.from(bytes.subarray(0, LONGEST_METHOD)).toString('latin1')
  if (HTTP1.test(text)) return 'http1'
  return /^[A-Z]*$/.test(text) && bytes.length < LONGEST_METHOD ? 'open' : 'other'
}

/** Whether `bytes` and `form` agree as far as both go. */
function startsAlike(bytes: Uint8Array, form: Uint8Array): boolean {
  const length = Math.min(bytes.length, form.length)
  return Buffer.compare(bytes.subarray(0, length), form.subarray(0, length)) === 0
}
