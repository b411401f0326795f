import type { List } from '../../collector/src/contract.ts'

/** Reads the REST API of a collector. */
export interface Rest {
  /** @param path below `/api/v1` */
  get<T>(path: string): Promise<T>
  /** Every item of a list, page by page. */
  list<T>(path: string): Promise<readonly T[]>
  text(path: string): Promise<string>
}

/** So few that real sessions have several pages. */
const PAGE = 5

/** @param url base address of the collector */
export function restOf(url: string): Rest {
  const text = async (path: string): Promise<string> => {
    const reply = await fetch(`${url}/api/v1${path}`)
    const body = await reply.text()
    if (reply.status !== 200) throw new Error(`GET ${path} was answered ${reply.status}: ${body}`)
    return body
  }
  const get = async <T>(path: string): Promise<T> => JSON.parse(await text(path))
  return {
    text,
    get,
    async list<T>(path: string): Promise<readonly T[]> {
      const items: T[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: List<T> = await get(`${path}?limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
        items.push(...page.items)
        cursor = page.nextCursor
      }
      return items
    },
  }
}
