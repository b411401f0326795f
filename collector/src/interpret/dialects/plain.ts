import { ATTR_ENDUSER_ID, ATTR_GEN_AI_CONVERSATION_ID, ATTR_SESSION_ID, ATTR_USER_ID } from '@ai-tracker/semconv'
import type { Dialect } from '../dialect.ts'
import { text } from '../typed-value.ts'

/** What any span may say by the general conventions; it takes every span, after all others. */
export const plain: Dialect = {
  name: 'plain',
  prefixes: [],
  matches: () => true,
  interpret: ({ attributes, resource }) => ({
    session: {
      key: text(attributes, ATTR_SESSION_ID) ?? text(resource, ATTR_SESSION_ID) ?? text(resource, ATTR_GEN_AI_CONVERSATION_ID),
      userId: text(attributes, ATTR_USER_ID) ?? text(attributes, ATTR_ENDUSER_ID) ?? text(resource, ATTR_USER_ID),
    },
  }),
}
