/** Signing what is sent to consumers, and judging how they take it (Standard Webhooks 1.0.0). */

import { createHmac } from 'node:crypto'
import { WiredeskError } from '../errors.ts'

/** One event as it goes out: the id is the same each time it is sent, so that a consumer can tell what it has already. */
export interface WebhookMessage {
  readonly id: string
  /** the body, JSON */
  readonly text: string
}

/**
 * The headers that a message is sent with; it is signed with each of the secrets, so that one can take the place of another.
 * @param secrets `whsec_` and base64 of 24 to 64 bytes. Throws SECRET_INVALID
 */
export function signedHeaders(
  { id, text }: WebhookMessage,
  secrets: readonly string[],
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000))
  const sign = (secret: string): string =>
    `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${text}`).digest('base64')}`
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(sign).join(' '),
  }
}

const SECRET_PREFIX = 'whsec_'
const SHORTEST_KEY = 24
const LONGEST_KEY = 64

function keyOf(secret: string): Buffer {
  const base64 = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : ''
  const key = Buffer.from(base64, 'base64')
  // What is no base64 is passed over by Buffer, without a word.
  const isWhole = /^[A-Za-z0-9+/]+={0,2}$/.test(base64)
  if (isWhole && key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY) return key
  throw new WiredeskError('SECRET_INVALID', {
    detail: `a webhook's secret is ${SECRET_PREFIX} and the base64 of ${SHORTEST_KEY} to ${LONGEST_KEY} bytes`,
  })
}

/** What keeps an answer from counting as taken; undefined for a success. A redirect is none: whoever is sent events says where. */
export function faultOf(status: number, url: string): WiredeskError | undefined {
  if (status >= 200 && status < 300) return undefined
  const code = status === GONE ? 'CONSUMER_GONE' : 'DELIVERY_REFUSED'
  return new WiredeskError(code, { url, detail: `status ${status}` })
}

/** The consumer's own word that it wants no more. */
const GONE = 410
