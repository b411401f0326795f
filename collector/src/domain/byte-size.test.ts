import { describe, expect, it } from 'vitest'
import { byteSize, sizeText } from './byte-size.ts'

describe('byteSize', () => {
  it.each([
    ['20GB', 20_000_000_000],
    ['20 gb', 20_000_000_000],
    ['20GiB', 21_474_836_480],
    ['1.5 MiB', 1_572_864],
    ['0.5kB', 500],
    ['512', 512],
    ['7b', 7],
    ['2TB', 2_000_000_000_000],
    [' 1TiB ', 1_099_511_627_776],
  ])('reads %j', (text, bytes) => expect(byteSize(text)).toBe(bytes))

  it.each([
    '',
    'GB',
    '20G',
    '20K',
    '-1GB',
    '1e9',
    '1,5GB',
    '20 GB of it',
    '20  GB',
    'NaN',
    'Infinity',
    '9999999999999TiB',
    '20constructor',
    '1__proto__',
  ])('does not guess what %j is', (text) => expect(byteSize(text)).toBeUndefined())
})

describe('sizeText', () => {
  it.each([
    [20_000_000_000, '20 GB'],
    [21_474_836_480, '20 GiB'],
    [1_610_612_736, '1536 MiB'],
    [1_500_000, '1.5 MB'],
    [1_234_567_890, '1.2 GB'],
    [2_000_000_000_000, '2 TB'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [999_999_999, '1 GB'],
    [999_999_999_999, '1 TB'],
    [9_007_199_254_740_991, '9007.2 TB'],
    [1_073_741_823, '1.1 GB'],
    [1_073_741_824, '1 GiB'],
    [0, '0 B'],
  ])('%i is %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))

  it.each(['20GB', '7GiB', '512MiB', '1MB'])('says %s as it was set', (text) =>
    expect(sizeText(byteSize(text) ?? 0)).toBe(text.replace(/(\d)(\D)/, '$1 $2')),
  )
})
