import { z } from 'zod'
import { pageQuery, shortText, timeRange, workflowFilter } from './parameters.ts'

/** What the list of all prompts takes. */
export const promptListQuery = pageQuery.extend({
  workflow: workflowFilter,
  phase: shortText('the name of a phase, whole'),
  model: shortText('the model that was asked for or that answered, whole'),
  minRating: z
    .string()
    .regex(/^-?\d{1,9}(\.\d{1,9})?$/)
    .transform(Number)
    .optional()
    .describe('a decimal number: the least average score of the evaluations of the call'),
  ...timeRange,
  q: shortText(
    'words that all occur in the prompt, its answer or what else the call says; words in "quotes" one after the other, the last word also as the beginning of one',
  ),
})

/** What the list of all issues takes. */
export const issueListQuery = pageQuery.extend({
  workflow: workflowFilter,
  severity: z.enum(['critical', 'major', 'minor']).optional().describe('critical, major or minor'),
  fixed: z.enum(['true', 'false']).optional().describe('true or false'),
  ...timeRange,
})
