/** Asking hubs to tell us of news (WebSub, 5.1). The answer comes to the callback, in `http/websub.ts`. */

import { randomBytes } from 'node:crypto'
import { type Announced, announcedBy } from '../discover/websub.ts'
import { asWiredeskError } from '../errors.ts'
import type { Discovered, FeedState, FetchedPage, Source, Subscription } from '../model.ts'
import { isSubscribed, isSubscriptionDue, subscriptionForm } from '../policy/websub.ts'
import type { PipelineContext } from './context.ts'

/** Unguessable (5.1.1): whoever knows a callback's address can at most make us poll. */
const ID_BYTES = 16
/** The digest of SHA-256, the longest that a key of HMAC is good for; the limit is 200 (5.1). */
const SECRET_BYTES = 32

/**
 * Asks for a subscription where the feed names a hub and there is none, or renews it. A hub that fails changes nothing: the feed is
 * polled, and the next poll tries again.
 */
export async function keepSubscribed(
  feed: FeedState,
  answer: FetchedPage,
  read: Discovered | undefined,
  source: Source,
  context: PipelineContext,
): Promise<void> {
  const { store, clock, callbackUrl } = context
  if (callbackUrl === undefined) return
  const known = await store.subscriptionOf(feed.id)
  const announced = announcedBy(answer.url, answer.headers['link'], read ?? {}) ?? known
  if (!announced || !isSubscriptionDue(known, announced, clock.now())) return
  await subscribe(next(feed, announced, known, clock.now()), callbackUrl, source, context)
}

/** Whether a hub tells us of the feed's news at present. */
export async function isToldOfNews(
  { id }: FeedState,
  { store, clock, callbackUrl }: PipelineContext,
): Promise<boolean> {
  return callbackUrl !== undefined && isSubscribed(await store.subscriptionOf(id), clock.now())
}

/** A changed hub or topic is another subscription, with a secret of its own. */
function next(
  feed: FeedState,
  { hub, topic }: Announced,
  known: Subscription | undefined,
  nowMs: number,
): Subscription {
  const asked = { feedId: feed.id, hub, topic, isPending: true, askedAt: new Date(nowMs).toISOString() }
  if (known?.hub === hub && known.topic === topic) return { ...known, ...asked }
  return {
    ...asked,
    id: randomBytes(ID_BYTES).toString('hex'),
    secret: randomBytes(SECRET_BYTES).toString('hex'),
    state: 'asked',
  }
}

async function subscribe(
  subscription: Subscription,
  callbackUrl: string,
  { id: sourceId, delayMs }: Source,
  { store, politeness, log }: PipelineContext,
): Promise<void> {
  // Before the request: the hub may verify before it answers it.
  await store.saveSubscription(subscription)
  const line = { sourceId, url: subscription.topic, hub: subscription.hub, stage: 'discover' }
  try {
    const form = subscriptionForm(subscription, `${callbackUrl.replace(/\/+$/, '')}/websub/${subscription.id}`)
    await politeness.post({ url: subscription.hub, form, delayMs })
    log.info(line, 'asked the hub to tell of news')
  } catch (thrown) {
    const { code, detail } = asWiredeskError(thrown)
    log.info({ ...line, code, detail }, 'the hub could not be asked; the feed is polled as before')
  }
}
