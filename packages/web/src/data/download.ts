import { getBlob } from './http.ts'

/** Until then every browser has begun to save what it was given. */
const KEPT_MS = 60_000

/** Saves what an address answers as a file. The request carries the token, which a plain link would not. Throws `RequestError`. */
export async function download(url: string, fileName: string): Promise<void> {
  const blobUrl = URL.createObjectURL(await getBlob(url))
  const link = document.createElement('a')
  link.href = blobUrl
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(blobUrl), KEPT_MS)
}
