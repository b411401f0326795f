import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { count } from '../../../trace/format.ts'
import { useHotkeys } from '../../../ui/hotkeys.ts'
import { TAB_CLASSES } from '../../../ui/tabs.tsx'

const SCREENS = [
  { to: '/sessions/$id/timeline', label: 'Timeline' },
  { to: '/sessions/$id/transcript', label: 'Transcript' },
  { to: '/sessions/$id/cost', label: 'Cost' },
  { to: '/sessions/$id/issues', label: 'Issues' },
  { to: '/sessions/$id/raw', label: 'Raw' },
] as const

interface SessionTabsProps {
  readonly openIssueCount: number
  readonly errorCount: number
}

/** The screens of a session. Each has an address, so they are links; the keys 1 to 5 go there. */
export function SessionTabs({ openIssueCount, errorCount }: SessionTabsProps) {
  const { id } = useParams({ from: '/sessions/$id' })
  const navigate = useNavigate()
  const open = (to: (typeof SCREENS)[number]['to']) => () => void navigate({ to, params: { id } })
  useHotkeys(Object.fromEntries(SCREENS.map(({ to }, index) => [String(index + 1), open(to)])))
  const problems = openIssueCount + errorCount
  return (
    <nav aria-label="Session" className="sticky top-12 z-20 flex overflow-x-auto border-b border-line bg-canvas px-3 sm:px-4">
      {SCREENS.map(({ to, label }) => (
        <Link key={to} to={to} params={{ id }} activeOptions={{ includeSearch: false }} className={`${TAB_CLASSES} -mb-px`}>
          {label}
          {label === 'Issues' && problems > 0 && (
            <span className="figures rounded-full bg-danger-soft px-1.5 text-2xs text-danger">{count(problems)}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}
