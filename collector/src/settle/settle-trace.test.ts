import { describe, expect, it } from 'vitest'
import { type SettledSpan, settleTrace, type TraceNode } from './settle-trace.ts'

const node = (spanId: bigint, parentSpanId: bigint, more: Partial<TraceNode> = {}): TraceNode => ({
  spanId,
  parentSpanId,
  startNs: spanId,
  isPhase: false,
  isCall: more.bearsUsage ?? false,
  isModelCall: false,
  bearsUsage: false,
  responseKey: undefined,
  ...more,
})
const usage = { bearsUsage: true, isCall: true }
const phase = { isPhase: true }
const settled = (nodes: readonly TraceNode[], spanId: bigint) => settleTrace(nodes).get(spanId) as SettledSpan

describe('settleTrace', () => {
  it('finds the nearest ancestor that is a phase, not the span itself', () => {
    // 1 phase ─ 2 ─ 3 phase ─ 4
    const nodes = [node(1n, 0n, phase), node(2n, 1n), node(3n, 2n, phase), node(4n, 3n)]
    expect([1n, 2n, 3n, 4n].map((id) => settled(nodes, id).phaseSpanId)).toEqual([0n, 1n, 1n, 3n])
  })

  it('gives no phase below a parent that was not received', () => {
    expect(settled([node(1n, 0n, phase), node(3n, 2n)], 3n).phaseSpanId).toBe(0n)
  })

  it('counts usage where no descendant bears usage', () => {
    // 1 agent, 600 tokens in all ─ 2 step ─ 3 chat
    const nodes = [node(1n, 0n, usage), node(2n, 1n), node(3n, 2n, usage)]
    expect([1n, 3n].map((id) => settled(nodes, id).repeated)).toEqual([true, false])
    expect(settled([node(1n, 0n, usage), node(2n, 1n)], 1n).repeated).toBe(false)
  })

  it('takes a call without usage above another model call for the same one, but not an agent with usage', () => {
    const failed = { isCall: true, isModelCall: true }
    const nodes = [node(1n, 0n, usage), node(2n, 1n, failed), node(3n, 2n, failed)]
    expect([1n, 2n, 3n].map((id) => settled(nodes, id).repeated)).toEqual([false, true, false])
  })

  it('lets the earliest of siblings with one response own it; equal starts: the lower id', () => {
    const twin = { ...usage, responseKey: 'openai r1', startNs: 5n }
    const nodes = [node(1n, 0n), node(4n, 1n, twin), node(3n, 1n, twin), node(2n, 1n, { ...twin, startNs: 6n }), node(5n, 4n, twin)]
    expect([2n, 3n, 5n].map((id) => settled(nodes, id).repeated)).toEqual([true, false, false])
  })

  it('cuts the edges of a cycle, and only those', () => {
    // 1 phase → 2 → 1, and 3 below 1
    const nodes = [node(1n, 2n, phase), node(2n, 1n), node(3n, 1n, usage), node(4n, 4n)]
    expect(nodes.map((n) => settled(nodes, n.spanId).onCycle)).toEqual([true, true, false, true])
    expect(settled(nodes, 2n).phaseSpanId).toBe(0n)
    expect(settled(nodes, 3n).phaseSpanId).toBe(1n)
    expect(settled(nodes, 1n).usageBelow).toBe(true)
    expect(settled(nodes, 2n).usageBelow).toBe(false)
  })
})
