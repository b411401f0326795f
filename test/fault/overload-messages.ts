/** What the process that overloads a collector is told, as its only argument in JSON. */
export interface OverloadOrder {
  readonly httpUrl: string
  /** `127.0.0.1:4317`. */
  readonly grpcAddress: string
  /** Connections that send over HTTP, each a request at a time. */
  readonly connections: number
  /** Calls at one time over gRPC, on a tenth as many connections. */
  readonly calls: number
  readonly spansPerRequest: number
  /** Bytes of text in each span. */
  readonly textBytes: number
  /** How long new requests are begun; those that were begun are sent until they are acknowledged. */
  readonly forMs: number
  /** How long after that they are sent again. */
  readonly patienceMs: number
}

/** What it tells at its end. */
export interface OverloadReport {
  /** Requests that were acknowledged: their numbers, from which `spanNames` follow. */
  readonly acknowledged: readonly number[]
  /** Requests that were begun. */
  readonly sent: readonly number[]
  /** How often it was told to come back. */
  readonly toldLater: number
  /** Of these, how often without saying when. */
  readonly toldWithoutDelay: number
  /** Connections that ended without an answer, after which the same was sent again: a sender of a busy machine that stalls is cut off. */
  readonly cutOff: number
  /** Answers that were neither an acknowledgement nor a wish to come back. */
  readonly refusals: readonly string[]
}
