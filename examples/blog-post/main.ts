/**
 * A blog post in four phases: research → draft → review → publish. The review finds problems, so draft and review come twice.
 * Each kind of thing that a session can hold is recorded where it happens: here, and for what comes often in `recorded.ts`.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createTracker, type Issue, type Phase } from '@ai-tracker/sdk'
import { ask, lint, save } from './recorded.ts'

const TITLE = 'Why the night sky is dark'
/** A path is recorded as it is given; this one says more than one that begins at the root of your disk. */
const FOLDER = relative(process.cwd(), import.meta.dirname)
const OUTPUT = join(FOLDER, 'output')
/** A post that is not good by then is published all the same. */
const MAX_PASSES = 3

/** What goes through the passes: a draft, and what is wrong with it. */
interface Draft {
  readonly path: string
  readonly text: string
  readonly problems: readonly Problem[]
  /** What the editor thinks of it, 1 to 5. */
  readonly score: number
}

interface Problem {
  readonly description: string
  readonly location: string
  /** Its record, by which a later review calls it fixed. */
  readonly issue: Issue
}

const tracker = createTracker({ serviceName: 'blog-post' })
await mkdir(OUTPUT, { recursive: true })

await tracker.session({ workflow: 'blog_post', title: TITLE, inputs: { title: TITLE } }, async (session) => {
  const facts = await session.phase({ name: 'research', number: 1 }, research)

  let draft: Draft | undefined
  for (let pass = 1; pass <= MAX_PASSES && draft?.problems.length !== 0; pass++) {
    const before = draft
    const path = join(OUTPUT, `draft-${pass}.md`)
    const text = await session.phase({ name: 'draft', number: 2, iteration: pass }, (phase) => write(phase, { path, facts, before }))
    draft = await session.phase({ name: 'review', number: 3, iteration: pass }, async (phase) => {
      const reviewed = await review(phase, { path, text, facts })
      recordFixes({ before, reviewed, pass })
      return reviewed
    })
  }
  if (!draft) throw new Error('there was no pass')

  const post = join(OUTPUT, 'post.md')
  await session.phase({ name: 'publish', number: 4 }, (phase) => publish(phase, post, draft))
  session.rate({ name: 'editor', score: draft.score })
  session.complete({ outcome: 'published', outputs: { post } })
  console.log(`${post} is ready; the editor gives it ${draft.score} of 5.`)
})

/** Reads the notes, and has the model choose from them. */
async function research(phase: Phase): Promise<string> {
  const path = join(FOLDER, 'notes.md')
  const notes = await phase.action({ type: 'read', arguments: { path } }, () => readFile(path, 'utf8'))
  const facts = await ask(phase, `List the facts of these notes that a post with the title "${TITLE}" needs.\n\n${notes}`)
  await save(phase, { type: 'research', path: join(OUTPUT, 'research.md'), content: facts })
  return facts
}

/** Writes the post, or writes it again without the problems of the draft before. */
async function write(phase: Phase, { path, facts, before }: { path: string; facts: string; before: Draft | undefined }): Promise<string> {
  const problems = before?.problems.map(({ location, description }) => `- ${location}: ${description}`).join('\n')
  const task = before
    ? `Write it again without these problems:\n${problems}\n\nThe post:\n${before.text}`
    : `Write a post of 100 words in Markdown with the title "${TITLE}".`
  const text = await ask(phase, `${task}\n\nThe facts:\n${facts}`)
  await save(phase, { type: 'draft', path, content: text })
  return text
}

/** Reviews a draft: a linter looks at the style, the model at the content. Each problem is an issue. */
async function review(phase: Phase, { path, text, facts }: { path: string; text: string; facts: string }): Promise<Draft> {
  const complaints = await lint(phase, path)
  const question = `Review this post. Answer in JSON: {"score": 1 to 5, "problems": ["…"]}.\n\nThe post:\n${text}\n\nThe facts:\n${facts}`
  const { score, problems: gaps }: { score: number; problems: readonly string[] } = JSON.parse(await ask(phase, question, 'json_object'))
  const problems: readonly Problem[] = [
    ...complaints.map((line) => {
      const [, location = path, description = line] = /^(.+?:\d+): (.+)$/.exec(line) ?? []
      return { description, location, issue: phase.issue({ severity: 'minor', type: 'style', description, location }) }
    }),
    ...gaps.map((description) => {
      const issue = phase.issue({ severity: 'major', type: 'content', description, location: path })
      return { description, location: path, issue }
    }),
  ]
  phase.decision({
    type: 'after_review',
    options: ['revise', 'publish'],
    chosen: problems.length > 0 ? 'revise' : 'publish',
    rationale: `problems: ${problems.length}, score: ${score} of 5`,
  })
  return { path, text, problems, score }
}

/** A problem of the draft before that is not found again is fixed. */
function recordFixes({ before, reviewed, pass }: { before: Draft | undefined; reviewed: Draft; pass: number }): void {
  const open = new Set(reviewed.problems.map(({ description }) => description))
  for (const { description, issue } of before?.problems ?? []) if (!open.has(description)) issue.fixed({ iteration: pass })
}

/** Puts the post where readers find it. */
async function publish(phase: Phase, post: string, { text }: Draft): Promise<void> {
  await save(phase, { type: 'final', path: post, content: text })
  phase.metric({ name: 'word_count', value: text.split(/\s+/).length, unit: '{word}' })
  phase.checkpoint('published', post)
}
