/** A program without a provider: the SDK registers one, and instrumentation finds it. */
import { blogSession } from './blog-session.ts'

await blogSession()
