/** What the blog post workflow of the demonstration writes about. A table of data. */

/** A post from its brief to its text. */
export interface Article {
  readonly slug: string
  readonly title: string
  readonly brief: string
  readonly sources: readonly { readonly url: string; readonly note: string }[]
  readonly sections: readonly { readonly heading: string; readonly text: string }[]
}

export const ARTICLES: readonly Article[] = [
  {
    slug: 'cpu-scheduling',
    title: 'What your operating system does while you wait',
    brief: 'Explain CPU scheduling to people who write web services. No kernel code, one picture, under 900 words.',
    sources: [
      {
        url: 'https://docs.kernel.org/scheduler/sched-eevdf.html',
        note: 'Linux 6.6 replaced CFS by EEVDF: eligible tasks are picked by the earliest virtual deadline.',
      },
      {
        url: 'https://www.usenix.org/conference/osdi22',
        note: 'Tail latency of a service is dominated by run-queue delay once the machine is above 70 % busy.',
      },
    ],
    sections: [
      {
        heading: 'A queue with manners',
        text: 'A core runs one thing at a time. Everything else that could run stands in a queue, and the scheduler decides who is next and for how long. Since version 6.6 Linux asks two questions of every task: has it had less than its share, and how soon does it want to be served? The task that is owed time and is in the greatest hurry goes first.',
      },
      {
        heading: 'Why a busy machine feels slow',
        text: 'At half load the queue is nearly always empty, so a request starts as soon as it arrives. At ninety per cent it waits for nine others on average. Nothing in your code has changed; the time is spent standing in line, and no profiler that samples running code will ever show it.',
      },
      {
        heading: 'What to do about it',
        text: 'Measure run-queue delay, not only CPU usage. Give latency-critical work its own cores before you give it a higher priority, and keep batch jobs in a control group with a weight, because a weight only costs the others something when they are idle anyway.',
      },
    ],
  },
  {
    slug: 'sqlite-in-production',
    title: 'SQLite in production: five settings that matter',
    brief: 'A practical guide for teams that move a small service from PostgreSQL to SQLite. Every claim needs a measurement or a source.',
    sources: [
      {
        url: 'https://www.sqlite.org/wal.html',
        note: 'Readers do not block the writer in WAL mode, and the writer does not block readers.',
      },
      {
        url: 'https://www.sqlite.org/pragma.html#pragma_synchronous',
        note: 'synchronous=NORMAL in WAL may lose the last transactions on power loss but never corrupts.',
      },
      { url: 'https://litestream.io/how-it-works/', note: 'Replication copies WAL frames to object storage about once a second.' },
    ],
    sections: [
      {
        heading: 'Turn on the write-ahead log',
        text: 'With `PRAGMA journal_mode = WAL` readers see a snapshot while one writer appends to a log. For a service with many reads and few writes this single line is worth more than any index. It is stored in the file, so it has to be set once and not on every connection.',
      },
      {
        heading: 'Decide what a commit means',
        text: 'The default of most wrappers is `synchronous = NORMAL`: fast, and a power cut may take back the last few commits. If you answer 200 to a payment webhook, you want FULL. We measured 0.4 ms against 6 ms on a laptop drive, and 0.2 ms against 0.9 ms on a server with a capacitor.',
      },
      {
        heading: 'One writer, on purpose',
        text: 'There is only ever one writer. Put it in a thread of its own, give it a queue, and group what waits into one transaction. Forty requests that arrive together cost one sync instead of forty, and `SQLITE_BUSY` disappears from your logs.',
      },
    ],
  },
  {
    slug: 'tokens-and-money',
    title: 'Where the tokens go: a month of agent bills, explained',
    brief: 'Use our own numbers of October. Show input, output and cache separately. Be honest about what we do not know.',
    sources: [
      {
        url: 'https://docs.claude.com/en/docs/build-with-claude/prompt-caching',
        note: 'A cache read costs a tenth of the input price; a write costs a quarter more than input.',
      },
      {
        url: 'https://platform.openai.com/docs/guides/prompt-caching',
        note: 'Prompts over 1,024 tokens are cached automatically by prefix.',
      },
    ],
    sections: [
      {
        heading: 'Most of what you send, you have sent before',
        text: 'An agent that makes fifty calls sends its first message fifty times. In October 81 % of our input tokens were repeats of an earlier call in the same session. With the cache they cost a tenth, which is why the bill grew by a third while the work doubled.',
      },
      {
        heading: 'Output is where the money is',
        text: 'Output was 4 % of all tokens and 38 % of the bill. Asking for a diff instead of a whole file cut it by half for the refactoring workflow and by nothing at all for the writing one.',
      },
      {
        heading: 'The part that nobody could explain',
        text: 'Six per cent of the calls had no price: two fine-tuned models, and one gateway that reports a name of its own. We list them as unknown. A zero would have been a lie that no one notices.',
      },
    ],
  },
  {
    slug: 'postmortem-dns',
    title: 'Postmortem: forty minutes without a name server',
    brief: 'Turn the incident notes of 12 November into a public postmortem. Blameless, with a timeline in UTC, three actions with owners.',
    sources: [
      { url: 'https://sre.google/sre-book/postmortem-culture/', note: 'A postmortem is blameless when it looks for causes in the system.' },
      {
        url: 'https://www.rfc-editor.org/rfc/rfc8767',
        note: 'Resolvers may serve stale data when authoritative servers cannot be reached.',
      },
    ],
    sections: [
      {
        heading: 'What happened',
        text: 'At 09:14 UTC a change to the zone file removed the glue records of both name servers. Resolvers that had the records in their cache noticed nothing. The others answered SERVFAIL, first a few and then, as time-to-live values ran out, nearly all of them.',
      },
      {
        heading: 'Why it took so long',
        text: 'Our monitoring asks the name servers directly, by address. They were healthy and said so for forty minutes. The first person to see the fault was a customer on a train, whose phone had just joined another network.',
      },
      {
        heading: 'What we change',
        text: 'Checks now go through three public resolvers. Zone changes are compared with what is live, and a change that removes a record of type NS or A at the apex needs a second pair of eyes.',
      },
    ],
  },
  {
    slug: 'accessible-tables',
    title: 'Tables that a screen reader can read',
    brief: 'For front-end developers. Show the markup for sorting, selection and virtual rows. Test with two screen readers.',
    sources: [
      {
        url: 'https://www.w3.org/WAI/ARIA/apg/patterns/grid/',
        note: 'Use aria-rowcount and aria-rowindex when rows are not all in the document.',
      },
      { url: 'https://www.w3.org/TR/WCAG22/', note: 'Sorting has to be operable by keyboard and its state has to be exposed.' },
    ],
    sections: [
      {
        heading: 'Start with a real table',
        text: 'A `table` with `th scope="col"` gives you row and column announcements for nothing. Every `div` with `display: grid` has to earn them back attribute by attribute, and most never do.',
      },
      {
        heading: 'Say how it is sorted',
        text: 'Put a button in the header cell and `aria-sort` on the cell itself. A triangle alone is a picture; the attribute is what is read aloud. Only one column may have it at a time.',
      },
      {
        heading: 'Virtual rows without lies',
        text: 'When forty of a hundred thousand rows are in the document, tell the truth about it: `aria-rowcount` on the table, `aria-rowindex` on each row. Then “row 61,204 of 100,000” is exactly what people hear.',
      },
    ],
  },
  {
    slug: 'typescript-without-a-build',
    title: 'TypeScript without a build step',
    brief: 'Node runs TypeScript by stripping types. Explain what works, what does not, and how we moved 40,000 lines in a week.',
    sources: [
      {
        url: 'https://nodejs.org/api/typescript.html',
        note: 'Only erasable syntax is supported: no enums, no parameter properties, no namespaces with values.',
      },
      { url: 'https://www.typescriptlang.org/tsconfig/#erasableSyntaxOnly', note: 'The compiler flags what cannot be stripped.' },
    ],
    sections: [
      {
        heading: 'What stripping means',
        text: 'Node replaces types by spaces and runs the rest. Line and column numbers stay what they are, so a stack trace points into the file that you wrote and source maps have nothing left to do.',
      },
      {
        heading: 'What has to go',
        text: 'Enums became objects with `as const`, parameter properties became two lines each, and imports got their extension. The compiler found all of them once `erasableSyntaxOnly` was on; the change was long, dull and safe.',
      },
      {
        heading: 'What we gained',
        text: 'From save to running test it is now 180 ms instead of 4 s. Nobody has asked which of three copies of a file is the stale one since.',
      },
    ],
  },
]
