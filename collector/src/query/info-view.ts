import type { DbInfo } from '../contract.ts'
import type { StoreInfo } from '../domain/stored.ts'
import { contentRulesView } from './content-rules-view.ts'
import { iso } from './values.ts'

/** What the store holds. */
export function infoView(info: StoreInfo): DbInfo {
  const { sessions, traces, spans, responses, actions, issues, logs, metricPoints, receipts } = info
  const [rulesVersion, priceVersion] = info.derivedVersion?.split('/') ?? []
  return {
    file: info.file ?? null,
    fileBytes: info.fileBytes,
    walBytes: info.walBytes,
    pageSize: info.pageSize,
    pageCount: info.pageCount,
    freePages: info.freePages,
    schemaVersion: info.schemaVersion,
    rulesVersion: rulesVersion ?? null,
    priceVersion: priceVersion ?? null,
    rederiving: info.derivingVersion !== info.derivedVersion,
    sqliteVersion: info.sqliteVersion,
    searchPending: info.searchPending,
    searchPendingIsMore: info.searchPendingIsMore,
    contentRules: info.contentRules.map(contentRulesView),
    counts: { sessions, traces, spans, responses, actions, issues, logs, metricPoints, receipts },
    oldest: info.oldestNs === undefined ? null : iso(info.oldestNs),
    newest: info.newestNs === undefined ? null : iso(info.newestNs),
  }
}
