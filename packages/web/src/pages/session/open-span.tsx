import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { loadPart } from '../../data/load-part.ts'
import { spanOf } from './search.ts'

const SpanDrawer = lazy(async () => {
  const { SpanDrawer } = await loadPart(() => import('../../trace/span-drawer/span-drawer.tsx'))
  return { default: SpanDrawer }
})

/** The drawer of the span that the address names. */
export function OpenSpan({ sessionId }: { readonly sessionId: string }) {
  const span = spanOf(useSearch({ from: '/sessions/$id' }))
  const navigate = useNavigate()
  if (!span) return null
  const close = () => void navigate({ to: '.', search: (search) => ({ ...search, span: undefined }), replace: true })
  return (
    <Suspense fallback={null}>
      <SpanDrawer span={{ sessionId, ...span }} onClose={close} />
    </Suspense>
  )
}
