import { describe, expect, test } from 'vitest'
import { createFairQueue, type FairQueue } from '../../src/extract/fair-queue.ts'

/** Serves `turns` turns one after the other; a turn costs what its item says. */
function served(queue: FairQueue<{ name: string; cost: number }>, turns: number): string {
  return Array.from({ length: turns }, () => {
    const turn = queue.take()
    turn?.paid(turn.item.cost)
    return turn?.item.name
  }).join('')
}

const add = (queue: FairQueue<{ name: string; cost: number }>, name: string, cost: number, times: number): void => {
  for (let n = 0; n < times; n++) queue.add(name, { name, cost })
}

describe('a fair queue', () => {
  test('one party alone is served in its order, whatever it costs', () => {
    const queue = createFairQueue<number>(10)
    for (const item of [1, 2, 3]) queue.add('a', item)
    expect([queue.take()?.item, queue.take()?.item, queue.take()?.item, queue.take()]).toEqual([1, 2, 3, undefined])
  })

  test('a party with many items does not hold up one with few', () => {
    const queue = createFairQueue<{ name: string; cost: number }>(10)
    add(queue, 'a', 10, 50)
    add(queue, 'b', 10, 2)
    expect(served(queue, 4)).toBe('abab')
  })

  test('a party whose turns cost five times as much gets a fifth of the turns', () => {
    const queue = createFairQueue<{ name: string; cost: number }>(10)
    add(queue, 'h', 50, 20)
    add(queue, 'l', 10, 50)
    expect(served(queue, 36).replaceAll('l', '')).toHaveLength(6)
  })

  test('turns that are not over count by what the party usually costs, so that it cannot take every thread', () => {
    const queue = createFairQueue<string>(10)
    queue.add('h', 'h1')
    queue.add('h', 'h2')
    queue.add('l', 'l1')
    expect([queue.take()?.item, queue.take()?.item]).toEqual(['h1', 'l1'])
  })

  test('who was away has saved nothing up', () => {
    const queue = createFairQueue<{ name: string; cost: number }>(10)
    add(queue, 'b', 10, 1)
    add(queue, 'a', 10, 20)
    served(queue, 15)
    add(queue, 'b', 10, 5)
    expect(served(queue, 4)).toBe('bbab')
  })
})
