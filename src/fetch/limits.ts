import type { DocumentKind } from '../model.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** What one request may cost us. Times in milliseconds, sizes in bytes. */
export interface Limits {
  /** from asking the resolver to its answer */
  readonly dnsMs: number
  /** TCP and TLS together */
  readonly connectMs: number
  /** from the request to the end of the response headers */
  readonly headersMs: number
  /** the longest silence within a body */
  readonly idleMs: number
  /** the whole request; a server that drips just fast enough for every other limit meets this one */
  readonly totalMs: number
  /** the least rate of a body, in bytes a second, looked at after `rateAfterMs` and then over every `rateWindowMs` */
  readonly minRate: number
  readonly rateAfterMs: number
  readonly rateWindowMs: number
  readonly headerBytes: number
  readonly headerLines: number
  /** 1xx answers before the real one */
  readonly interimAnswers: number
  /** the body as it comes over the wire */
  readonly wireBytes: number
  /** the body after every layer of decompression: the only count that a compression bomb cannot cheat */
  readonly bodyBytes: number
  /** layers of content encoding */
  readonly encodings: number
  /** whether a body beyond the limit is cut there and not refused */
  readonly cut: boolean
}

const COMMON = {
  dnsMs: 5_000,
  connectMs: 5_000,
  headersMs: 10_000,
  idleMs: 10_000,
  totalMs: 30_000,
  minRate: KIB,
  rateAfterMs: 5_000,
  rateWindowMs: 10_000,
  headerBytes: 16 * KIB,
  headerLines: 100,
  interimAnswers: 10,
  encodings: 2,
  cut: false,
} as const

/**
 * The limits for each kind of document.
 * 50 MiB is the sitemap protocol's own limit. A robots.txt is cut, not refused: RFC 9309, 2.5 asks that its first 500 KiB be obeyed.
 */
export const LIMITS: Readonly<Record<DocumentKind, Limits>> = {
  page: { ...COMMON, wireBytes: 10 * MIB, bodyBytes: 10 * MIB },
  feed: { ...COMMON, wireBytes: 20 * MIB, bodyBytes: 20 * MIB },
  sitemap: { ...COMMON, wireBytes: 50 * MIB, bodyBytes: 50 * MIB },
  robots: { ...COMMON, wireBytes: 512 * KIB, bodyBytes: 512 * KIB, cut: true },
  message: { ...COMMON, wireBytes: 64 * KIB, bodyBytes: 64 * KIB, cut: true },
}
