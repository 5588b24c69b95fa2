/** WebSub subscriptions, one a feed. */

import type { Subscription } from '../model.ts'
import type { Store } from '../ports.ts'
import type { Db } from './dialect.ts'
import { addHost } from './hosts.ts'
import type { Database } from './schema.ts'

type SubscriptionStore = Pick<Store, 'subscription' | 'subscriptionOf' | 'saveSubscription' | 'hintFeed'>

/** The part of the store that keeps subscriptions. */
export function subscriptionStore(db: Db): SubscriptionStore {
  return {
    async subscription(id) {
      const row = await active(db).where('subscriptions.id', '=', id).executeTakeFirst()
      return row && toSubscription(row)
    },

    async subscriptionOf(feedId) {
      const row = await active(db).where('feed_id', '=', feedId).executeTakeFirst()
      return row && toSubscription(row)
    },

    async saveSubscription(subscription) {
      const { feed_id, ...row } = toRow(subscription)
      await db
        .insertInto('subscriptions')
        .values({ feed_id, ...row })
        .onConflict(conflict => conflict.column('feed_id').doUpdateSet(row))
        .execute()
    },

    hintFeed: (feedId, now, gapMs) =>
      db.transaction().execute(async trx => {
        const feed = await trx
          .updateTable('feeds')
          .set({ due_at_ms: now })
          .where('id', '=', feedId)
          .where('active', '=', 1)
          .where('due_at_ms', '>', now)
          .where('failures', '=', 0)
          .where(eb =>
            eb.or([eb('last_ok_at', 'is', null), eb('last_ok_at', '<=', new Date(now - gapMs).toISOString())]),
          )
          .returning('host')
          .executeTakeFirst()
        if (feed) await addHost(trx, feed.host, now)
        return feed !== undefined
      }),
  }
}

/** A feed that left the configuration has none any more: its hub is told so when it calls. */
const active = (db: Db) =>
  db
    .selectFrom('subscriptions')
    .innerJoin('feeds', 'feeds.id', 'subscriptions.feed_id')
    .selectAll('subscriptions')
    .where('feeds.active', '=', 1)

function toRow(known: Subscription): Database['subscriptions'] {
  return {
    id: known.id,
    feed_id: known.feedId,
    hub: known.hub,
    topic: known.topic,
    secret: known.secret,
    state: known.state,
    pending: Number(known.isPending),
    asked_at: known.askedAt,
    lease_until: known.leaseUntil ?? null,
    renew_at: known.renewAt ?? null,
  }
}

function toSubscription(row: Database['subscriptions']): Subscription {
  return {
    id: row.id,
    feedId: row.feed_id,
    hub: row.hub,
    topic: row.topic,
    secret: row.secret,
    state: row.state,
    isPending: row.pending === 1,
    askedAt: row.asked_at,
    ...(row.lease_until !== null && { leaseUntil: row.lease_until }),
    ...(row.renew_at !== null && { renewAt: row.renew_at }),
  }
}
