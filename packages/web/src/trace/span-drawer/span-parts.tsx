import type { SpanDetail } from '@ai-tracker/collector/contract'
import { clockTime } from '../format.ts'
import { SafeText } from '../safe-text.tsx'
import { AttributeList } from './attribute-list.tsx'
import { DrawerSection } from './drawer-section.tsx'

/** Everything that was sent with a span, part by part. */
export function SpanParts({ span }: { readonly span: SpanDetail }) {
  const shared = { cut: span.cut, source: span }
  return (
    <>
      <DrawerSection title="Attributes" size={span.attributes.length} isOpen>
        <AttributeList attributes={span.attributes} at="/attributes" dropped={span.droppedAttributesCount} {...shared} />
      </DrawerSection>
      {span.events.length > 0 && (
        <DrawerSection title="Events" size={span.events.length} isOpen>
          {span.events.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place
            <article key={index} className="mb-3 border-l-2 border-line pl-3">
              <h3 className="flex items-baseline justify-between gap-2 font-medium">
                <span className="break-words">
                  <SafeText text={event.name} oneLine />
                </span>
                {event.at !== null && <time className="figures shrink-0 text-xs font-normal text-muted">{clockTime(event.at)}</time>}
              </h3>
              {event.attributes.length > 0 && (
                <AttributeList
                  attributes={event.attributes}
                  at={`/events/${index}/attributes`}
                  dropped={event.droppedAttributesCount}
                  {...shared}
                />
              )}
            </article>
          ))}
        </DrawerSection>
      )}
      {span.links.length > 0 && (
        <DrawerSection title="Links" size={span.links.length}>
          {span.links.map((link, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a link is its place
            <article key={index} className="mb-3">
              <code className="font-mono text-xs break-all">
                {link.traceId}-{link.spanId}
              </code>
              <AttributeList
                attributes={link.attributes}
                at={`/links/${index}/attributes`}
                dropped={link.droppedAttributesCount}
                {...shared}
              />
            </article>
          ))}
        </DrawerSection>
      )}
      <DrawerSection title="Resource" size={span.resource.attributes.length}>
        <AttributeList attributes={span.resource.attributes} at="/resource/attributes" {...shared} />
      </DrawerSection>
      {span.instrumentation.attributes.length > 0 && (
        <DrawerSection title="Instrumentation scope" size={span.instrumentation.attributes.length}>
          <AttributeList attributes={span.instrumentation.attributes} at="/instrumentation/attributes" {...shared} />
        </DrawerSection>
      )}
    </>
  )
}
