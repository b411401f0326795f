/** Name of the instrumentation scope of our own spans. */
export const SCOPE_NAME = '@ai-tracker/sdk'
