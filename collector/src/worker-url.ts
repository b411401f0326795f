import { extname } from 'node:path'

/** The file of a thread's entry beside this one: `.ts` in the repository, `.js` when published. @param name such as `writer` */
export function workerUrl(name: 'writer' | 'reader' | 'checkpoint'): URL {
  return new URL(`./${name}${extname(new URL(import.meta.url).pathname)}`, import.meta.url)
}
