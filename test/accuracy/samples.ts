/** Saved pages with gold, as the trainer needs them: measured, cut into blocks, labelled. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readBlocks } from '../../src/extract/body/blocks.ts'
import { claimsOf } from '../../src/extract/body/claims.ts'
import { measure } from '../../src/extract/body/features.ts'
import { type TokenSource, tokenSource } from '../../src/extract/body/tokens.ts'
import { parsePage } from '../../src/extract/page.ts'
import { decodeText } from '../../src/values/charset.ts'
import { ownCopy } from '../../src/values/text.ts'
import { registrableDomain } from '../../src/values/url.ts'
import { type Labels, labelBlocks } from './label.ts'
import { labelsByReading, type PageReading, pageKey } from './readings.ts'

/** A gold line; only what training reads. */
export interface Gold {
  readonly id: string
  readonly dataset: string
  readonly url?: string
  readonly body?: string
  readonly dek?: string
  readonly optional?: string | readonly string[]
}

export interface Sample {
  readonly gold: Gold
  readonly host: string
  /** COLUMNS.length numbers a block, those of TOKEN_FEATURES 0 */
  readonly rows: Float32Array
  readonly source: TokenSource
  readonly words: Float32Array
  readonly linkShares: Float32Array
  readonly isList: Uint8Array
  /** by block: the name of its element */
  readonly elements: readonly string[]
  /** by a reading of the page, or else by its gold text; false where it has neither */
  readonly isLabelled: boolean
  readonly isText: Uint8Array
  readonly isOpen: Uint8Array
  readonly goldWords: number
  /** what this page's choice of text may weigh against others; 0: nothing is to be learned from it */
  readonly trust: number
}

/** Pages of these sets count whole. */
const NEWS = new Set(['fundus', 'fundus-eval', 'naeb'])
/** Those of the others are of all ages and kinds, news among them. */
const OTHER_TRUST = 0.6

/** Below this no choice of blocks gives the gold back: the text is not in the page, or the gold is cut short. */
const LEAST_ORACLE = 0.75

/** Gold lines of one data set. */
export function readGold(dir: string, dataset: string): readonly Gold[] {
  const file = join(dir, dataset, 'gold.ndjson')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line) as Gold)
}

/** Names of the data sets below a folder. */
export function dataSets(dir: string): readonly string[] {
  return readdirSync(dir).filter(name => existsSync(join(dir, name, 'gold.ndjson')))
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** Reads, measures and labels one page; nothing when its bytes are not there, or hold no text. */
export function readSample(dir: string, gold: Gold, readings: ReadonlyMap<string, PageReading>): Sample | undefined {
  const file = join(dir, gold.dataset, 'pages', `${gold.id}.html.gz`)
  if (!existsSync(file)) return undefined
  const { text: html } = decodeText(gunzipSync(readFileSync(file)), { kind: 'html' })
  const page = parsePage({ html, url: gold.url ?? '' })
  const segmentation = readBlocks(page.root)
  if (segmentation.blocks.length === 0) return undefined
  const measured = measure(segmentation, claimsOf(page))
  const { blocks, tree } = segmentation
  const source = intern(tokenSource(segmentation, measured))
  const words = Float32Array.from(blocks, block => block.words)
  const labels = labelsOf(gold, source.texts, words, readings)
  return {
    gold,
    host: hostOf(gold),
    rows: measured.rows,
    source,
    words,
    linkShares: Float32Array.from(blocks, block => block.linkedLetters / block.letters),
    isList: Uint8Array.from(blocks, block => (isInList(block.element) ? 1 : 0)),
    elements: blocks.map(block => tree.elements[block.element]!.name),
    isLabelled: labels !== undefined,
    isText: labels?.isText ?? new Uint8Array(blocks.length),
    isOpen: labels?.isOpen ?? new Uint8Array(blocks.length),
    goldWords: labels?.goldWords ?? 0,
    trust: !labels || labels.f1 < LEAST_ORACLE ? 0 : NEWS.has(gold.dataset) ? 1 : OTHER_TRUST,
  }

  function isInList(element: number): boolean {
    for (let at = element, level = 0; at >= 0 && level < 4; at = tree.parents[at]!, level++)
      if (/^(?:li|dd|dt)$/.test(tree.elements[at]!.name)) return true
    return false
  }
}

function labelsOf(
  gold: Gold,
  texts: readonly string[],
  words: Float32Array,
  readings: ReadonlyMap<string, PageReading>,
): Labels | undefined {
  const reading = readings.get(pageKey(gold))
  if (reading) return labelsByReading(reading, texts, words)
  if (gold.body === undefined) return undefined
  return labelBlocks(texts, gold.body, [...listOf(gold.optional), ...listOf(gold.dek)])
}

/** One copy of each text: many stand on many pages. */
const strings = new Map<string, string>()
function intern(source: TokenSource): TokenSource {
  const copy = (text: string): string => {
    let own = strings.get(text)
    if (own === undefined) {
      own = ownCopy(text)
      strings.set(own, own)
    }
    return own
  }
  return { ...source, classKeys: source.classKeys.map(copy), texts: source.texts.map(copy) }
}

/** Pages of one host are always on the same side of a fold. */
export function hostOf({ url = '', id, dataset }: Pick<Gold, 'url' | 'id' | 'dataset'>): string {
  const host = /^https?:\/\/([^/:?#]+)/.exec(url)?.[1] ?? /([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(url)?.[1]
  if (host === undefined || host === 'fakehost') return `${dataset}/${id}`
  return registrableDomain(host).toLowerCase()
}
