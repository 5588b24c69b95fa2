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

/** All trees in one set of arrays: `next[2i]` is the yes branch, `next[2i + 1]` the no branch; below 0 a leaf. */
export interface FlatForest {
  readonly start: number
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly threshold: Float32Array
  readonly next: Int32Array
  readonly leaf: Float64Array
}

/** Joins trees. */
export function flatten({ start, trees }: Forest): FlatForest {
  const feature: number[] = []
  const threshold: number[] = []
  const next: number[] = []
  const leaf: number[] = []
  const roots: number[] = []
  for (const tree of trees) {
    const node = feature.length
    const leaves = leaf.length
    const moved = (at: number): number => (at < 0 ? at - leaves : at + node)
    roots.push(tree.feature.length > 0 ? node : -1 - leaves)
    feature.push(...tree.feature)
    threshold.push(...tree.threshold)
    tree.yes.forEach((yes, i) => {
      next.push(moved(yes), moved(tree.no[i]!))
    })
    leaf.push(...tree.leaf)
  }
  return {
    start,
    roots: Int32Array.from(roots),
    feature: Int32Array.from(feature),
    threshold: Float32Array.from(threshold),
    next: Int32Array.from(next),
    leaf: Float64Array.from(leaf),
  }
}

/** After so many trees, and each time so many more, a sum is looked at. */
const STAGE = 20
/** A sum so far from zero stays on its side; most blocks are there by the third look. */
const SURE = 3

/**
 * Probability that the block is article text, whose numbers stand in `rows` from `offset` on. Where the sign is settled the remaining
 * trees are not asked but reckoned: Bourdev and Brandt, "Robust object detection via soft cascade", CVPR 2005.
 */
export function probability(forest: FlatForest, rows: Float32Array, offset: number): number {
  const { roots, feature, threshold, next, leaf } = forest
  let sum = forest.start
  for (let tree = 0; tree < roots.length; ) {
    let at = roots[tree]!
    while (at >= 0) at = next[at * 2 + (rows[offset + feature[at]!]! <= threshold[at]! ? 0 : 1)]!
    sum += leaf[-1 - at]!
    if (++tree % STAGE === 0 && (sum > SURE || sum < -SURE)) {
      // Each tree adds less than the one before: on average sums grow about as the root of the number of trees.
      sum *= Math.sqrt(roots.length / tree)
      break
    }
  }
  return 1 / (1 + Math.exp(-sum))
}
