import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createInflater, parseCoding } from './inflate.ts'

const plain = Buffer.from('the same words again, the same words again. '.repeat(50))

async function inflate(coding: 'gzip' | 'deflate', pieces: readonly Uint8Array[]): Promise<Buffer> {
  const out: Uint8Array[] = []
  const inflater = createInflater(coding, (bytes) => out.push(bytes))
  for (const piece of pieces) await inflater.write(piece)
  await inflater.end()
  return Buffer.concat(out)
}

const bytewise = (bytes: Uint8Array): readonly Uint8Array[] => [...bytes].map((byte) => Uint8Array.of(byte))

describe('parseCoding (R24, R25)', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['identity', 'identity'],
    ['gzip', 'gzip'],
    ['GZip', 'gzip'],
    [' x-gzip ', 'gzip'],
    ['deflate', 'deflate'],
  ])('%j is %s', (header, coding) => expect(parseCoding(header)).toBe(coding))

  it.each(['br', 'zstd', 'gzip, gzip', 'gzip,deflate', 'gzipx', 'constructor', '__proto__'])('refuses %s (R22)', (header) => {
    expect(() => parseCoding(header)).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })
})

describe('createInflater (R24, R26)', () => {
  const forms = [
    ['gzip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
  ] as const

  it.each(forms)('%s: gives back what was compressed', async (coding, bytes) => {
    expect(await inflate(coding, [bytes])).toEqual(plain)
    expect(await inflate(coding, bytewise(bytes))).toEqual(plain)
  })

  it('takes gzip of several members as one stream', async () => {
    expect(await inflate('gzip', [Buffer.concat([gzipSync('ab'), gzipSync('cd')])])).toEqual(Buffer.from('abcd'))
    expect(await inflate('gzip', [gzipSync('ab'), gzipSync('cd')])).toEqual(Buffer.from('abcd'))
  })

  const broken: readonly (readonly [name: string, coding: 'gzip' | 'deflate', bytes: Uint8Array])[] = forms.flatMap(
    ([coding, bytes], form) => [
      [`${coding} ${form} cut short`, coding, bytes.subarray(0, -1)],
      [`${coding} ${form} with text behind it`, coding, Buffer.concat([bytes, Buffer.from('x')])],
      [`${coding} ${form} with zeros behind it`, coding, Buffer.concat([bytes, Buffer.alloc(4)])],
      [`${coding} ${form} with a flipped bit`, coding, flipped(bytes)],
      [`${coding} ${form} empty`, coding, new Uint8Array(0)],
    ],
  )
  it.each(broken)('refuses %s', async (_name, coding, bytes) => {
    await expect(inflate(coding, [bytes])).rejects.toMatchObject({ code: 'invalid' })
    await expect(inflate(coding, bytewise(bytes))).rejects.toMatchObject({ code: 'invalid' })
  })

  it('stops at once when the taker throws, and passes on what was thrown', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    let seen = 0
    const inflater = createInflater('gzip', (bytes) => {
      seen += bytes.length
      if (seen > 1_000_000) throw new Error('enough')
    })
    await expect(inflater.write(bomb).then(() => inflater.end())).rejects.toMatchObject({ message: expect.stringContaining('enough') })
    expect(seen).toBeLessThan(1_200_000)
  })
})

/** Changes the checksum or, where the format has none, the first block's header. */
function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const at = bytes[0] === 0x1f || bytes[0] === 0x78 ? bytes.length - 6 : 0
  copy[at] = (copy[at] ?? 0) ^ 0xff
  return copy
}
