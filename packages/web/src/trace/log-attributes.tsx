import type { Log } from '@ai-tracker/collector/contract'
import { AttributeList } from './span-drawer/attribute-list.tsx'

/** The attributes of a log record. They come whole: nothing of them is asked for by its place in a span. */
export function LogAttributes({ log }: { readonly log: Pick<Log, 'attributes' | 'droppedAttributesCount'> }) {
  return <AttributeList attributes={log.attributes} at="/attributes" dropped={log.droppedAttributesCount} />
}
