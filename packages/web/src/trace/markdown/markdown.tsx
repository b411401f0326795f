import { memo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { visibleLine } from '../visible-text.ts'
import { safeUrl } from './safe-url.ts'
import { visibleRehype } from './visible-rehype.ts'

/**
 * Markdown of models and people. It comes from telemetry, so nothing in it acts: HTML is shown as text, images are named and not fetched,
 * links go to the web or to mail only.
 */
export const Markdown = memo(({ text }: { readonly text: string }) => {
  return (
    <div className="prose [&>.heading:first-child]:mt-0" dir="auto">
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[visibleRehype]} urlTransform={(url) => url} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  )
})

const COMPONENTS: Components = {
  a: ({ href = '', children }) => {
    const url = safeUrl(href)
    if (url === undefined) return <span title={visibleLine(href.slice(0, 200))}>{children}</span>
    return (
      <a href={url} target="_blank" rel="noopener noreferrer nofollow" title={visibleLine(url.slice(0, 200))}>
        {children}
      </a>
    )
  },
  img: ({ alt = '', src = '' }) => (
    <span className="text-muted">{visibleLine(`[image: ${alt || 'without a name'}] ${String(src).slice(0, 200)}`)}</span>
  ),
  // The screen has its own headings; those of a message must not come between them.
  h1: ({ children }) => <p className="heading">{children}</p>,
  h2: ({ children }) => <p className="heading">{children}</p>,
  h3: ({ children }) => <p className="heading">{children}</p>,
  h4: ({ children }) => <p className="heading">{children}</p>,
  h5: ({ children }) => <p className="heading">{children}</p>,
  h6: ({ children }) => <p className="heading">{children}</p>,
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label="Table" className="overflow-x-auto">
      <table>{children}</table>
    </section>
  ),
  input: ({ checked }) => (
    <span role="img" aria-label={checked ? 'Done' : 'To do'}>
      {checked ? '☑' : '☐'}
    </span>
  ),
}
