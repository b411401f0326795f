/** The parts that most demonstrations share: roots, phases, agents, and what they report. */
import type { Attributes, Moment, Step } from './step.ts'

/** A session as a sender describes it. */
export interface SessionFields {
  readonly key: string
  readonly workflow?: string
  /** Name of the agent that its root is, for a session that is no workflow. */
  readonly agent?: string
  readonly version?: string
  readonly title?: string
  readonly status?: string
  readonly outcome?: string
}

/** The root of a session. */
export function sessionStep(
  { key, workflow, agent = 'assistant', version, title, status, outcome }: SessionFields,
  rest: Omit<Step, 'name'>,
): Step {
  return {
    name: workflow === undefined ? `invoke_agent ${agent}` : `invoke_workflow ${workflow}`,
    ...rest,
    attributes: {
      'tracker.session.key': key,
      ...(workflow === undefined
        ? { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent }
        : { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': workflow }),
      ...(version !== undefined && { 'tracker.workflow.version': version }),
      ...(title !== undefined && { 'tracker.session.title': title }),
      ...(status !== undefined && { 'tracker.session.status': status }),
      ...(outcome !== undefined && { 'tracker.session.outcome': outcome }),
      ...rest.attributes,
    },
  }
}

/** A phase. @param number its position in the session, from 1 */
export function phaseStep(name: string, number: number, rest: Omit<Step, 'name'>): Step {
  return { name, ...rest, attributes: { 'tracker.phase.name': name, 'tracker.phase.number': number, ...rest.attributes } }
}

/** An agent at work. */
export function agentStep(name: string, rest: Omit<Step, 'name'>): Step {
  return {
    name: `invoke_agent ${name}`,
    ...rest,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name, ...rest.attributes },
  }
}

/** A command of a shell. */
export function commandStep(
  command: string,
  end: { readonly result: string; readonly lengthMs: number; readonly exitCode?: number },
): Step {
  const { result, lengthMs, exitCode = 0 } = end
  return {
    name: command.split(' ').slice(0, 2).join(' '),
    lengthMs,
    ...(exitCode !== 0 && { error: `exit ${exitCode}` }),
    attributes: {
      'tracker.action.type': 'bash',
      'gen_ai.tool.name': 'Bash',
      'process.command_line': command,
      'process.exit.code': exitCode,
      'gen_ai.tool.call.arguments': JSON.stringify({ command }),
      'gen_ai.tool.call.result': result,
    },
  }
}

/** A file was made or changed. */
export function artifact(type: string, path: string, more: { readonly size: number; readonly metadata?: Attributes }): Moment {
  const metadata = Object.entries(more.metadata ?? {}).map(([key, value]) => [`tracker.metadata.${key}`, value] as const)
  return {
    name: 'tracker.artifact',
    attributes: { 'tracker.artifact.type': type, 'file.path': path, 'file.size': more.size, ...Object.fromEntries(metadata) },
  }
}

/** What a review found. */
export interface Finding {
  readonly id: string
  readonly severity: 'critical' | 'major' | 'minor'
  readonly type: string
  readonly description: string
  readonly location: string
}

/** An issue was found. */
export function issue({ id, severity, type, description, location }: Finding): Moment {
  return {
    name: 'tracker.issue',
    attributes: {
      'tracker.issue.id': id,
      'tracker.issue.severity': severity,
      'tracker.issue.type': type,
      'tracker.issue.description': description,
      'tracker.issue.location': location,
    },
  }
}

/** An issue was fixed. @param iteration the review pass that fixed it, from 1 */
export function issueFixed(finding: Finding, iteration: number): Moment {
  const { name, attributes } = issue(finding)
  return { name: `${name}.fixed`, attributes: { ...attributes, 'tracker.issue.fix_iteration': iteration } }
}

/** A measurement. */
export function metric(name: string, value: number, unit?: string): Moment {
  return {
    name: 'tracker.metric',
    attributes: { 'tracker.metric.name': name, 'tracker.metric.value': value, ...(unit !== undefined && { 'tracker.metric.unit': unit }) },
  }
}

/** A choice was made. */
export function decision(chosen: string, options: readonly string[], rationale: string): Moment {
  return {
    name: 'tracker.decision',
    attributes: {
      'tracker.decision.type': 'approach',
      'tracker.decision.chosen': chosen,
      'tracker.decision.options': options,
      'tracker.decision.rationale': rationale,
    },
  }
}

/** A point was reached. */
export function checkpoint(name: string, description: string): Moment {
  return {
    name: 'tracker.checkpoint',
    attributes: { 'tracker.checkpoint.name': name, 'tracker.checkpoint.description': description },
  }
}

/** An exception that left its span. */
export function exception(type: string, message: string, stack: string): Moment {
  return {
    name: 'exception',
    attributes: { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack, 'exception.escaped': true },
  }
}
