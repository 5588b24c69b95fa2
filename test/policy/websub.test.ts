import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Subscription } from '../../src/model.ts'
import {
  answerIntent,
  isAuthentic,
  isSubscribed,
  isSubscriptionDue,
  subscriptionForm,
} from '../../src/policy/websub.ts'

const T0 = Date.parse('2026-03-01T08:00:00Z')
const HOUR = 3_600_000
const iso = (ms: number) => new Date(ms).toISOString()

const asked: Subscription = {
  id: 'a1b2',
  feedId: '1',
  hub: 'https://hub.example/',
  topic: 'https://herald.example/rss',
  secret: 's3cret',
  state: 'asked',
  isPending: true,
  askedAt: iso(T0),
}
const intent = {
  'hub.mode': 'subscribe',
  'hub.topic': asked.topic,
  'hub.challenge': 'c4',
  'hub.lease_seconds': '864000',
}

describe('verification of intent (5.3)', () => {
  test('what was asked for is confirmed with the challenge, and renewed when four fifths of the lease have passed', () => {
    expect(answerIntent(asked, intent, T0)).toEqual({
      confirmed: true,
      challenge: 'c4',
      next: {
        ...asked,
        state: 'active',
        isPending: false,
        leaseUntil: iso(T0 + 240 * HOUR),
        renewAt: iso(T0 + 192 * HOUR),
      },
    })
  })
  test.each([
    ['another topic', { ...intent, 'hub.topic': 'https://other.example/' }],
    ['another mode', { ...intent, 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.topic': asked.topic }],
    ['a doubled parameter', { ...intent, 'hub.topic': [asked.topic, asked.topic] }],
  ])('%s is not confirmed', (_, said) => {
    expect(answerIntent(asked, said, T0)).toEqual({ confirmed: false })
  })
  test('nothing is confirmed when nothing is pending', () => {
    expect(answerIntent({ ...asked, state: 'active', isPending: false }, intent, T0).confirmed).toBe(false)
  })
  test('a refusal ends the asking for a week', () => {
    const { next } = answerIntent(asked, { 'hub.mode': 'denied', 'hub.topic': asked.topic }, T0)
    expect(next?.state).toBe('denied')
    expect(isSubscriptionDue(next, asked, T0 + 24 * HOUR)).toBe(false)
    expect(isSubscriptionDue(next, asked, T0 + 8 * 24 * HOUR)).toBe(true)
  })
})

describe('a subscription is asked for', () => {
  const active = {
    ...asked,
    state: 'active' as const,
    isPending: false,
    renewAt: iso(T0 + HOUR),
    leaseUntil: iso(T0 + 2 * HOUR),
  }
  test.each([
    ['when there is none', undefined, asked, T0, true],
    ['not while it is pending', asked, asked, T0 + 1000, false],
    ['again when the hub has not confirmed within an hour', asked, asked, T0 + 2 * HOUR, true],
    ['not while it lasts', active, active, T0, false],
    ['when it is to be renewed', active, active, T0 + HOUR, true],
    ['when the feed names another hub', active, { ...active, hub: 'https://new.example/' }, T0, true],
  ])('%s', (_, known, announced, at, due) => {
    expect(isSubscriptionDue(known, announced, at)).toBe(due)
  })
  test('and counts until its lease ends', () => {
    expect([isSubscribed(active, T0), isSubscribed(active, T0 + 3 * HOUR), isSubscribed(asked, T0)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

test('the secret goes to a hub over TLS alone (5.1)', () => {
  const form = new URLSearchParams(subscriptionForm(asked, 'https://desk.example/websub/a1b2'))
  expect(Object.fromEntries(form)).toEqual({
    'hub.callback': 'https://desk.example/websub/a1b2',
    'hub.mode': 'subscribe',
    'hub.topic': asked.topic,
    'hub.lease_seconds': '864000',
    'hub.secret': 's3cret',
  })
  expect(subscriptionForm({ ...asked, hub: 'http://hub.example/' }, 'https://desk.example/')).not.toContain('secret')
})

describe('a delivery is authentic (8)', () => {
  const body = Buffer.from('<feed/>')
  const sign = (method: string, secret = 's3cret') =>
    `${method}=${createHmac(method, secret).update(body).digest('hex')}`
  test.each(['sha1', 'sha256', 'sha384', 'sha512'])('signed by %s', method => {
    expect(isAuthentic(asked, body, sign(method))).toBe(true)
  })
  test.each([
    ['without a signature', undefined],
    ['with that of another secret', sign('sha256', 'guess')],
    ['with half a signature', sign('sha256').slice(0, 60)],
    ['with a method we do not know', `md5=${'0'.repeat(40)}`],
  ])('not %s', (_, signature) => {
    expect(isAuthentic(asked, body, signature)).toBe(false)
  })
  test('not when a byte was changed', () => {
    expect(isAuthentic(asked, Buffer.from('<feed>'), sign('sha256'))).toBe(false)
  })
})
