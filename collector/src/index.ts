/**
 * What other workspaces may use of the collector.
 *
 * A program that reads talks REST in both cases: to the collector that owns the file (`findOwner` gives its URL), or to `openLocalApi`,
 * which answers the same requests in this process.
 */
export { type Collector, startCollector } from './collector.ts'
export { type Config, type ConfigSources, loadReadConfig, SETTINGS } from './config.ts'
export type * from './contract.ts'
export { AppError, type ErrorCode } from './domain/app-error.ts'
export { type LocalApi, openLocalApi } from './local-api.ts'
export { type Output, serve } from './serve.ts'
export { findOwner, type Owner } from './store/sqlite/owner.ts'
