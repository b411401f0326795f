import { useEffect, useState } from 'react'

/** So far from the top a person reads further down. */
const TOP_PX = 120

/**
 * The row that was the first one when the window was scrolled away from the top; undefined at the top.
 * @param firstId the row that is the first one now
 */
export function useAnchor(firstId: number | undefined): number | undefined {
  const [anchor, setAnchor] = useState<number>()
  useEffect(() => {
    const onScroll = (): void => setAnchor((current) => (window.scrollY < TOP_PX ? undefined : (current ?? firstId)))
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [firstId])
  return anchor
}
