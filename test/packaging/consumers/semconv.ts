/** A program that names attributes. Prints one of them. */
import { ATTR_TRACKER_PHASE_NAME } from '@ai-tracker/semconv'

const name: 'tracker.phase.name' = ATTR_TRACKER_PHASE_NAME
console.log(name)
