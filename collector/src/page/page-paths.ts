/** Addresses at which the page itself is: it shows what the rest of the address says. */
const PAGES = /^\/(setup|sessions\/.*)?$/
/** Addresses that only programs use. */
const PROGRAMS = /^\/(api|v1)(\/|$)/

/** Whether the page's document answers at a path. */
export function isPage(path: string): boolean {
  return PAGES.test(path)
}

/** Whether a file of the page answers at a path. Neither the document nor its scripts hold any data. */
export function isPagePath(path: string): boolean {
  return isPage(path) || path.startsWith('/assets/')
}

/** Whether a path belongs to the API or to OTLP, also where nothing is: errors there are for programs, whoever asks. */
export function isProgramPath(path: string): boolean {
  return PROGRAMS.test(path)
}
