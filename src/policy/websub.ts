/** A WebSub subscriber's part (W3C Recommendation of 23 January 2018): what it asks, what it confirms, and what it believes. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Subscription } from '../model.ts'

const SECOND = 1000
const DAY_S = 86_400

/** What we ask for; the hub decides (5.1). */
const LEASE_ASKED_S = 10 * DAY_S
/** A lease outside of these is a mistake of the hub's. */
const SHORTEST_LEASE_S = 300
const LONGEST_LEASE_S = 60 * DAY_S

/** Renewed when so much of the lease has passed: hubs may be down for a day. */
const RENEWED_AFTER = 0.8

/** A hub that has not confirmed within this time is asked again. */
const UNCONFIRMED_MS = 3_600_000
/** One that has refused is asked again after this long. */
const DENIED_MS = 7 * DAY_S * SECOND

/** Whether a feed's subscription must be asked for now. */
export function isSubscriptionDue(
  known: Subscription | undefined,
  announced: Pick<Subscription, 'hub' | 'topic'>,
  nowMs: number,
): boolean {
  if (!known || known.hub !== announced.hub || known.topic !== announced.topic) return true
  const askedMs = nowMs - Date.parse(known.askedAt)
  if (known.state === 'denied') return askedMs > DENIED_MS
  if (known.isPending) return askedMs > UNCONFIRMED_MS
  return known.renewAt === undefined || nowMs >= Date.parse(known.renewAt)
}

/** Whether the hub tells us of news at this time, so that polls may be rare. */
export const isSubscribed = (known: Subscription | undefined, nowMs: number): boolean =>
  known?.leaseUntil !== undefined && known.state === 'active' && nowMs < Date.parse(known.leaseUntil)

/** The form of a subscription request (5.1); the secret goes over TLS alone. */
export function subscriptionForm({ topic, hub, secret }: Subscription, callback: string): string {
  return new URLSearchParams({
    'hub.callback': callback,
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.lease_seconds': String(LEASE_ASKED_S),
    ...(hub.startsWith('https:') && { 'hub.secret': secret }),
  }).toString()
}

/** What a hub says on the callback (5.3); values as they came. */
export type Intent = Readonly<Record<string, unknown>>

export type Answer =
  | { readonly confirmed: false; readonly next?: Subscription }
  | { readonly confirmed: true; readonly next: Subscription; readonly challenge: string }

/**
 * Verification of intent (5.3): only what was asked for is confirmed, and only while it is pending. A refusal (5.2) ends the asking for
 * a while.
 */
export function answerIntent(known: Subscription, intent: Intent, nowMs: number): Answer {
  const text = (name: string) => (typeof intent[name] === 'string' ? (intent[name] as string) : undefined)
  if (text('hub.topic') !== known.topic) return { confirmed: false }
  const mode = text('hub.mode')
  if (mode === 'denied') return { confirmed: false, next: { ...known, state: 'denied', isPending: false } }
  const challenge = text('hub.challenge')
  if (mode !== 'subscribe' || !known.isPending || !challenge) return { confirmed: false }
  const leaseS = leaseOf(text('hub.lease_seconds'))
  const at = (seconds: number) => new Date(nowMs + seconds * SECOND).toISOString()
  const next: Subscription = {
    ...known,
    state: 'active',
    isPending: false,
    leaseUntil: at(leaseS),
    renewAt: at(leaseS * RENEWED_AFTER),
  }
  return { confirmed: true, next, challenge }
}

function leaseOf(text: string | undefined): number {
  const asked = /^\d{1,12}$/.test(text ?? '') ? Number(text) : DAY_S
  return Math.min(Math.max(asked, SHORTEST_LEASE_S), LONGEST_LEASE_S)
}

const METHODS = new Set(['sha1', 'sha256', 'sha384', 'sha512'])

/**
 * Whether a delivery comes from who knows the secret (section 8). Without TLS to the hub no secret was given, and nothing is signed:
 * that is enough for a hint, which is all a delivery ever is to us.
 * @param signature the `X-Hub-Signature` header: `sha256=` and hex digits
 */
export function isAuthentic({ hub, secret }: Subscription, body: Uint8Array, signature: string | undefined): boolean {
  if (!hub.startsWith('https:')) return true
  const [, method = '', hex = ''] = /^(\w{1,10})=([0-9a-f]{40,128})$/i.exec(signature?.trim() ?? '') ?? []
  if (!METHODS.has(method.toLowerCase())) return false
  const wanted = createHmac(method.toLowerCase(), secret).update(body).digest()
  const given = Buffer.from(hex, 'hex')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
