/** Records an action in the session that the environment names. */
import { tracker } from '@ai-tracker/sdk'

await tracker.session({}, (session) => session.action({ type: 'in-child' }, () => 'done'))
