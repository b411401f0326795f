import type { ReactNode } from 'react'

/** A name and its value. */
export interface KeyValue {
  readonly name: string
  readonly value: ReactNode
}

/** Names and values in two columns; on a phone below each other. */
export function KeyValues({ items }: { readonly items: readonly KeyValue[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-1 text-sm sm:grid-cols-[minmax(120px,auto)_minmax(0,1fr)]">
      {items.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="mb-1 min-w-0 break-words sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
