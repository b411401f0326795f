import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { followLive } from '../../data/live.ts'
import type { LiveState } from '../../data/live-stream.ts'
import { readAccess, subscribeAccess } from '../../data/token.ts'
import { useHotkeys } from '../../ui/hotkeys.ts'
import { Header } from './header.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'
import { SignIn } from './sign-in.tsx'

/** What is around every page: head, live connection, keyboard help, and the question for a token. */
export function Shell() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const { token, isRefused } = useSyncExternalStore(subscribeAccess, readAccess)
  const live = useLive(token)
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
      <Header live={isRefused ? 'off' : live} onHelp={() => setHelpOpen(true)} />
      {isRefused ? <SignIn wasWrong={token !== undefined} /> : <Outlet />}
      {isHelpOpen && <KeyboardHelp onClose={() => setHelpOpen(false)} />}
    </div>
  )
}

/** Follows what arrives, with the token of the moment. */
function useLive(token: string | undefined): LiveState {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another token means another connection
  useEffect(() => followLive({ client, onState: setState }), [client, token])
  return state
}
