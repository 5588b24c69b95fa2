/** An event as a consumer's server is sent it: what happened and to which article, and where its text can be read. */

import type { ArticleEvent, ArticleRecord } from '../model.ts'
import type { WebhookMessage } from '../policy/webhook.ts'
import { ulid } from '../values/ulid.ts'
import { type ShowContext, SOURCE_LINK_TEXT, show, showWithdrawn } from './shown.ts'
import { shownEvent } from './shown-event.ts'

/**
 * The text itself is not sent: it is read under the rights of the moment of reading, and what waits for days in a consumer's queue would
 * outlive them.
 * @param record the article as it is now, which may be later than the event
 */
export function webhookMessage(
  event: ArticleEvent,
  record: ArticleRecord | undefined,
  at: ShowContext,
): WebhookMessage {
  const { number, type, articleId, sourceId, revision, reason } = shownEvent(event)
  const data = {
    articleId,
    sourceId,
    revision,
    ...(reason !== undefined && { reason }),
    href: `${at.baseUrl}/v1/articles/${articleId}`,
    ...(record && stateOf(record, at)),
  }
  // Numbers begin anew on another desk; with the article's id none is given twice.
  return { id: `${articleId}.${number}`, text: JSON.stringify({ type, timestamp: event.at, data }) }
}

function stateOf(record: ArticleRecord, at: ShowContext): object {
  const withdrawn = showWithdrawn(record, at)
  if (withdrawn) return { status: 'canceled', url: withdrawn.url, withdrawnAt: withdrawn.withdrawnAt }
  const shown = show(record, at)
  if (!shown) return { status: 'withheld' }
  const { url, headline, attribution, rights } = shown
  return {
    status: 'usable',
    url,
    headline,
    shown: rights.shown,
    attribution: { ...attribution, sourceLink: { text: SOURCE_LINK_TEXT, href: attribution.sourceUrl } },
  }
}

/** What `consumer test` sends: no event, so nothing is to be done about it. */
export function testMessage(nowMs: number): WebhookMessage {
  return {
    id: `test.${ulid(nowMs)}`,
    text: JSON.stringify({ type: 'desk.test', timestamp: new Date(nowMs).toISOString(), data: {} }),
  }
}
