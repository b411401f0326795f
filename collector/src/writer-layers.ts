import { decodeSpanItem } from './decode/protobuf/read-span-item.ts'
import { encodeLogItem } from './decode/protobuf/write-logs.ts'
import { encodeMetricItem } from './decode/protobuf/write-metrics.ts'
import { encodeSpanItem } from './decode/protobuf/write-traces.ts'
import { newToolResults } from './interpret/conversation-tool-results.ts'
import { namedSession } from './interpret/named-session.ts'
import { describeTrace } from './settle/describe-trace.ts'
import { settler } from './settle/settler.ts'

/** What every writer of a store has of the other layers: the same rows are to be made of the same items, whoever writes them. */
export const WRITER_LAYERS = {
  encodeItem: encodeSpanItem,
  decodeItem: decodeSpanItem,
  encodeLog: encodeLogItem,
  encodeMetric: encodeMetricItem,
  namedSession,
  settler,
  describe: describeTrace,
  newToolResults,
} as const
