import { expect, test } from 'vitest'
import { singly, together } from '../../src/store/gathered.ts'

/** Doubles numbers, and keeps which were asked for together. */
function doubling() {
  const asked: (readonly number[])[] = []
  const askAll = async (numbers: readonly number[]): Promise<number[]> => {
    asked.push(numbers)
    if (numbers.includes(0)) throw new Error('nothing doubles')
    return numbers.map(number => 2 * number)
  }
  return { asked, askAll }
}

test('what is asked at the same time is asked together, and each hears its own answer', async () => {
  const { asked, askAll } = doubling()
  const ask = together<number, number>(askAll)
  expect(await Promise.all([ask(1), ask(2), Promise.resolve().then(() => ask(3))])).toEqual([2, 4, 6])
  expect(await ask(4)).toBe(8)
  expect(asked).toEqual([[1, 2, 3], [4]])
})

test('what is asked while others wait for it is asked with them', async () => {
  const { asked, askAll } = doubling()
  const ask = together<number, number>(askAll, 50)
  const first = ask(1)
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(await Promise.all([first, ask(2)])).toEqual([2, 4])
  expect(asked).toEqual([[1, 2]])
})

test('all hear of a fault, and the next are asked again', async () => {
  const { askAll } = doubling()
  const ask = together<number, number>(askAll)
  const all = await Promise.allSettled([ask(1), ask(0)])
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await ask(1)).toBe(2)
})

test('by themselves, each is asked at once', async () => {
  const { asked, askAll } = doubling()
  const ask = singly<number, number>(askAll)
  expect(await Promise.all([ask(1), ask(2)])).toEqual([2, 4])
  expect(asked).toEqual([[1], [2]])
})
