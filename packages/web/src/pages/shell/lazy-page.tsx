import { type ComponentType, useEffect, useState } from 'react'
import { type LoadOptions, loadPart } from '../../data/load-part.ts'
import { type FailureProps, ScreenError } from './error-page.tsx'
import { PendingPage } from './pending-page.tsx'

/**
 * A component of the page that is loaded when somebody goes there, or is about to. One that does not come is said to be missing, in its own
 * place and with a way to try again; the page around it stays.
 * @param load gives the component
 * @param Failure what is shown when it does not come
 */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>, Failure: ComponentType<FailureProps> = ScreenError) {
  let Page: ComponentType<P> | undefined
  const ensure = async (options?: LoadOptions): Promise<void> => {
    Page ??= await loadPart(load, options)
  }
  function LazyPage(props: P) {
    const [tries, setTries] = useState(0)
    const [outcome, setOutcome] = useState<{ readonly error?: unknown }>()
    useEffect(() => {
      if (Page) return
      let isLeft = false
      const settle = (next: { readonly error?: unknown }): void => void (isLeft || setOutcome(next))
      ensure({ isRetry: tries > 0 }).then(
        () => settle({}),
        (error: unknown) => settle({ error }),
      )
      return () => {
        isLeft = true
      }
    }, [tries])
    if (Page) return <Page {...props} />
    if (!outcome) return <PendingPage />
    const retry = (): void => {
      setOutcome(undefined)
      setTries(tries + 1)
    }
    return <Failure error={outcome.error} onRetry={retry} />
  }
  // A failure is said when somebody goes there.
  LazyPage.preload = () => ensure().catch(() => undefined)
  return LazyPage
}
