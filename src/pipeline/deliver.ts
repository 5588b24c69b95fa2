/** Telling consumers of events: one after another in the order of the log, each sent until it is taken. */

import { asWiredeskError, type WiredeskError } from '../errors.ts'
import type { ArticleEvent, ClaimedConsumer, Consumer } from '../model.ts'
import { webhookMessage } from '../outputs/webhook.ts'
import { deliveryDelayMs, holdMs, LEASE_MS } from '../policy/schedule.ts'
import { faultOf, signedHeaders, type WebhookMessage } from '../policy/webhook.ts'
import type { DeliveryEnd, Fetcher, Job } from '../ports.ts'
import type { PipelineContext } from './context.ts'

/** What deliveries work with. */
export interface DeliveryContext extends Pick<PipelineContext, 'store' | 'clock' | 'log' | 'draw'> {
  /** the way out to consumers' servers, which may be in address ranges where no publisher is */
  readonly fetcher: Fetcher
  /** the hub's address, without a slash at its end */
  readonly baseUrl: string
  /** the consumer of that id as it is configured now; undefined when it has left the configuration or is switched off */
  consumer(id: string): Consumer | undefined
  /** what a reference to a secret stands for. Throws SECRET_MISSING */
  resolveSecret(reference: string): string
}

/** Read at a time. */
const EVENTS_AT_ONCE = 100

/** One turn sends so long at most: with the time limit of its last request it ends within the grace of a stop. */
const TURN_MS = 8000

/**
 * Sends a consumer what is after its place in the log. Each event that it takes is kept before the next is sent: after a crash at most one
 * is sent twice, under the same id, and none is left out. One that is not taken is tried again after a growing wait, and those behind
 * it wait with it, so that a correction never comes before what it corrects.
 */
export async function deliver(job: Job, context: DeliveryContext): Promise<void> {
  const { store, clock, log } = context
  const claimed = await store.beginDelivery(job, clock.now(), LEASE_MS)
  if (!claimed) return
  const consumer = context.consumer(claimed.id)
  if (!consumer) return leaveToOthers(claimed, context)
  const turn: Turn = {
    claimed,
    startedAt: clock.now(),
    position: claimed.position,
    failures: claimed.failures,
    sent: 0,
  }
  const refused = await sendAll(consumer, turn, context)
  if (refused === 'fenced') return
  const ms = clock.now() - turn.startedAt
  if (turn.sent > 0) log.info({ consumerId: claimed.id, stage: 'deliver', ms, events: turn.sent }, 'delivered')
  await store.endDelivery(claimed, endOf(turn, refused, context))
}

/** How long a consumer is left alone that only another process has in its configuration. */
const ANOTHERS_MS = 60_000

/** While an edited configuration is on its way to all processes, one of them may know of a consumer before another. */
async function leaveToOthers(claimed: ClaimedConsumer, { store, clock }: DeliveryContext): Promise<void> {
  const dueAt = instant(clock.now() + ANOTHERS_MS)
  await store.endDelivery(claimed, { outcome: 'ok', position: claimed.position, dueAt })
}

interface Turn {
  readonly claimed: ClaimedConsumer
  readonly startedAt: number
  /** the number of the last event that was taken, or is none of this consumer's */
  position: number
  failures: number
  sent: number
}

/** What kept it from going on; `fenced` when the consumer is another's by now. */
async function sendAll(
  consumer: Consumer,
  turn: Turn,
  context: DeliveryContext,
): Promise<Refused | 'fenced' | undefined> {
  const { store, clock } = context
  const isOver = (): boolean => clock.now() - turn.startedAt >= TURN_MS
  while (!isOver()) {
    const events = await store.eventsAfter(turn.position, EVENTS_AT_ONCE)
    if (events.length === 0) break
    for (const event of events) {
      if (isOver()) break
      if (isWanted(event, consumer)) {
        const refused = await send(event, consumer, context)
        if (refused) return refused
        if (!(await store.saveDelivered(turn.claimed, event.number, clock.now(), LEASE_MS))) return 'fenced'
        turn.sent++
        turn.failures = 0
      }
      turn.position = event.number
    }
  }
  return undefined
}

const isWanted = ({ type, sourceId }: ArticleEvent, { webhook, sources }: Consumer): boolean =>
  webhook.events.includes(type) && (sources?.includes(sourceId) ?? true)

/** Why a server did not take a message. */
export interface Refused {
  readonly error: WiredeskError
  /** how long it wants to be left alone (Retry-After) */
  readonly restMs?: number
}

/** Sends one event. Gives what kept it from being taken; a fault of the store is thrown. */
async function send(event: ArticleEvent, consumer: Consumer, context: DeliveryContext): Promise<Refused | undefined> {
  const { store, clock, baseUrl } = context
  const record = await store.article(event.articleId)
  return post(webhookMessage(event, record, { baseUrl, nowMs: clock.now() }), consumer, context)
}

/** Signs a message and sends it to a consumer's server, once. Undefined when it was taken. */
export async function post(
  message: WebhookMessage,
  { webhook: { url, secrets } }: Consumer,
  { clock, fetcher, resolveSecret }: Pick<DeliveryContext, 'clock' | 'fetcher' | 'resolveSecret'>,
): Promise<Refused | undefined> {
  try {
    const headers = signedHeaders(message, secrets.map(resolveSecret), clock.now())
    const sent = { mediaType: 'application/json', text: message.text }
    const answer = await fetcher.fetch({ url, kind: 'message', sent, headers })
    const error = faultOf(answer.status, url)
    const retryAfter = answer.headers['retry-after']
    return error && { error, ...(retryAfter !== undefined && { restMs: holdMs(retryAfter, clock.now()) }) }
  } catch (thrown) {
    return { error: asWiredeskError(thrown, { url }) }
  }
}

function endOf(
  { claimed, position, failures: before }: Turn,
  refused: Refused | undefined,
  { clock, log, draw }: DeliveryContext,
): DeliveryEnd {
  if (!refused) return { outcome: 'ok', position, dueAt: instant(clock.now()) }
  const { error, restMs = 0 } = refused
  const failures = before + 1
  const delayMs = error.code === 'CONSUMER_GONE' ? undefined : deliveryDelayMs(failures, draw())
  const dueAt = instant(clock.now() + Math.max(delayMs ?? 0, restMs))
  const line = { consumerId: claimed.id, stage: 'deliver', code: error.code, detail: error.detail, failures }
  if (delayMs === undefined) log.error(line, 'given up; nothing more is sent until the consumer is resumed')
  else log.warn({ ...line, dueAt }, 'not taken, sent again later')
  return {
    outcome: delayMs === undefined ? 'off' : 'failed',
    position,
    dueAt,
    failures,
    reason: error.code,
    ...(error.detail !== undefined && { detail: error.detail }),
  }
}

const instant = (ms: number): string => new Date(ms).toISOString()
