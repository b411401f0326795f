import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type Connection, connection } from '../../data/connection.ts'
import { followLive } from '../../data/live.ts'
import { readAccess, subscribeAccess } from '../../data/token.ts'
import { useHotkeys } from '../../ui/hotkeys.ts'
import { holdTime } from '../../ui/use-now.ts'
import { Header } from './header.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'
import { LostBanner } from './lost-banner.tsx'
import { SignIn } from './sign-in.tsx'

/** What is around every page: head, live connection, keyboard help, and the question for a token. */
export function Shell() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const { token, isRefused } = useSyncExternalStore(subscribeAccess, readAccess)
  const { state, lostSinceMs } = useConnection(token)
  const live = isRefused ? 'off' : lostSinceMs === undefined ? state : 'lost'
  const navigate = useNavigate()
  useHotkeys({ '?': () => setHelpOpen(true), s: () => void navigate({ to: '/' }) })
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent-fill px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Header live={live} onHelp={() => setHelpOpen(true)} />
      {isRefused ? <SignIn wasWrong={token !== undefined} /> : <Outlet />}
      <LostBanner sinceMs={lostSinceMs} />
      {isHelpOpen && <KeyboardHelp onClose={() => setHelpOpen(false)} />}
    </div>
  )
}

/** Follows what arrives, with the token of the moment. While nobody answers, what ran then is not known to run on: its time stops. */
function useConnection(token: string | undefined): Connection {
  const client = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another token means another connection
  useEffect(() => followLive({ client, onState: connection.note }), [client, token])
  const known = useSyncExternalStore(connection.subscribe, connection.read)
  useEffect(() => holdTime(known.lostSinceMs), [known.lostSinceMs])
  return known
}
