/** Keys of at least this length are taken to be unique; shorter ones (`"1"`, `demo`) only within one service. */
const GLOBAL_KEY_LENGTH = 16

/** What tells sessions of a workspace apart. */
export interface ScopedKey {
  /** The sender's own key. */
  readonly key: string
  /** `service.name` when the key is short, else `''`. */
  readonly keyScope: string
}

/** The key of a session as it is stored. @param serviceName of whoever named it, `''` when it has none */
export function scopedKey(key: string, serviceName: string): ScopedKey {
  return { key, keyScope: key.length < GLOBAL_KEY_LENGTH ? serviceName : '' }
}
