/* What has broken decoders before. */

/** Bytes that are no UTF-8, or UTF-8 that some readers change: cut, overlong, surrogates, beyond the last code point, a byte order mark, NUL. */
export const ODD_TEXTS: readonly Uint8Array[] = [
  [0xff],
  [0x80],
  [0xc3],
  [0xc0, 0x80],
  [0xe2, 0x82],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf0, 0x9f, 0x98],
  [0xef, 0xbb, 0xbf, 0x61],
  [0],
  [0x1b, 0x5d, 0x30, 0x3b, 0x78, 0x07],
  [0xe2, 0x80, 0xae],
  [...Buffer.from('__proto__')],
  [...Buffer.from('constructor')],
].map((bytes) => Uint8Array.from(bytes))

/** Integers at and beyond the ends of their types. */
export const ODD_INTEGERS: readonly bigint[] = [
  0n,
  1n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
]

/** Doubles of every kind, little-endian. */
export const ODD_DOUBLES: readonly Uint8Array[] = [
  Number.NaN,
  -0,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_VALUE,
  5e-324,
].map((value) => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
})

/** Names that mean something to JavaScript, and some that mean something to OTLP elsewhere. */
export const ODD_NAMES: readonly string[] = [
  '"__proto__"',
  '"constructor"',
  '"prototype"',
  '"toString"',
  '"hasOwnProperty"',
  '"then"',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\u005f_proto__"',
  '"stringValue"',
  '"array_value"',
  '"resourceSpans"',
  '"resource_logs"',
  '"values"',
]

/** Values in JSON's text, or nearly. */
export const ODD_JSON: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '-1',
    '1.5',
    '1e3',
    '1E+400',
    '1e999',
    '-1e999',
    '1e-999',
    '0.1e1',
    '9007199254740993',
    '18446744073709551615',
  ],
  ...[
    '18446744073709551616',
    '-9223372036854775809',
    '123456789012345678901234567890',
    '01',
    '-',
    '+1',
    '.5',
    '1.',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
  ],
  ...[
    '""',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u0000"',
    '"\\x"',
    '"\\u12"',
    '"\t"',
    '"NaN"',
    '"-Infinity"',
    '"1e3"',
    '" 1"',
    '"0x10"',
    '"１"',
  ],
  ...[
    '{}',
    '[]',
    '[[]]',
    '{"low":1,"high":2}',
    '{"low":-1,"high":-1}',
    '{"low":1}',
    '{"__proto__":null}',
    '{"a":1,"a":2}',
    '{"stringValue":"x","intValue":"1"}',
  ],
  ...[
    '"AAAA"',
    '"AA=="',
    '"A"',
    '"===="',
    '"_-_-"',
    '"5b8efff798038103d269b633813fc60c"',
    '"W47/95gDgQPSabYzgT/GDA=="',
    'undefined',
    "'a'",
    '/**/1',
  ],
]
