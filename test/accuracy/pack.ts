/** A trained body model as the data file of the product. */

import { COLUMNS } from '../../src/extract/body/features.ts'
import type { DecisionTree } from '../../src/extract/body/trees.ts'
import type { BodyModel } from './fit.ts'

const rounded = (value: number): number => Number(value.toPrecision(4))

/** JSON text, one tree or table a line; only the columns that some tree asks about are named. */
export function packModel({ tables, forest }: BodyModel): string {
  const used = [...new Set(forest.trees.flatMap(({ feature }) => feature))].sort((a, b) => a - b)
  const names = COLUMNS as readonly string[]
  const tokens = (table: ReadonlyMap<string, number>): string =>
    JSON.stringify([...table].map(([token, value]) => `${token} ${value}`).join(' '))
  const trees = forest.trees.map(tree => `    ${packTree(tree, used)}`)
  return `{
  "columns": ${JSON.stringify(used.map(column => names[column]))},
  "start": ${rounded(forest.start)},
  "trees": [
${trees.join(',\n')}
  ],
  "classTokens": ${tokens(tables.class)},
  "textTokens": ${tokens(tables.text)},
  "headingTokens": ${tokens(tables.heading)}
}
`
}

/** Nodes in the order they are asked: `column<threshold` opens a question with its yes branch first, a bare number is a leaf. */
function packTree({ feature, threshold, yes, no, leaf }: DecisionTree, used: readonly number[]): string {
  const column = new Map(used.map((name, i) => [name, i]))
  const parts: string[] = []
  const write = (at: number): void => {
    if (at < 0) {
      parts.push(String(rounded(leaf[-1 - at]!)))
      return
    }
    parts.push(`${column.get(feature[at]!)}<${rounded(threshold[at]!)}`)
    write(yes[at]!)
    write(no[at]!)
  }
  write(feature.length > 0 ? 0 : -1)
  return JSON.stringify(parts.join(' '))
}
