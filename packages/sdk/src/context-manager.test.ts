import { EventEmitter } from 'node:events'
import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { createContextManager } from './context-manager.ts'

const KEY = createContextKey('test')
const inside: Context = ROOT_CONTEXT.setValue(KEY, 'inside')

describe('createContextManager', () => {
  const manager = createContextManager()
  const found = () => manager.active().getValue(KEY)

  it('is at the root outside of everything', () => expect(manager.active()).toBe(ROOT_CONTEXT))

  it('carries a context through async code, and hands over this, arguments and the result', async () => {
    const work = async function (this: { readonly name: string }, word: string) {
      await Promise.resolve()
      return `${this.name} ${word} ${String(found())}`
    }
    expect(await manager.with(inside, work, { name: 'it' }, 'is')).toBe('it is inside')
    expect(found()).toBeUndefined()
  })

  it('binds a function, which keeps its this', () => {
    const owner = { name: 'it', work(this: { readonly name: string }) { return `${this.name} ${String(found())}` } } // biome-ignore format: one line
    const bound = manager.bind(inside, owner.work)
    expect(bound.call(owner)).toBe('it inside')
  })

  it('binds an emitter: its listeners run in the context, once is once, and they can be removed', () => {
    const emitter = new EventEmitter()
    const heard: unknown[] = []
    const before = () => heard.push('before')
    emitter.on('a', before)
    expect(manager.bind(inside, emitter)).toBe(emitter)
    const listener = () => heard.push(found())
    emitter.on('a', listener)
    emitter.once('b', listener)
    emitter.emit('a')
    emitter.emit('b')
    emitter.emit('b')
    emitter.off('a', listener)
    emitter.off('a', before)
    emitter.emit('a')
    expect(heard).toEqual(['before', 'inside', 'inside'])
  })

  it('leaves other values as they are', () => expect(manager.bind(inside, 7)).toBe(7))
})
