/**
 * What other workspaces may use of the collector.
 *
 * A program that reads talks REST in both cases: to the collector that owns the file (`findOwner` gives its URL), or to `openLocalApi`,
 * which answers the same requests in this process.
 */
export { STATS_GROUPS, STATS_METRICS } from './api/report-schemas.ts'
export { type BackupReport, backupDatabase } from './backup-database.ts'
export { checkDatabase, type DatabaseCheck } from './check-database.ts'
export { type Collector, type CollectorOptions, startCollector } from './collector.ts'
export { type CompactReport, compactDatabase } from './compact-database.ts'
export { type Config, type ConfigSources, loadConfig, loadReadConfig } from './config.ts'
export type * from './contract.ts'
export { signalOfProtobuf } from './decode/protobuf/other-signal.ts'
export { ACTING, ACTING_BUT_NEWLINE } from './domain/acting-characters.ts'
export { AppError, type ErrorCode } from './domain/app-error.ts'
export { sizeText } from './domain/byte-size.ts'
export { isFailure, SEVERITIES } from './domain/severity.ts'
export { COST_GROUPS, SESSION_SORTS } from './domain/telemetry-reader.ts'
export { type DatabaseInspection, inspectDatabase } from './inspect-database.ts'
export { listSqlTables, type SqlTable } from './list-sql-tables.ts'
export { type LocalApi, openLocalApi } from './local-api.ts'
export { type LocalIngest, openLocalIngest } from './local-ingest.ts'
export type { PageSource } from './page/page-source.ts'
export { type RedactReport, redactDatabase } from './redact-database.ts'
export { pinStoredSession, removeStoredSession, type StoredRemoval } from './remove-session.ts'
export { type RepairReport, repairDatabase } from './repair-database.ts'
export { type Output, type ServeOptions, serve } from './serve.ts'
export { SETTINGS } from './settings.ts'
export { querySql, type SqlResult } from './sql/query-sql.ts'
export { type SqlValue, sqliteVersion } from './store/sqlite/ad-hoc-query.ts'
export { findOwner, type Owner } from './store/sqlite/owner.ts'
