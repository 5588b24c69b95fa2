/** Boosted decision trees as data. */

/** One tree: node i asks whether `row[feature[i]] <= threshold[i]`; below 0 the next index is a leaf, counted from the end. */
export interface DecisionTree {
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  /** index of the next node, or -1 - leaf */
  readonly yes: readonly number[]
  readonly no: readonly number[]
  readonly leaf: readonly number[]
}

export interface Forest {
  readonly start: number
  readonly trees: readonly DecisionTree[]
}

/** Probability that the row's block is article text. */
export function probability({ start, trees }: Forest, row: Float32Array): number {
  let sum = start
  for (const { feature, threshold, yes, no, leaf } of trees) {
    let at = feature.length > 0 ? 0 : -1
    while (at >= 0) at = row[feature[at]!]! <= threshold[at]! ? yes[at]! : no[at]!
    sum += leaf[-1 - at]!
  }
  return 1 / (1 + Math.exp(-sum))
}
