import type {
  Message,
  MessagePart,
  TranscriptAction,
  TranscriptCall,
  TranscriptItem,
  TranscriptLog,
  TranscriptMoment,
} from '../contract.ts'
import { isFailure, severityWord } from '../domain/severity.ts'
import type {
  StoredMessage,
  StoredPart,
  StoredTranscriptAction,
  StoredTranscriptCall,
  StoredTranscriptItem,
  StoredTranscriptLog,
  StoredTranscriptMoment,
} from '../domain/stored-transcript.ts'
import { factLine } from './fact-views.ts'
import { errorInfo, iso, lasted, nsText, usd } from './values.ts'

/** One entry of the conversation of a session. */
export function transcriptItemView(item: StoredTranscriptItem): TranscriptItem {
  switch (item.kind) {
    case 'call':
      return callView(item)
    case 'action':
      return actionView(item)
    case 'log':
      return logView(item)
    default:
      return momentView(item)
  }
}

/** One message of a call. */
export function messageView({ index, role, isAnswer, parts }: StoredMessage): Message {
  return { index, role, isAnswer, parts: parts.map(partView) }
}

function partView(part: StoredPart): MessagePart {
  switch (part.type) {
    case 'media':
      return { type: part.type, mediaType: part.mediaType ?? null, uri: part.uri ?? null, bytes: part.bytes ?? null }
    case 'tool_call':
    case 'tool_result':
      return { type: part.type, callId: part.callId ?? null, name: part.name ?? null, text: part.text, length: part.length }
    default:
      return { type: part.type, text: part.text, length: part.length }
  }
}

function callView(call: StoredTranscriptCall): TranscriptCall {
  return {
    kind: 'call',
    ...place(call),
    durationMs: lasted(call.startNs, call.endNs),
    failed: call.failed === 1,
    error: errorInfo(call, call.failed === 1),
    errorMessageLength: call.errorMessageLength,
    provider: call.provider ?? null,
    model: call.model ?? null,
    finishReason: call.finishReason ?? null,
    tokensInput: call.tokensInput,
    tokensOutput: call.tokensOutput,
    tokensCacheRead: call.tokensCacheRead,
    costUsd: usd(call.costNanos),
    costSource: call.costSource,
    repeatedCount: call.repeatedCount,
    messages: call.messages.map(messageView),
    isWithoutContent: call.isWithoutContent,
  }
}

function actionView(action: StoredTranscriptAction): TranscriptAction {
  const failed = action.failed === 1 || action.success === 0
  return {
    kind: 'action',
    ...place(action),
    durationMs: lasted(action.startNs, action.endNs),
    failed,
    error: errorInfo(action, failed),
    errorMessageLength: action.errorMessageLength,
    type: action.type,
    tool: action.tool ?? null,
    callId: action.callId ?? null,
    text: action.text ?? null,
    textLength: action.textLength,
    arguments: action.arguments ?? null,
    argumentsLength: action.argumentsLength,
    result: action.result ?? null,
    resultLength: action.resultLength,
    exitCode: action.exitCode ?? null,
  }
}

function momentView(moment: StoredTranscriptMoment): TranscriptMoment {
  return {
    kind: moment.kind === 'fix' ? 'event' : moment.kind,
    ...place(moment),
    durationMs: null,
    failed: moment.failed === 1,
    error: null,
    ...factLine(moment.kind, moment.data),
    eventIndex: moment.eventIndex,
  }
}

function logView(log: StoredTranscriptLog): TranscriptLog {
  return {
    kind: 'log',
    ...momentOf(log),
    spanId: log.spanId ?? null,
    traceId: log.traceId ?? null,
    durationMs: null,
    failed: isFailure(log.severityNumber),
    error: null,
    severity: severityWord(log.severityNumber),
    severityText: log.severityText ?? null,
    event: log.eventName ?? null,
    body: log.body ?? null,
    bodyLength: log.bodyLength,
    attributeCount: log.attributeCount,
    service: log.service ?? null,
  }
}

function place(item: Exclude<StoredTranscriptItem, StoredTranscriptLog>) {
  return { ...momentOf(item), spanId: item.spanId, traceId: item.traceId }
}

function momentOf(item: StoredTranscriptItem) {
  return {
    id: item.id,
    at: iso(item.startNs),
    atNs: nsText(item.startNs),
    phaseId: item.phaseId ?? null,
    phase: item.phase ?? null,
    agents: item.agents,
  }
}
