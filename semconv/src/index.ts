/** Attribute names, event names and values that AI Workflow Tracker reads and writes. Data only. */
export * from './anthropic.ts'
export * from './gen-ai.ts'
export * from './gen-ai-older.ts'
export * from './general.ts'
export * from './open-inference.ts'
export * from './open-llmetry.ts'
export * from './tracker.ts'
