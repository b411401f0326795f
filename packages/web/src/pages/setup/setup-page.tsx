import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { FirstSpanLight } from './first-span-light.tsx'
import { SetupGuide } from './setup-guide.tsx'

/** How to send traces here. */
export function SetupPage() {
  usePageTitle('Set up')
  const { client } = useSearch({ from: '/setup' })
  const navigate = useNavigate({ from: '/setup' })
  return (
    <main id="main" className={COLUMN}>
      <h1 className="text-xl">Set up a client</h1>
      <FirstSpanLight />
      <SetupGuide client={client} onClient={(id) => void navigate({ search: { client: id }, replace: true })} />
    </main>
  )
}

/** The same in place of an empty list. It stays when the first span arrives, until the person goes on. */
export function Welcome({ onContinue }: { readonly onContinue: () => void }) {
  const [client, setClient] = useState<string>()
  return (
    <main id="main" className={COLUMN}>
      <div>
        <h1 className="text-xl">Send your first span</h1>
        <p className="mt-1 max-w-prose text-muted">
          Choose what you use, copy, run it: what it does, costs and gets wrong appears here while it happens.
        </p>
      </div>
      <FirstSpanLight />
      <SetupGuide client={client} onClient={setClient} />
      <div>
        <Button onClick={onContinue}>Show the list of sessions</Button>
      </div>
    </main>
  )
}

const COLUMN = 'mx-auto flex w-full max-w-230 flex-1 flex-col gap-5 px-3 py-6 sm:px-4'
