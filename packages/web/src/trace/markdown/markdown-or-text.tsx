import { CatchBoundary } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { SafeText } from '../safe-text.tsx'
import { isDrawable } from './drawable.ts'

const loading = import('./markdown.tsx')
// Begun with the screen, so that its texts do not stand there raw first; whoever draws one hears of a failure.
loading.catch(() => undefined)
const Markdown = lazy(async () => ({ default: (await loading).Markdown }))

/** Markdown, or the text as it is while that is loaded, and where it cannot be drawn: one message must not take the screen with it. */
export function MarkdownOrText({ text }: { readonly text: string }) {
  const plain = <Plain text={text} />
  if (!isDrawable(text)) return plain
  return (
    <CatchBoundary getResetKey={() => text} errorComponent={() => plain}>
      <Suspense fallback={<Plain text={text} isBusy />}>
        <Markdown text={text} />
      </Suspense>
    </CatchBoundary>
  )
}

function Plain({ text, isBusy = false }: { readonly text: string; readonly isBusy?: boolean }) {
  return (
    <p aria-busy={isBusy || undefined} className="break-words whitespace-pre-wrap">
      <SafeText text={text} />
    </p>
  )
}
