import { expect, test } from 'vitest'
import type { ArticleEvent } from '../../src/model.ts'
import { shownEvent } from '../../src/outputs/shown-event.ts'
import { webhookMessage } from '../../src/outputs/webhook.ts'

const event: ArticleEvent = {
  number: 7,
  at: '2026-03-01T08:00:00.000Z',
  type: 'article.corrected',
  articleId: '01J00000000000000000000001',
  sourceId: 'herald',
  revision: 2,
  reason: 'An earlier version gave a wrong depth.',
}

test('the words of a correction are not in the log, nor in what is sent of it', () => {
  expect(JSON.stringify(shownEvent(event))).not.toContain('depth')
  expect(webhookMessage(event, undefined, { baseUrl: 'https://hub.example', nowMs: 0 }).text).not.toContain('depth')
})

test('why an article was withdrawn is', () => {
  const killed: ArticleEvent = { ...event, type: 'article.killed', reason: 'legal' }
  expect(shownEvent(killed)).toBe(killed)
})
