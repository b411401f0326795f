import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api'

/**
 * OpenTelemetry's context on `AsyncLocalStorage`. Not taken from `@opentelemetry/context-async-hooks`: that package is CommonJS only, so
 * an ES module that contains it would load a second copy of the API.
 */
export function createContextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    // biome-ignore lint/complexity/useMaxParams: the signature is the API's
    with: (inside, work, self, ...args) => storage.run(inside, () => Reflect.apply(work, self, args)),
    bind(inside, target) {
      if (target instanceof EventEmitter) return bindEmitter(target, (listener) => bindFunction(storage, inside, listener))
      return typeof target === 'function' ? bindFunction(storage, inside, target) : target
    },
    enable: () => manager,
    disable() {
      storage.disable()
      return manager
    },
  }
  return manager
}

/** The function, run in the context whenever and wherever it is called. Looks like the original from outside. */
function bindFunction<F extends object>(storage: AsyncLocalStorage<Context>, inside: Context, target: F): F {
  return new Proxy(target, {
    apply: (work, self, args) => storage.run(inside, () => (typeof work === 'function' ? Reflect.apply(work, self, args) : undefined)),
  })
}

const ADDERS = ['addListener', 'on', 'once', 'prependListener', 'prependOnceListener'] as const
const REMOVERS = ['removeListener', 'off'] as const
type Listener = (...args: never[]) => void

/** Listeners that are added from now on run in the context: instrumentation of HTTP binds requests and responses. */
function bindEmitter<E extends EventEmitter>(emitter: E, bindListener: (listener: Listener) => Listener): E {
  const bound = new WeakMap<Listener, Listener>()
  const boundOf = (listener: Listener) => {
    const known = bound.get(listener) ?? bindListener(listener)
    bound.set(listener, known)
    return known
  }
  for (const name of ADDERS) replace(emitter, name, boundOf)
  // What was added before keeps its own name.
  for (const name of REMOVERS) replace(emitter, name, (listener) => bound.get(listener) ?? listener)
  return emitter
}

function replace(
  emitter: EventEmitter,
  name: (typeof ADDERS)[number] | (typeof REMOVERS)[number],
  change: (listener: Listener) => Listener,
): void {
  const original = emitter[name]
  const method = (event: string | symbol, listener: Listener) => Reflect.apply(original, emitter, [event, change(listener)])
  Object.defineProperty(emitter, name, { value: method, configurable: true, writable: true })
}
