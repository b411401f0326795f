import { blogPosts } from './sessions/blog-posts.ts'
import { eventfulSession } from './sessions/eventful.ts'
import { failingSession } from './sessions/failing.ts'
import { withoutContent, withoutPrices } from './sessions/gaps.ts'
import { hostileSession } from './sessions/hostile.ts'
import { longConversation } from './sessions/long-conversation.ts'
import { parallelAgents } from './sessions/parallel-agents.ts'
import type { Plan } from './step.ts'

/** Every finished session of the demonstration, so that each state of the page has one. The same `nowMs` gives the same bytes. */
export function demoPlans(nowMs: number): readonly Plan[] {
  return [
    failingSession(nowMs),
    parallelAgents(nowMs),
    eventfulSession(nowMs),
    longConversation(nowMs),
    withoutPrices(nowMs),
    withoutContent(nowMs),
    hostileSession(nowMs),
    ...blogPosts(nowMs),
  ]
}
