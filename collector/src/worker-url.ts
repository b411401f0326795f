import { extname } from 'node:path'

/** The file of a thread's or a process's entry beside this one: `.ts` in the repository, `.js` when published. @param name such as `writer` */
export function workerUrl(name: 'writer' | 'reader' | 'checkpoint' | 'sql' | 'vacuum'): URL {
  return new URL(`./${name}${extname(new URL(import.meta.url).pathname)}`, import.meta.url)
}
