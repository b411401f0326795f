/** A link or image of Markdown, with its text and its target. */
const LINK = /!?\[((?:[^\][]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|#)/i

/**
 * A README as it is published: a link to a file that is in the repository alone becomes its text.
 * @param isPublished tells of a path from the README's folder whether it is in the package, too
 */
export function stagedReadme(text: string, isPublished: (path: string) => boolean): string {
  return text.replace(LINK, (link, label: string, target: string) => {
    const [path = ''] = target.split('#')
    return ELSEWHERE.test(target) || isPublished(path) ? link : label
  })
}

/** Targets of links in a README that name a file beside it. */
export function relativeLinks(text: string): readonly string[] {
  return [...text.matchAll(LINK)].map(([, , target = '']) => target).filter((target) => !ELSEWHERE.test(target))
}
