/** The trained body model, read from its data file once. `test/accuracy/train.ts` writes the file. */

import { COLUMNS } from './features.ts'
import shipped from './model.json' with { type: 'json' }
import { TokenTable } from './token-table.ts'
import { scoreNames, scoreText, type TokenJudge } from './tokens.ts'
import { type DecisionTree, type FlatForest, flatten } from './trees.ts'

export interface BodyModel {
  readonly forest: FlatForest
  readonly judge: TokenJudge
}

/** The model's columns in its own numbering, as they stand in this version's rows. */
function columnsOf(names: readonly string[]): readonly number[] {
  return names.map(name => {
    const column = (COLUMNS as readonly string[]).indexOf(name)
    if (column < 0) throw new Error(`the body model asks for "${name}", which no block has: train it again`)
    return column
  })
}

/** Nodes in the order they are asked: `column<threshold` opens a question with its yes branch first, a bare number is a leaf. */
function unpackTree(text: string, columns: readonly number[]): DecisionTree {
  const parts = text.split(' ')
  const tree = { feature: [], threshold: [], yes: [], no: [], leaf: [] } as { [K in keyof DecisionTree]: number[] }
  let at = 0
  const read = (): number => {
    const part = parts[at++]!
    const cut = part.indexOf('<')
    if (cut < 0) return -tree.leaf.push(Number(part))
    const node = tree.feature.push(columns[Number(part.slice(0, cut))]!) - 1
    tree.threshold.push(Number(part.slice(cut + 1)))
    tree.yes[node] = read()
    tree.no[node] = read()
    return node
  }
  read()
  return tree
}

/** `word value word value ...` */
function unpackTokens(text: string): ReadonlyMap<string, number> {
  const parts = text.split(' ')
  const table = new Map<string, number>()
  for (let i = 0; i + 1 < parts.length; i += 2) table.set(parts[i]!, Number(parts[i + 1]))
  return table
}

/** The data file's shape. */
export interface PackedModel {
  /** names of the row's numbers that some tree asks about */
  readonly columns: readonly string[]
  readonly start: number
  readonly trees: readonly string[]
  readonly classTokens: string
  readonly textTokens: string
  readonly headingTokens: string
}

function unpack(packed: PackedModel): BodyModel {
  const columns = columnsOf(packed.columns)
  const classTable = new TokenTable(unpackTokens(packed.classTokens))
  const textTable = new TokenTable(unpackTokens(packed.textTokens))
  const headingTable = new TokenTable(unpackTokens(packed.headingTokens))
  return {
    forest: flatten({ start: packed.start, trees: packed.trees.map(tree => unpackTree(tree, columns)) }),
    judge: {
      ofClass: key => scoreNames(key, classTable),
      ofText: text => scoreText(text, textTable),
      ofHeading: text => scoreText(text, headingTable),
    },
  }
}

let model: BodyModel | undefined

/** The model; unpacked when it is first asked for. */
export function bodyModel(): BodyModel {
  model ??= unpack(shipped)
  return model
}

/** Reads pages by another model from here on: cross-validation asks for the figures of the whole engine. */
export function useBodyModel(packed: PackedModel): void {
  model = unpack(packed)
}
