/** The first 100 bytes of a database file: https://sqlite.org/fileformat.html#the_database_header. */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { APPLICATION_ID } from '../own-file.ts'
import { pageSizeOf } from './page-size.ts'

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1')

/** Whether a file begins as every SQLite database does. */
export function hasMagic(file: string): boolean {
  return readHead(file, MAGIC.length).equals(MAGIC)
}

/** Writes the header anew with what is the same in every file of ours; what the pages hold is as before. @param file a copy */
export function restoreHeader(file: string): void {
  const pageSize = pageSizeOf(file)
  const fd = openSync(file, 'r+')
  try {
    const head = Buffer.alloc(100)
    readSync(fd, head, 0, head.length, 0)
    MAGIC.copy(head)
    head.writeUInt16BE(pageSize, 16)
    // Write and read version: WAL. No reserved bytes. Payload fractions, which the format fixes.
    Buffer.from([2, 2, 0, 64, 32, 32]).copy(head, 18)
    head.writeUInt32BE(Math.floor(fstatSync(fd).size / pageSize), 28)
    // Free pages are of no interest to a reader, and their list may be what is damaged.
    head.writeBigUInt64BE(0n, 32)
    head.writeUInt32BE(4, 44)
    head.writeUInt32BE(1, 56)
    head.writeUInt32BE(APPLICATION_ID, 68)
    // The size above counts only when these two are the same.
    head.copy(head, 92, 24, 28)
    writeSync(fd, head, 0, head.length, 0)
  } finally {
    closeSync(fd)
  }
}

/** A write-ahead log that is not empty but does not begin as one: SQLite would leave it out without a word. Zeros are a power failure's. */
export function isGarbageLog(file: string): boolean {
  const head = readHead(file, 4)
  if (head.length < 4 || head.every((byte) => byte === 0)) return false
  const magic = head.readUInt32BE(0)
  return magic !== 0x377f0682 && magic !== 0x377f0683
}

function readHead(file: string, length: number): Buffer {
  const head = Buffer.alloc(length)
  const fd = openSync(file, 'r')
  try {
    return head.subarray(0, readSync(fd, head, 0, length, 0))
  } finally {
    closeSync(fd)
  }
}
