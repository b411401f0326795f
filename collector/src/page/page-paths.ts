/** Addresses at which the page itself is: it shows what the rest of the address says. */
const PAGES = /^\/(setup|sessions\/.*)?$/

/** Whether the page's document answers at a path. */
export function isPage(path: string): boolean {
  return PAGES.test(path)
}

/** Whether a file of the page answers at a path. Neither the document nor its scripts hold any data. */
export function isPagePath(path: string): boolean {
  return isPage(path) || path.startsWith('/assets/')
}
