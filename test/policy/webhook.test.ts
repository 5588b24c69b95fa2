import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { faultOf, signedHeaders } from '../../src/policy/webhook.ts'

const NOW = Date.parse('2026-11-20T08:00:00.400Z')
const message = { id: '01JDB7Q0V6N3K8M2X4Y5Z6A7B8.7', text: '{"headline":"Zoë — naïve café"}' }
const secretOf = (bytes: number, fill = 7) => `whsec_${Buffer.alloc(bytes, fill).toString('base64')}`

describe('the signature of a message (Standard Webhooks 1.0.0)', () => {
  test('is what the standard’s own library makes', () => {
    const secret = secretOf(32)
    const headers = signedHeaders(message, [secret], NOW)
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(message.id, new Date(NOW), message.text))
    expect(headers).toMatchObject({ 'webhook-id': message.id, 'webhook-timestamp': '1795161600' })
  })

  test('is accepted by a consumer with the old secret, and by one with the new', () => {
    const [old, fresh] = [secretOf(24, 1), secretOf(64, 2)]
    const nowMs = Date.now()
    const headers = signedHeaders(message, [old, fresh], nowMs)
    for (const secret of [old, fresh]) expect(() => new Webhook(secret).verify(message.text, headers)).not.toThrow()
    expect(() => new Webhook(secretOf(32, 3)).verify(message.text, headers)).toThrow()
  })

  test('holds for no other text, id or time', () => {
    const secret = secretOf(32)
    const headers = signedHeaders(message, [secret], Date.now())
    const verify =
      (text: string, more: Record<string, string> = {}) =>
      () =>
        new Webhook(secret).verify(text, { ...headers, ...more })
    expect(verify(message.text)).not.toThrow()
    expect(verify(`${message.text} `)).toThrow()
    expect(verify(message.text, { 'webhook-id': 'other' })).toThrow()
    expect(verify(message.text, { 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 1) })).toThrow()
  })

  test.each([
    ['too short', secretOf(23)],
    ['too long', secretOf(65)],
    ['without its prefix', secretOf(32).slice('whsec_'.length)],
    ['no base64', `whsec_${'?'.repeat(40)}`],
    ['empty', ''],
  ])('a secret that is %s is refused', (_, secret) => {
    expect(() => signedHeaders(message, [secret], NOW)).toThrow(expect.objectContaining({ code: 'SECRET_INVALID' }))
  })
})

test.each([
  [200, undefined],
  [204, undefined],
  [302, 'DELIVERY_REFUSED'],
  [404, 'DELIVERY_REFUSED'],
  [410, 'CONSUMER_GONE'],
  [500, 'DELIVERY_REFUSED'],
])('status %i is %s', (status, code) => {
  expect(faultOf(status, 'https://app.example/events')?.code).toBe(code)
})
