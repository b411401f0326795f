import { Link } from '@tanstack/react-router'
import { buttonClasses } from '../../ui/button.tsx'
import { usePageTitle } from '../../ui/page-title.ts'

/** There is no such page. */
export function NotFoundPage() {
  usePageTitle('Not found')
  return (
    <main id="main" className="flex flex-col items-center gap-2 px-6 py-24 text-center">
      <h1 className="text-xl">There is no such page</h1>
      <p className="text-muted">The address may be mistyped, or from another version.</p>
      <Link to="/" className={`${buttonClasses('primary')} mt-2`}>
        All sessions
      </Link>
    </main>
  )
}
