/** Whether digits end in the check digit that payment cards have (ISO/IEC 7812-1, Luhn). */
function hasLuhnDigit(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Beginnings and lengths of card numbers, by scheme. */
const CARDS: readonly (readonly [scheme: string, beginning: RegExp, lengths: readonly number[]])[] = [
  ['visa', /^4/, [13, 16, 19]],
  ['mastercard', /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ['american express', /^3[47]/, [15]],
  ['discover', /^(?:6011|64[4-9]|65)/, [16, 19]],
  ['diners', /^3(?:0[0-5]|[68])/, [14]],
  ['jcb', /^35(?:2[89]|[3-8])/, [16]],
]

/** Whether digits are the number of a payment card: of a known scheme, with its length and a right check digit. */
export function isCardNumber(digits: string): boolean {
  return CARDS.some(([, beginning, lengths]) => lengths.includes(digits.length) && beginning.test(digits)) && hasLuhnDigit(digits)
}

/** Lengths of IBANs by country (SWIFT IBAN registry). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 ' +
    'GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 ' +
    'MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/** How many characters without spaces the IBAN has with which a text begins; `undefined` when there is none with right check digits (ISO 13616). */
export function ibanLength(compact: string): number | undefined {
  const length = IBAN_LENGTHS.get(compact.slice(0, 2))
  if (length === undefined || compact.length < length) return undefined
  const rearranged = compact.slice(4, length) + compact.slice(0, 4)
  let rest = 0
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1 ? length : undefined
}

/** Whether the first part of a token is the header of a JSON Web Token: base64url of a JSON object with an algorithm (RFC 7519). */
export function isJwtHeader(part: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof header === 'object' && header !== null && ('alg' in header || 'typ' in header || 'enc' in header)
  } catch {
    // Not JSON: not a header.
    return false
  }
}

/** Whether a text is the base64 of `name:password`, as HTTP's Basic scheme sends it (RFC 7617). */
export function isBasicCredential(text: string): boolean {
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(text, 'base64').toString('latin1'))
}
