import { describe, expect, test } from 'vitest'
import { type DecisionTree, flatten, probabilities } from '../../../src/extract/body/trees.ts'

/** Asks one feature once, and says so much for or against. */
const stump = (feature: number, says: number): DecisionTree => ({
  feature: [feature],
  threshold: [0.5],
  yes: [-1],
  no: [-2],
  leaf: [-says, says],
})

const forestOf = (trees: readonly DecisionTree[], start = 0) => flatten({ start, trees })
/** What is said of one row. */
const probability = (forest: ReturnType<typeof forestOf>, ...row: readonly number[]): number =>
  probabilities(forest, Float32Array.from(row), Uint8Array.of(1))[0]!
const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum))

describe('a forest', () => {
  test('adds up what its trees say of each wanted row', () => {
    const forest = forestOf([stump(0, 0.5), stump(1, 0.25)], 0.1)
    const rows = Float32Array.of(9, 9, 1, 0, 0, 0)
    const [first, second, third] = probabilities(forest, rows, Uint8Array.of(0, 1, 1))
    expect(first).toBe(0)
    expect(second).toBeCloseTo(logistic(0.1 + 0.5 - 0.25), 6)
    expect(third).toBeCloseTo(logistic(0.1 - 0.5 - 0.25), 6)
  })

  test('a threshold itself is still a yes', () => {
    expect(probability(forestOf([stump(0, 1)]), 0.5)).toBeCloseTo(logistic(-1), 6)
  })

  test('a tree may be one leaf', () => {
    const leaf: DecisionTree = { feature: [], threshold: [], yes: [], no: [], leaf: [0.75] }
    expect(probability(forestOf([leaf, stump(0, 1)]), 1)).toBeCloseTo(logistic(1.75), 6)
  })

  test('what is settled early stays on its side, and surer the earlier', () => {
    // Trees that all agree, and one at the end that would turn it all round: it is not asked.
    const late = stump(1, 100)
    const certain = probability(forestOf([...Array.from({ length: 99 }, () => stump(0, 0.2)), late]), 1, 0)
    const later = probability(forestOf([...Array.from({ length: 99 }, () => stump(0, 0.1)), late]), 1, 0)
    expect(certain).toBeGreaterThan(0.95)
    expect(later).toBeGreaterThan(0.95)
    expect(certain).toBeGreaterThan(later)
  })

  test('what is not settled is asked of every tree', () => {
    const trees = Array.from({ length: 100 }, (_, i) => stump(i % 2, 0.2))
    expect(probability(forestOf([...trees, stump(2, 1.5)]), 1, 0, 1)).toBeCloseTo(logistic(1.5), 5)
  })
})
