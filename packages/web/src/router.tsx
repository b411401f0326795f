import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { parseSearch, writeSearch } from './data/search-params.ts'
import { costSearch } from './pages/session/cost/search.ts'
import { issuesSearch } from './pages/session/issues/search.ts'
import { rawSearch } from './pages/session/raw/search.ts'
import { sessionSearch } from './pages/session/search.ts'
import { timelineSearch } from './pages/session/timeline/search.ts'
import { transcriptSearch } from './pages/session/transcript/search.ts'
import { sessionsSearch } from './pages/sessions/search.ts'
import { SessionsPage } from './pages/sessions/sessions-page.tsx'
import { setupSearch } from './pages/setup/search.ts'
import { ErrorPage, ScreenError } from './pages/shell/error-page.tsx'
import { lazyPage } from './pages/shell/lazy-page.tsx'
import { NotFoundPage } from './pages/shell/not-found-page.tsx'
import { PendingPage } from './pages/shell/pending-page.tsx'
import { Shell } from './pages/shell/shell.tsx'

/** Every address of the page. Screens of a session and the set-up page are loaded when somebody goes there. */

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: ErrorPage })

const setupPage = () => import('./pages/setup/setup-page.tsx')

const Welcome = lazyPage(async () => (await setupPage()).Welcome, ErrorPage)

const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: sessionsSearch,
  component: () => <SessionsPage renderEmpty={(onContinue) => <Welcome onContinue={onContinue} />} />,
})

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  validateSearch: setupSearch,
  component: lazyPage(async () => (await setupPage()).SetupPage, ErrorPage),
})

const sessionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions/$id',
  validateSearch: sessionSearch,
  component: lazyPage(async () => (await import('./pages/session/session-page.tsx')).SessionPage, ErrorPage),
})

const sessionIndexRoute = createRoute({
  getParentRoute: () => sessionRoute,
  path: '/',
  beforeLoad: ({ params, search }) => {
    throw redirect({ to: '/sessions/$id/timeline', params, search, replace: true })
  },
})

const timelineRoute = createRoute({
  getParentRoute: () => sessionRoute,
  path: '/timeline',
  validateSearch: timelineSearch,
  errorComponent: ScreenError,
  component: lazyPage(async () => (await import('./pages/session/timeline/timeline-screen.tsx')).TimelineScreen),
})

const transcriptRoute = createRoute({
  getParentRoute: () => sessionRoute,
  path: '/transcript',
  validateSearch: transcriptSearch,
  errorComponent: ScreenError,
  component: lazyPage(async () => (await import('./pages/session/transcript/transcript-screen.tsx')).TranscriptScreen),
})

const costRoute = createRoute({
  getParentRoute: () => sessionRoute,
  path: '/cost',
  validateSearch: costSearch,
  errorComponent: ScreenError,
  component: lazyPage(async () => (await import('./pages/session/cost/cost-screen.tsx')).CostScreen),
})

const issuesRoute = createRoute({
  getParentRoute: () => sessionRoute,
  path: '/issues',
  validateSearch: issuesSearch,
  errorComponent: ScreenError,
  component: lazyPage(async () => (await import('./pages/session/issues/issues-screen.tsx')).IssuesScreen),
})

const rawRoute = createRoute({
  getParentRoute: () => sessionRoute,
  path: '/raw',
  validateSearch: rawSearch,
  errorComponent: ScreenError,
  component: lazyPage(async () => (await import('./pages/session/raw/raw-screen.tsx')).RawScreen),
})

const routeTree = rootRoute.addChildren([
  sessionsRoute,
  setupRoute,
  sessionRoute.addChildren([sessionIndexRoute, timelineRoute, transcriptRoute, costRoute, issuesRoute, rawRoute]),
])

/** The router over the address bar. */
export function createPageRouter() {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch: writeSearch,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: ErrorPage,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof createPageRouter>
  }
}
