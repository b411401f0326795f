import { Info } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { readAccess, subscribeAccess } from '../../data/token.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { type Client, clientsFor } from './clients.ts'

interface SetupGuideProps {
  /** The client whose snippets are shown; undefined = the first one. */
  readonly client: string | undefined
  readonly onClient: (id: string) => void
}

/** What to copy, for each client, with the address of this collector in it. */
export function SetupGuide({ client, onClient }: SetupGuideProps) {
  const { token } = useSyncExternalStore(subscribeAccess, readAccess)
  const clients = clientsFor({ origin: location.origin, needsToken: token !== undefined })
  const shown = clients.find(({ id }) => id === client) ?? clients[0]
  const tabs = clients.map((each) => ({ id: each.id, label: each.label, content: <ClientSteps client={each} /> }))
  return <Tabs label="Clients" tabs={tabs} value={shown?.id ?? ''} onChange={onClient} />
}

function ClientSteps({ client }: { readonly client: Client }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose">{client.intro}</p>
      {client.snippets.map(({ title, text }) => (
        <div key={title} className="flex flex-col gap-1.5">
          <h2 className="text-xs font-medium text-muted">{title}</h2>
          <CodeBlock text={text} label={`${client.label}: ${title}`} />
        </div>
      ))}
      {client.note !== undefined && (
        <p className="flex max-w-prose gap-2 text-muted">
          <Info size={14} aria-hidden="true" className="mt-0.75 shrink-0" />
          {client.note}
        </p>
      )}
    </div>
  )
}
