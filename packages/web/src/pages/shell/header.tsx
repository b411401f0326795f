import { Link } from '@tanstack/react-router'
import { Keyboard } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import { LiveIndicator, type Liveness } from './live-indicator.tsx'
import { ThemeMenu } from './theme-menu.tsx'

interface HeaderProps {
  readonly live: Liveness
  readonly onHelp: () => void
}

const NAV =
  'inline-flex h-8 items-center rounded-md px-2.5 text-sm text-muted hover:bg-hover hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink'

/** The head of every page. */
export function Header({ live, onHelp }: HeaderProps) {
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b border-line bg-surface px-3 sm:px-4">
      <Link to="/" className="mr-2 inline-flex items-center gap-2 rounded-md font-semibold whitespace-nowrap">
        <Brand />
        <span className="sr-only sm:not-sr-only">AI Workflow Tracker</span>
      </Link>
      <nav aria-label="Main" className="flex">
        <Link to="/" activeOptions={{ exact: true, includeSearch: false }} className={NAV}>
          Sessions
        </Link>
        <Link to="/setup" className={NAV}>
          Set up
        </Link>
      </nav>
      <div className="ml-auto flex items-center gap-1">
        <span className="mr-2">
          <LiveIndicator state={live} />
        </span>
        <span className="hidden sm:inline">
          <IconButton label="Keyboard shortcuts (?)" onClick={onHelp}>
            <Keyboard size={16} aria-hidden="true" />
          </IconButton>
        </span>
        <ThemeMenu />
      </div>
    </header>
  )
}

function Brand() {
  return (
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-accent-fill" />
      <path d="M8 10h16M8 16h9M8 22h13" className="stroke-on-accent" strokeWidth="3" strokeLinecap="round" />
    </svg>
  )
}
