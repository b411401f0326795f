/**
 * Made-up secrets, by the rule that must find them. They are put together here, so that no scanner of repositories takes them for
 * real ones.
 */
export const SECRETS: Readonly<Record<string, readonly string[]>> = {
  'private-key': [pem('RSA ', '\n'), pem('', '\n'), pem('OPENSSH ', '\r\n')],
  'anthropic-key': [`sk-${'ant'}-api03-AbCd1234_efGH-5678ijKLmnop`],
  'openai-key': [`sk-${'proj'}-AbCdEfGh12345678_IjKlMnOp`, `sk-${'A1b2C3d4E5f6G7h8I9j0'.repeat(2)}`],
  'github-token': [`ghp_${'aB3dE6gH9j'.repeat(4)}`, `github_pat_${'11ABCDEFG0'.repeat(3)}_x`, `ghs_${'0123456789'.repeat(4)}`],
  'gitlab-token': [`glpat-${'aB3dE6gH9jK2-_xYz012'}`],
  'aws-access-key': [`AKIA${'IOSFODNN7EXAMPLE'}`, `ASIA${'IOSFODNN7EXAMPLQ'}`],
  'google-key': [`AIza${'SyA1234567890abcdefghijklmnopqrstuv'}`],
  'slack-token': [`xoxb-${'123456789012-abcdefABCDEF'}`, `xoxp-${'1-2-3-abcdef012345'}`],
  'stripe-key': [`sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`, `rk_test_${'4eC39HqLyjWDarjtT1zdp7dc'}`, `whsec_${'0123456789abcdefABCDEF'}`],
  'npm-token': [`npm_${'aB3dE6gH9j'.repeat(3)}aB3dE6`],
  'hugging-face-token': [`hf_${'aBcDeFgHiJ'.repeat(3)}aBcD`],
  jwt: [`${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url('{"sub":"1234567890"}')}.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c`],
  email: ['ada.lovelace+tag@mail.example.co.uk', 'x@example.org'],
  'payment-card': ['4111111111111111', '5555 5555 5555 4444', '3782-822463-10005', '6011111111111117'],
  iban: ['DE89370400440532013000', 'GB82 WEST 1234 5698 7654 32', 'NO9386011117947'],
}

/** Texts that look like secrets and are none. */
export const HARMLESS: readonly string[] = [
  '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  '41111111-1111-4111-8111-111111111111',
  'd670460b4b4aece5915caf5c68d12f560a9fe3e4',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  '1760000100000000000',
  '1234567890123456',
  '4111111111111112',
  `data:image/png;base64,${Buffer.from(Array.from({ length: 900 }, (_, index) => (index * 7919 + (index >> 3)) & 255)).toString('base64')}`,
  'npm install sk-learn-something-with-long-name task-management-for-everybody',
  'the password is required; a token has four characters; basic understanding of bearer bonds',
  'const password: string = process.env.DB_PASSWORD',
  'password=password, token=token',
  '"max_tokens": 4096, "token": " Hello", "usage":{"total_tokens":123456789}',
  '{"password":"$DB_PASSWORD","api_key":"<your key>","secret":null}',
  'git clone git@github.com:owner/repo.git && open logo@2x.png',
  '@types/node@20.11.0 and user@host',
  'https://example.org:8080/path?x=1@y',
  'DE00370400440532013000',
  'eyJhbGciOiJIUzI1NiJ9 and eyJub3QganNvbg.eyJub3QganNvbg.abc',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  'AKIA is the beginning of an id',
]

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function pem(kind: string, lineBreak: string): string {
  const line = 'MIIEpAIBAAKCAQEA7bq1x0f+/9Zk3v5nQw8rT2yU4iO6pA1sD3fG5hJ7kL9zX0cV'
  return [`-----BEGIN ${kind}PRIVATE KEY-----`, line, line, 'abc=', `-----END ${kind}PRIVATE KEY-----`].join(lineBreak)
}
