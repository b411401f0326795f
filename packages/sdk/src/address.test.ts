import { describe, expect, it } from 'vitest'
import { parseAddress } from './address.ts'

describe('parseAddress', () => {
  it.each<readonly [string, unknown, string]>([
    ['a whole one', 'https://a.example/x', 'https://a.example/x'],
    ['a URL', new URL('http://a:1/x'), 'http://a:1/x'],
    ['a host with a port', 'localhost:4318', 'http://localhost:4318/'],
    ['a number with a port', ' 127.0.0.1:4318 ', 'http://127.0.0.1:4318/'],
    ['IPv6 with a port', '[::1]:4318', 'http://[::1]:4318/'],
    ['the name of this machine', 'localhost', 'http://localhost/'],
    ['a name with a path', 'tracker.example/otlp', 'http://tracker.example/otlp'],
  ])('takes %s', (_, value, url) => expect(parseAddress(value)).toEqual({ url, headers: {} }))

  it.each<readonly [string, unknown]>([
    ['nothing', ''],
    ['a word', 'nowhere'],
    ['words', 'not an address'],
    ['another scheme', 'ftp://a'],
    ['a port that is none', 'a:99999'],
    ['a number', 4318],
    ['an object', {}],
  ])('refuses %s', (_, value) => expect(parseAddress(value)).toBeUndefined())

  it('makes a header of a password', () =>
    expect(parseAddress('http://us%40er:p%20w@host:1/')).toEqual({
      url: 'http://host:1/',
      headers: { authorization: `Basic ${Buffer.from('us@er:p w').toString('base64')}` },
    }))
})
