import type { SessionDetail } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { infoQuery } from '../../../data/queries.ts'
import { readAccess } from '../../../data/token.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { waysIn } from './ways.ts'

/** How a program or a person at a terminal asks for the same. */
export function WaysIn({ session: { id } }: { readonly session: SessionDetail }) {
  const { data: info } = useQuery(infoQuery())
  const ways = waysIn({ id, origin: location.origin, file: info?.file ?? null, needsToken: readAccess().token !== undefined })
  return (
    <Panel title="Ask for it yourself">
      <div className="flex flex-col gap-3">
        {ways.map(({ label, text }) => (
          <div key={label}>
            <h3 className="mb-1 text-sm text-muted">{label}</h3>
            <CodeBlock text={text} label={label} />
          </div>
        ))}
      </div>
    </Panel>
  )
}
