/** Where the columns stand, for the head, the rows and their places while they load. On a phone a row is a card of three lines. */
export const COLUMNS =
  'grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 ' +
  'md:grid-cols-[20px_minmax(0,1fr)_72px_72px_64px_88px_72px] lg:grid-cols-[20px_minmax(0,1fr)_88px_88px_80px_104px_96px]'
