import { createRandom, type Random } from '../../bench/loads/random.ts'
import { ARTICLES, type Article } from '../articles.ts'
import { createConversation, MODELS, type Model } from '../conversation.ts'
import { artifact, checkpoint, type Finding, issue, issueFixed, metric, phaseStep, sessionStep } from '../parts.ts'
import type { Moment, Plan, Step } from '../step.ts'

const HOUR_MS = 3_600_000
const SYSTEM =
  'You write posts for the engineering blog of a small company. Plain words, short sentences, no superlatives. Every number has a source or a measurement behind it. You never invent a source.'
const WRITERS: readonly Model[] = [MODELS.sonnet, MODELS.gpt5, MODELS.sonnet, MODELS.mini]
const OUTCOMES = ['published', 'published', 'needs revision', 'published', 'rejected', 'published'] as const
const FINDINGS: readonly Omit<Finding, 'location'>[] = [
  { id: 'intensifier', severity: 'minor', type: 'ai_intensifier', description: '“incredibly” adds nothing; cut it.' },
  {
    id: 'source',
    severity: 'major',
    type: 'missing_source',
    description: 'The figure of 81 % has no source. Link the dashboard or take it out.',
  },
  { id: 'passive', severity: 'minor', type: 'passive_voice', description: 'Say who removed the record.' },
  { id: 'heading', severity: 'minor', type: 'heading_case', description: 'Headings are in sentence case.' },
]

/** Runs of the blog post workflow over the last days, newest first. */
export function blogPosts(nowMs: number, count = 16): readonly Plan[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(100 + index)
    const startMs = nowMs - Math.round((3 + index * 8.5 + random.below(400) / 100) * HOUR_MS)
    return blogPost({ random, index, startMs })
  })
}

interface Run {
  readonly random: Random
  readonly index: number
  readonly startMs: number
}

function blogPost({ random, index, startMs }: Run): Plan {
  const article = at(ARTICLES, index)
  const writer = at(WRITERS, index + Math.floor(index / 4))
  const isCancelled = index === 9
  const outcome = isCancelled ? undefined : at(OUTCOMES, index)
  const phases = [
    research(article, random),
    ...(isCancelled ? [] : [draft(article, writer), review(article, random), ...(outcome === 'published' ? [publish(article)] : [])]),
  ]
  const root = sessionStep(
    {
      key: `blog-post-${article.slug}-run-${String(index + 1).padStart(4, '0')}`,
      workflow: 'blog-post',
      version: index < 8 ? '1.5.0' : '1.4.2',
      title: article.title,
      status: isCancelled ? 'cancelled' : 'completed',
      ...(outcome !== undefined && { outcome }),
    },
    { children: phases, attributes: { 'tracker.session.inputs': JSON.stringify({ topic: article.slug, brief: article.brief }) } },
  )
  return { name: `blog-post-${index}`, service: 'newsroom', scope: ['@ai-tracker/sdk', '0.1.0'], startMs, root }
}

function research({ brief, sources }: Article, random: Random): Step {
  const conversation = createConversation(MODELS.haiku, `${SYSTEM} You collect facts and cite each with its address.`)
  conversation.ask(`Collect what is needed for this post, with sources.\n\n> ${brief}`)
  const steps = sources.flatMap(({ url, note }, index) => {
    const call = {
      id: `fetch_${index + 1}`,
      name: 'web_fetch',
      arguments: { url, question: 'What does this page say that the post needs?' },
    }
    return [
      conversation.call({
        text: index === 0 ? 'I start with the primary sources.' : 'One more source to check that against.',
        calls: [call],
      }),
      conversation.tool(call, { result: note, lengthMs: 800 + random.below(2600) }),
    ]
  })
  const notes = sources.map(({ url, note }) => `- ${note} ([source](${url}))`).join('\n')
  return phaseStep('research', 1, {
    children: [...steps, conversation.call({ text: `## Notes\n\n${notes}\n\nNothing contradicts these; I would build the post on them.` })],
    moments: [artifact('research', 'notes/research.md', { size: notes.length })],
  })
}

function draft(article: Article, writer: Model): Step {
  const conversation = createConversation(writer, SYSTEM)
  conversation.ask(`Write the post “${article.title}”. Brief: ${article.brief}\n\nFirst the outline, then section by section.`)
  const outline = article.sections.map(({ heading }, index) => `${index + 1}. ${heading}`).join('\n')
  const steps = [
    conversation.call({ text: `## Outline\n\n${outline}` }),
    ...article.sections.map((section) => sectionCall(conversation, section)),
  ]
  const words = article.sections.reduce((sum, { text }) => sum + text.split(' ').length, 0)
  const post = `posts/${article.slug}.md`
  const moments: readonly Moment[] = [
    metric('words', words, '{words}'),
    metric('readability', 58.5 + (words % 17), '1'),
    artifact('draft', post, { size: words * 6, metadata: { word_count: words } }),
  ]
  return phaseStep('draft', 2, { children: steps, moments })
}

function sectionCall(conversation: ReturnType<typeof createConversation>, { heading, text }: Article['sections'][number]): Step {
  conversation.ask(`Write the section “${heading}”.`)
  return conversation.call({ text: `## ${heading}\n\n${text}` })
}

function review({ sections, slug }: Article, random: Random): Step {
  const conversation = createConversation(MODELS.haiku, 'You are an editor. You list problems as JSON and change nothing yourself.')
  conversation.ask(`Review this post.\n\n${sections.map(({ heading, text }) => `## ${heading}\n\n${text}`).join('\n\n')}`)
  const found = FINDINGS.slice(0, 1 + random.below(FINDINGS.length)).map((finding, index) => ({
    ...finding,
    location: `posts/${slug}.md:${7 + index * 9}`,
  }))
  const answer = JSON.stringify(
    found.map(({ severity, description, location }) => ({ severity, description, location })),
    null,
    2,
  )
  const call = conversation.call({ text: `\`\`\`json\n${answer}\n\`\`\`` })
  const fixed = found.filter(({ severity }) => severity === 'minor')
  return phaseStep('review', 3, {
    children: [call],
    moments: [...found.map(issue), ...fixed.map((finding) => issueFixed(finding, 1)), metric('issues', found.length)],
  })
}

function publish({ slug, title }: Article): Step {
  const url = `https://blog.example.com/${slug}`
  const call = { id: 'publish_1', name: 'cms_publish', arguments: { path: `posts/${slug}.md`, title, visibility: 'public' } }
  const conversation = createConversation(MODELS.mini, 'You publish what the editor has released, and nothing else.')
  conversation.ask(`The editor released posts/${slug}.md. Publish it.`)
  return phaseStep('publish', 4, {
    children: [
      conversation.call({ calls: [call] }),
      conversation.tool(call, { result: JSON.stringify({ status: 'published', url }), lengthMs: 2300 }),
      conversation.call({ text: `Published at [${url}](${url}).` }),
    ],
    moments: [artifact('final', `posts/${slug}.md`, { size: 6400 }), checkpoint('published', url)],
  })
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length]
  if (found === undefined) throw new Error('the list is empty')
  return found
}
