/**
 * Every package of the program gets the API of this folder, as in a project that has SDK 3 and ours installed: npm puts one copy where
 * both find it. In this repository the other packages would find the older API of the top folder.
 */
import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const API = '@opentelemetry/api'
const here = createRequire(import.meta.url)

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== API) return next(specifier, context)
    return next(specifier, { ...context, parentURL: pathToFileURL(here.resolve('./package.json')).href })
  },
})
