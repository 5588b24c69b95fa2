/**
 * Gradient-boosted decision trees for two classes, over histograms of binned columns.
 * Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 2001; second-order leaf values and gains as in
 * Chen and Guestrin, "XGBoost", KDD 2016.
 */

import type { DecisionTree, Forest } from '../../src/extract/body/trees.ts'

export interface BoostOptions {
  readonly trees: number
  readonly depth: number
  readonly rate: number
  /** least sum of second derivatives in a leaf */
  readonly leafWeight: number
  /** L2 penalty on leaf values */
  readonly lambda: number
  /** share of the columns each tree may ask about */
  readonly columns: number
  readonly seed: number
}

const BINS = 128

/** Columns cut into at most 128 bins at quantiles of a sample. */
export interface Binned {
  readonly rows: number
  readonly columns: number
  /** column after column */
  readonly bins: Uint8Array
  /** by column: the highest value of each bin but the last */
  readonly edges: readonly Float32Array[]
}

/** @param data row after row */
export function bin(data: Float32Array, columns: number): Binned {
  const rows = data.length / columns
  const bins = new Uint8Array(data.length)
  const edges: Float32Array[] = []
  const step = Math.max(1, Math.floor(rows / 40_000))
  for (let column = 0; column < columns; column++) {
    const sample: number[] = []
    for (let row = 0; row < rows; row += step) sample.push(data[row * columns + column]!)
    const cuts = cutsOf(Float32Array.from(sample).sort())
    edges.push(cuts)
    for (let row = 0; row < rows; row++) bins[column * rows + row] = binOf(cuts, data[row * columns + column]!)
  }
  return { rows, columns, bins, edges }
}

function cutsOf(sorted: Float32Array): Float32Array {
  const distinct = [...new Set(sorted)]
  if (distinct.length <= BINS)
    return Float32Array.from(distinct.slice(0, -1).map((value, i) => (value + distinct[i + 1]!) / 2))
  const cuts = new Set<number>()
  for (let i = 1; i < BINS; i++) cuts.add(sorted[Math.floor((i * sorted.length) / BINS)]!)
  return Float32Array.from(cuts).sort()
}

function binOf(cuts: Float32Array, value: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= cuts[middle]!) high = middle
    else low = middle + 1
  }
  return low
}

/** Trained trees, and how much each column's questions have brought. */
export interface Boosted extends Forest {
  readonly gains: Float64Array
}

/** Trains on rows with labels 0 or 1 (or between) and weights. */
export function boost(data: Binned, labels: Float32Array, weights: Float32Array, options: BoostOptions): Boosted {
  const { rows, columns } = data
  const random = seeded(options.seed)
  let positive = 0
  let all = 0
  for (let i = 0; i < rows; i++) {
    positive += labels[i]! * weights[i]!
    all += weights[i]!
  }
  const start = Math.log(positive / (all - positive))
  const sums = new Float64Array(rows).fill(start)
  const gains = new Float64Array(columns)
  const gradients = new Float32Array(rows)
  const curvatures = new Float32Array(rows)
  const trees: DecisionTree[] = []
  for (let t = 0; t < options.trees; t++) {
    for (let i = 0; i < rows; i++) {
      const p = 1 / (1 + Math.exp(-sums[i]!))
      gradients[i] = (p - labels[i]!) * weights[i]!
      curvatures[i] = Math.max(1e-6, p * (1 - p)) * weights[i]!
    }
    const allowed = Array.from({ length: columns }, (_, i) => i).filter(() => random() < options.columns)
    trees.push(growTree(data, gradients, curvatures, sums, allowed, gains, options))
  }
  return { start, trees, gains }
}

interface Node {
  /** rows of this node: order[from..to) */
  readonly from: number
  readonly to: number
  readonly depth: number
  readonly g: number
  readonly h: number
  readonly histogram: Float64Array
  /** where the parent names this node */
  readonly attach: (index: number) => void
}

function growTree(
  data: Binned,
  gradients: Float32Array,
  curvatures: Float32Array,
  sums: Float64Array,
  allowed: readonly number[],
  gains: Float64Array,
  options: BoostOptions,
): DecisionTree {
  const { rows, bins, edges } = data
  const { lambda, leafWeight, rate, depth: maxDepth } = options
  const order = new Int32Array(rows)
  for (let i = 0; i < rows; i++) order[i] = i
  const tree = {
    feature: [] as number[],
    threshold: [] as number[],
    yes: [] as number[],
    no: [] as number[],
    leaf: [] as number[],
  }
  const width = BINS * 2

  const histogramOf = (from: number, to: number): Float64Array => {
    const histogram = new Float64Array(allowed.length * width)
    allowed.forEach((column, c) => {
      const base = column * rows
      const offset = c * width
      for (let k = from; k < to; k++) {
        const row = order[k]!
        const slot = offset + bins[base + row]! * 2
        histogram[slot]! += gradients[row]!
        histogram[slot + 1]! += curvatures[row]!
      }
    })
    return histogram
  }
  let g = 0
  let h = 0
  for (let i = 0; i < rows; i++) {
    g += gradients[i]!
    h += curvatures[i]!
  }
  const waiting: Node[] = [{ from: 0, to: rows, depth: 0, g, h, histogram: histogramOf(0, rows), attach: () => {} }]
  for (let node = waiting.pop(); node; node = waiting.pop()) split(node)
  return tree

  function split(node: Node): void {
    const best = node.depth < maxDepth ? bestSplit(node) : undefined
    if (best === undefined) {
      const value = (-node.g / (node.h + lambda)) * rate
      node.attach(-1 - (tree.leaf.push(value) - 1))
      for (let k = node.from; k < node.to; k++) sums[order[k]!]! += value
      return
    }
    const { column, bin: cut, g: leftG, h: leftH, gain } = best
    gains[column]! += gain
    const at = tree.feature.push(column) - 1
    tree.threshold.push(edges[column]![cut]!)
    tree.yes.push(0)
    tree.no.push(0)
    node.attach(at)
    const middle = partition(node, column, cut)
    const isLeftSmaller = middle - node.from < node.to - middle
    const small = isLeftSmaller ? histogramOf(node.from, middle) : histogramOf(middle, node.to)
    const large = node.histogram
    for (let i = 0; i < large.length; i++) large[i]! -= small[i]!
    waiting.push({
      from: middle,
      to: node.to,
      depth: node.depth + 1,
      g: node.g - leftG,
      h: node.h - leftH,
      histogram: isLeftSmaller ? large : small,
      attach: index => {
        tree.no[at] = index
      },
    })
    waiting.push({
      from: node.from,
      to: middle,
      depth: node.depth + 1,
      g: leftG,
      h: leftH,
      histogram: isLeftSmaller ? small : large,
      attach: index => {
        tree.yes[at] = index
      },
    })
  }

  function bestSplit({ g: sumG, h: sumH, histogram }: Node) {
    const whole = (sumG * sumG) / (sumH + lambda)
    let best: { column: number; bin: number; g: number; h: number; gain: number } | undefined
    allowed.forEach((column, c) => {
      const cuts = edges[column]!.length
      let leftG = 0
      let leftH = 0
      for (let b = 0; b < cuts; b++) {
        leftG += histogram[c * width + b * 2]!
        leftH += histogram[c * width + b * 2 + 1]!
        const rightH = sumH - leftH
        if (leftH < leafWeight) continue
        if (rightH < leafWeight) break
        const rightG = sumG - leftG
        const gain = (leftG * leftG) / (leftH + lambda) + (rightG * rightG) / (rightH + lambda) - whole
        if (gain > 1e-4 && gain > (best?.gain ?? 0)) best = { column, bin: b, g: leftG, h: leftH, gain }
      }
    })
    return best
  }

  function partition({ from, to }: Node, column: number, cut: number): number {
    const base = column * rows
    const rest: number[] = []
    let at = from
    for (let k = from; k < to; k++) {
      const row = order[k]!
      if (bins[base + row]! <= cut) order[at++] = row
      else rest.push(row)
    }
    rest.forEach((row, i) => {
      order[at + i] = row
    })
    return at
  }
}

/** Numbers from 0 to 1, the same for the same seed (Steele and others' SplitMix, 32 bits). */
export function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 0x100000000
  }
}
