import { readStored, writeStored } from '../../data/stored.ts'
import { switchCharacterKeys } from '../../ui/hotkeys.ts'

const KEY = 'tracker.shortcuts'

/** Whether keys that write a character are shortcuts. They are unless somebody has switched them off. */
export function readShortcuts(): boolean {
  return readStored('localStorage', KEY) !== 'off'
}

/** Switches them on or off, for now and for the next visit. */
export function chooseShortcuts(on: boolean): void {
  writeStored('localStorage', KEY, on ? undefined : 'off')
  switchCharacterKeys(on)
}

switchCharacterKeys(readShortcuts())
