/** What a demonstration is made of: a tree of steps that are laid out in time, one after the other unless they say otherwise. */

/** A value of an attribute; whole numbers are sent as integers, lists as arrays of strings. */
export type Value = string | number | boolean | readonly string[]
export type Attributes = Readonly<Record<string, Value>>

/** A span event. */
export interface Moment {
  readonly name: string
  /** Milliseconds after the start of its step; without it at its end. */
  readonly atMs?: number
  readonly attributes: Attributes
}

/** A span before it has times. */
export interface Step {
  readonly name: string
  readonly attributes?: Attributes
  readonly moments?: readonly Moment[]
  /** Why it failed: the message of its status. */
  readonly error?: string
  /** How long it takes; without it as long as its children need. */
  readonly lengthMs?: number
  /** Time between the end of the step before it and its start. */
  readonly afterMs?: number
  /** Starts beside the step before it, `afterMs` after that one's start, and not behind it. */
  readonly isBeside?: boolean
  /** OTLP's number of the span kind; 1 = internal. */
  readonly kind?: number
  readonly children?: readonly Step[]
}

/** A log record beside the spans. */
export interface LogLine {
  /** Name of the step that writes it; without it the record belongs to no trace and names its session by `session.id`. */
  readonly step?: string
  /** Milliseconds after the start of its step, or of the plan. */
  readonly atMs: number
  /** OTLP's number: 5 = debug, 9 = info, 13 = warn, 17 = error. */
  readonly severity: number
  readonly event?: string
  /** A text, or fields. */
  readonly body: string | Attributes
  readonly attributes?: Attributes
}

/** A trace: a root step, when it began and who sends it. */
export interface Plan {
  /** Names it in code and tests; also the seed of its ids. */
  readonly name: string
  readonly service: string
  /** Name and version of the instrumentation that the spans say they come from. */
  readonly scope: readonly [name: string, version: string]
  /** Milliseconds since 1970. */
  readonly startMs: number
  readonly root: Step
  readonly logs?: readonly LogLine[]
}

/** A step with its place in time and among the others. */
export interface PlacedStep {
  readonly step: Step
  /** From 1 in depth-first order. */
  readonly number: number
  /** 0 = it is the root. */
  readonly parentNumber: number
  /** Milliseconds since 1970. */
  readonly startMs: number
  readonly endMs: number
}

/** What a runtime spends between two steps. */
const GAP_MS = 12

/** The steps of a plan, depth first, with their times. */
export function placed({ root, startMs }: Plan): readonly PlacedStep[] {
  const found: PlacedStep[] = []
  const place = (step: Step, beginMs: number, parentNumber: number): number => {
    const number = found.length + 1
    // Takes its place before its children do; its end is known after them.
    found.push({ step, number, parentNumber, startMs: beginMs, endMs: beginMs })
    let lastEndMs = beginMs
    let previous = { startMs: beginMs, endMs: beginMs }
    for (const child of step.children ?? []) {
      const childStartMs = (child.isBeside ? previous.startMs : previous.endMs) + (child.afterMs ?? GAP_MS)
      previous = { startMs: childStartMs, endMs: place(child, childStartMs, number) }
      lastEndMs = Math.max(lastEndMs, previous.endMs)
    }
    const endMs = step.lengthMs === undefined ? lastEndMs + GAP_MS : beginMs + step.lengthMs
    found[number - 1] = { step, number, parentNumber, startMs: beginMs, endMs }
    return endMs
  }
  place(root, startMs, 0)
  return found
}

/** The end of a plan. */
export function endMsOf(plan: Plan): number {
  return placed(plan)[0]?.endMs ?? plan.startMs
}
