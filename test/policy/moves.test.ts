import { expect, test } from 'vitest'
import { addressOf, learnMove } from '../../src/policy/moves.ts'

const DAY = 86_400_000
const T0 = Date.parse('2026-03-01T08:00:00Z')
const old = 'https://herald.example/rss'
const fresh = 'https://www.herald.example/feed'
const learn = (known: ReturnType<typeof learnMove>, to: string | undefined, at: number) =>
  learnMove(known, old, old, to, at)

test('a permanent redirect is meant after three equal answers over a day', () => {
  const once = learn(undefined, fresh, T0)
  const thrice = learn(learn(once, fresh, T0 + 1000), fresh, T0 + 2000)
  expect(thrice).toMatchObject({ times: 3, taken: false })
  const later = learn(thrice, fresh, T0 + DAY)
  expect(later?.taken).toBe(true)
  expect(addressOf(old, { ...(later && { moved: later }) })).toBe(fresh)
})

test('another target, or an answer without one, begins anew', () => {
  const once = learn(undefined, fresh, T0)
  expect(learn(once, 'https://other.example/', T0)?.times).toBe(1)
  expect(learn(once, undefined, T0)).toBeUndefined()
})

test('a move that was taken stays taken while the new address answers', () => {
  const taken = { to: fresh, times: 3, since: new Date(T0).toISOString(), taken: true }
  expect(learnMove(taken, old, fresh, undefined, T0)).toEqual(taken)
})

test('nobody is followed from https to http for good', () => {
  expect(learn(undefined, 'http://herald.example/rss', T0)).toBeUndefined()
})
