/** Boosted decision trees, laid out flat for speed. */

/** One tree as it is trained: node i asks whether `row[feature[i]] <= threshold[i]`; a next index below 0 is a leaf, -1 - its place. */
export interface DecisionTree {
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly yes: readonly number[]
  readonly no: readonly number[]
  readonly leaf: readonly number[]
}

export interface Forest {
  readonly start: number
  readonly trees: readonly DecisionTree[]
}

/**
 * All trees in one array, four numbers a question, side by side in memory: the column it asks about, its threshold (the same four bytes, as
 * a float), and what follows a yes and a no: the place of a question, or, below 0, -1 - the place of a leaf.
 */
export interface FlatForest {
  readonly start: number
  readonly roots: Int32Array
  readonly questions: Int32Array
  readonly leaf: Float64Array
}

const QUESTION = 4

/** Joins trees. */
export function flatten({ start, trees }: Forest): FlatForest {
  const size = trees.reduce((sum, { feature }) => sum + feature.length, 0)
  const questions = new Int32Array(size * QUESTION)
  const thresholds = new Float32Array(questions.buffer)
  const leaf: number[] = []
  const roots: number[] = []
  let at = 0
  for (const tree of trees) {
    const first = at
    const moved = (next: number): number => (next < 0 ? next - leaf.length : first + next * QUESTION)
    roots.push(moved(tree.feature.length > 0 ? 0 : -1))
    tree.feature.forEach((column, i) => {
      questions[at] = column
      thresholds[at + 1] = tree.threshold[i]!
      questions[at + 2] = moved(tree.yes[i]!)
      questions[at + 3] = moved(tree.no[i]!)
      at += QUESTION
    })
    leaf.push(...tree.leaf)
  }
  return { start, roots: Int32Array.from(roots), questions, leaf: Float64Array.from(leaf) }
}

/** After so many trees, and each time so many more, the sums are looked at. */
const STAGE = 20
/** A sum so far from zero stays on its side. */
const SURE = 3

/**
 * Probability that a block is article text, for each wanted row of `rows`; 0 for the others. Where the sign is settled the remaining trees
 * are not asked but reckoned: Bourdev and Brandt, "Robust object detection via soft cascade", CVPR 2005. Each tree is asked about all rows
 * in turn, while it is near in memory.
 */
export function probabilities(forest: FlatForest, rows: Float32Array, isWanted: Uint8Array): Float32Array {
  const { start, roots, questions, leaf } = forest
  const thresholds = new Float32Array(questions.buffer)
  const width = rows.length / isWanted.length
  const result = new Float32Array(isWanted.length)
  const sums = new Float64Array(isWanted.length).fill(start)
  let open = new Int32Array(isWanted.length).map((_, row) => row).filter(row => isWanted[row])
  for (let tree = 0; tree < roots.length; ) {
    const stop = Math.min(tree + STAGE, roots.length)
    for (; tree < stop; tree++) {
      const root = roots[tree]!
      for (let i = 0; i < open.length; i++) {
        const row = open[i]!
        const from = row * width
        let at = root
        while (at >= 0) at = questions[rows[from + questions[at]!]! <= thresholds[at + 1]! ? at + 2 : at + 3]!
        sums[row]! += leaf[-1 - at]!
      }
    }
    // Each tree adds less than the one before: on average sums grow about as the root of the number of trees.
    const growth = Math.sqrt(roots.length / tree)
    open = open.filter(row => {
      const sum = sums[row]!
      if (Math.abs(sum) <= SURE) return true
      result[row] = logistic(sum * growth)
      return false
    })
  }
  for (const row of open) result[row] = logistic(sums[row]!)
  return result
}

const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum))
