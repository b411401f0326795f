import {
  Binary,
  BookOpen,
  Bot,
  CircleDot,
  CornerDownRight,
  Database,
  Flag,
  Gauge,
  Layers,
  ListOrdered,
  type LucideIcon,
  MessageSquare,
  MessagesSquare,
  Plug,
  Search,
  ShieldCheck,
  Sparkles,
  Workflow,
  Wrench,
} from 'lucide-react'

/** How a kind of span looks. Class names are written out, so that the style sheet has them. */
export interface KindLook {
  readonly label: string
  readonly icon: LucideIcon
  /** Colour of icons. */
  readonly text: string
  /** Colour of bars and dots. */
  readonly fill: string
}

const CALL = { text: 'text-kind-call', fill: 'bg-kind-call' }
const AGENT = { text: 'text-kind-agent', fill: 'bg-kind-agent' }
const ACTION = { text: 'text-kind-action', fill: 'bg-kind-action' }
const RETRIEVAL = { text: 'text-kind-retrieval', fill: 'bg-kind-retrieval' }
const CHECK = { text: 'text-kind-check', fill: 'bg-kind-check' }
const PHASE = { text: 'text-kind-phase', fill: 'bg-kind-phase' }
const PLAIN: KindLook = { label: 'Span', icon: CircleDot, text: 'text-kind-plain', fill: 'bg-kind-plain' }

/** Every kind of `Span.kind`. */
const KINDS: Readonly<Record<string, KindLook>> = {
  session: { label: 'Session', icon: Layers, ...PHASE },
  workflow: { label: 'Workflow', icon: Workflow, ...PHASE },
  phase: { label: 'Phase', icon: Layers, ...PHASE },
  step: { label: 'Step', icon: CornerDownRight, ...PHASE },
  turn: { label: 'Turn', icon: MessagesSquare, ...PHASE },
  agent: { label: 'Agent', icon: Bot, ...AGENT },
  llm: { label: 'Model call', icon: Sparkles, ...CALL },
  embedding: { label: 'Embedding', icon: Binary, ...CALL },
  rerank: { label: 'Rerank', icon: ListOrdered, ...CALL },
  prompt: { label: 'Prompt', icon: MessageSquare, ...CALL },
  tool: { label: 'Tool', icon: Wrench, ...ACTION },
  mcp: { label: 'MCP', icon: Plug, ...ACTION },
  retrieval: { label: 'Retrieval', icon: Search, ...RETRIEVAL },
  memory: { label: 'Memory', icon: Database, ...RETRIEVAL },
  guardrail: { label: 'Guardrail', icon: ShieldCheck, ...CHECK },
  evaluator: { label: 'Evaluation', icon: Gauge, ...CHECK },
  generic: PLAIN,
}

/** Kinds of what stands on a timeline besides spans. */
export const MOMENT_KINDS: Readonly<Record<string, KindLook>> = {
  artifact: { label: 'Artifact', icon: BookOpen, ...RETRIEVAL },
  issue: { label: 'Issue', icon: ShieldCheck, ...CHECK },
  decision: { label: 'Decision', icon: CornerDownRight, ...PHASE },
  checkpoint: { label: 'Checkpoint', icon: Flag, ...PHASE },
  event: { ...PLAIN, label: 'Event' },
}

/** How a kind looks; a kind of a newer collector looks like a plain span. */
export function kindLook(kind: string): KindLook {
  return KINDS[kind] ?? PLAIN
}
