import { SkeletonLines } from '../../ui/skeleton.tsx'

/** A screen is being loaded. */
export function PendingPage() {
  return (
    <div className="p-4">
      <SkeletonLines lines={6} />
    </div>
  )
}
