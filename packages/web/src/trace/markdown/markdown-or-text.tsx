import { CatchBoundary } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { SafeText } from '../safe-text.tsx'
import { isDrawable } from './drawable.ts'

const Markdown = lazy(async () => ({ default: (await import('./markdown.tsx')).Markdown }))

/** Markdown, or the text as it is while that is loaded, and where it cannot be drawn: one message must not take the screen with it. */
export function MarkdownOrText({ text }: { readonly text: string }) {
  const plain = (
    <p className="break-words whitespace-pre-wrap">
      <SafeText text={text} />
    </p>
  )
  if (!isDrawable(text)) return plain
  return (
    <CatchBoundary getResetKey={() => text} errorComponent={() => plain}>
      <Suspense fallback={plain}>
        <Markdown text={text} />
      </Suspense>
    </CatchBoundary>
  )
}
