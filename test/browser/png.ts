/** Makes the PNG files of a browser smaller without changing a pixel: no alpha where nothing is transparent, a palette where it is enough. */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MAX_PALETTE = 256
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

/** Pixels, three bytes each, row by row. */
interface Image {
  readonly width: number
  readonly height: number
  readonly rgb: Buffer
}

/** The same picture in fewer bytes. @param png of eight bits a channel, opaque, not interlaced, as browsers write it */
export function smallerPng(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png)
  const palette = paletteOf(rgb)
  if (!palette) return encode({ width, height, colorType: 2, rows: rgb, bytesPerPixel: 3 })
  const indexes = Buffer.alloc(width * height)
  for (let at = 0; at < indexes.length; at++) indexes[at] = palette.get(rgb.readUIntBE(at * 3, 3)) ?? 0
  return encode({ width, height, colorType: 3, rows: indexes, bytesPerPixel: 1, palette: [...palette.keys()] })
}

/** Index of each colour; `undefined` when there are too many. */
function paletteOf(rgb: Buffer): ReadonlyMap<number, number> | undefined {
  const palette = new Map<number, number>()
  for (let at = 0; at < rgb.length; at += 3) {
    const color = rgb.readUIntBE(at, 3)
    if (!palette.has(color)) palette.set(color, palette.size)
    if (palette.size > MAX_PALETTE) return undefined
  }
  return palette
}

function decode(png: Buffer): Image {
  const chunks = chunksOf(png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  const channels = CHANNELS[header?.[9] ?? 0]
  if (header?.[8] !== 8 || header[12] !== 0 || channels === undefined) throw new Error('only PNG files of eight bits a channel are read')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const rows = unfiltered(raw, { rowBytes: width * channels, height, bytesPerPixel: channels })
  return { width, height, rgb: channels === 3 ? rows : withoutAlpha(rows) }
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('this is no PNG file')
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function withoutAlpha(rgba: Buffer): Buffer {
  const rgb = Buffer.alloc((rgba.length / 4) * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    if (rgba[from + 3] !== 255) throw new Error('a picture of a page has no transparent pixel')
    rgba.copy(rgb, to, from, from + 3)
  }
  return rgb
}

interface Rows {
  readonly rowBytes: number
  readonly height: number
  readonly bytesPerPixel: number
}

function unfiltered(raw: Buffer, { rowBytes, height, bytesPerPixel }: Rows): Buffer {
  const out = Buffer.alloc(rowBytes * height)
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (rowBytes + 1)] ?? 0
    for (let at = 0; at < rowBytes; at++) {
      const value = (raw[row * (rowBytes + 1) + 1 + at] ?? 0) + predicted(filter, neighbours(out, { row, at, rowBytes, bytesPerPixel }))
      out[row * rowBytes + at] = value & 0xff
    }
  }
  return out
}

interface Neighbours {
  readonly left: number
  readonly up: number
  readonly corner: number
}

function neighbours(
  pixels: Buffer,
  {
    row,
    at,
    rowBytes,
    bytesPerPixel,
  }: { readonly row: number; readonly at: number; readonly rowBytes: number; readonly bytesPerPixel: number },
): Neighbours {
  const here = row * rowBytes + at
  const hasLeft = at >= bytesPerPixel
  return {
    left: hasLeft ? (pixels[here - bytesPerPixel] ?? 0) : 0,
    up: row > 0 ? (pixels[here - rowBytes] ?? 0) : 0,
    corner: hasLeft && row > 0 ? (pixels[here - rowBytes - bytesPerPixel] ?? 0) : 0,
  }
}

/** What PNG's filter 0 to 4 expects at a place. */
function predicted(filter: number, { left, up, corner }: Neighbours): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const estimate = left + up - corner
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

interface Encoding {
  readonly width: number
  readonly height: number
  /** 2 = colours, 3 = indexes into the palette. */
  readonly colorType: 2 | 3
  readonly rows: Buffer
  readonly bytesPerPixel: number
  readonly palette?: readonly number[]
}

function encode({ width, height, colorType, rows, bytesPerPixel, palette }: Encoding): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, colorType, 0, 0, 0], 8)
  const size = { rowBytes: width * bytesPerPixel, height, bytesPerPixel }
  // Flat areas of one colour compress best unfiltered or by the row above; which of them differs from page to page.
  const smallest = [0, 2, 4]
    .map((filter) => deflateSync(filtered(rows, filter, size), { level: 9, memLevel: 9 }))
    .reduce((a, b) => (b.length < a.length ? b : a))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 0xff, color & 0xff])))] : []),
    chunk('IDAT', smallest),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function filtered(rows: Buffer, filter: number, { rowBytes, height, bytesPerPixel }: Rows): Buffer {
  const out = Buffer.alloc((rowBytes + 1) * height)
  for (let row = 0; row < height; row++) {
    out[row * (rowBytes + 1)] = filter
    for (let at = 0; at < rowBytes; at++) {
      const value = (rows[row * rowBytes + at] ?? 0) - predicted(filter, neighbours(rows, { row, at, rowBytes, bytesPerPixel }))
      out[row * (rowBytes + 1) + 1 + at] = value & 0xff
    }
  }
  return out
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
