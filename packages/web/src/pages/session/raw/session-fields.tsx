import type { Json, SessionDetail } from '@ai-tracker/collector/contract'
import { exactTime, UNKNOWN } from '../../../trace/format.ts'
import { LongText } from '../../../trace/long-text.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { KeyValues } from '../../../ui/key-values.tsx'
import { Panel } from '../../../ui/panel.tsx'

const MAX_SHOWN = 500

/** What the session says of itself: ids, inputs, outputs, metadata. */
export function SessionFields({ session }: { readonly session: SessionDetail }) {
  const texts = [
    { name: 'Id', text: String(session.id) },
    { name: 'Key', text: session.key },
    { name: 'Conversation', text: session.conversationId },
    { name: 'User', text: session.userId },
    { name: 'Workflow', text: [session.workflow, session.workflowVersion].filter(Boolean).join(' ') },
    { name: 'Dialect', text: session.source },
    { name: 'Last received', text: session.receivedAt === null ? UNKNOWN : exactTime(session.receivedAt) },
  ]
  return (
    <Panel title="Session">
      <KeyValues
        items={texts.flatMap(({ name, text }) =>
          text ? [{ name, value: <SafeText key={name} text={text.slice(0, MAX_SHOWN)} oneLine /> }] : [],
        )}
      />
      <JsonField name="Inputs" value={session.inputs} />
      <JsonField name="Outputs" value={session.outputs} />
      <JsonField name="Metadata" value={session.metadata} />
    </Panel>
  )
}

function JsonField({ name, value }: { readonly name: string; readonly value: Json }) {
  if (value === null) return null
  return (
    <div className="mt-3">
      <h3 className="mb-1 text-sm text-muted">{name}</h3>
      <LongText text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} label={name} />
    </div>
  )
}
