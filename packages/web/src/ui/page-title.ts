import { useEffect } from 'react'

const NAME = 'AI Workflow Tracker'

/** Sets the title of the window: `title · AI Workflow Tracker`. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${NAME}`
    return () => {
      document.title = NAME
    }
  }, [title])
}
