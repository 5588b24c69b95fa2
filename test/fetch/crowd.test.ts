import { expect, test } from 'vitest'
import { createCrowd } from '../../src/fetch/crowd.ts'

const never = new AbortController().signal

test('bodies beyond the number wait for one to leave, in turn', async () => {
  const crowd = createCrowd({ bodies: 1, bytes: 100 })
  const first = await crowd.enter(never)
  const order: string[] = []
  const second = crowd.enter(never).then(reader => {
    order.push('second')
    return reader
  })
  const third = crowd.enter(never).then(() => order.push('third'))
  expect(order).toEqual([])
  first.leave()
  ;(await second).leave()
  await third
  expect(order).toEqual(['second', 'third'])
})

test('what waits can be given up, and takes no place', async () => {
  const crowd = createCrowd({ bodies: 1, bytes: 100 })
  const first = await crowd.enter(never)
  const stop = new AbortController()
  const waiting = crowd.enter(stop.signal)
  stop.abort(new Error('late'))
  await expect(waiting).rejects.toThrow('late')
  first.leave()
  await crowd.enter(never)
})

test('all bodies together hold no more than fits, and give it back', async () => {
  const crowd = createCrowd({ bodies: 2, bytes: 100 })
  const [one, two] = [await crowd.enter(never), await crowd.enter(never)]
  one.hold(60)
  expect(() => two.hold(60)).toThrow(expect.objectContaining({ code: 'FETCH_CROWDED' }))
  two.leave()
  one.leave()
  const three = await crowd.enter(never)
  expect(() => three.hold(100)).not.toThrow()
})
