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
import { labelBlocks } from './label.ts'

/** A gold line; only what training reads. */
export interface Gold {
  readonly id: string
  readonly dataset: string
  readonly url?: string
  readonly body?: string
  readonly dek?: string
  readonly optional?: string | readonly string[]
  readonly with?: string | readonly string[]
  readonly without?: string | readonly string[]
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
  /** set by gold, or later by a model where the gold is only snippets */
  isText: Uint8Array
  isOpen: Uint8Array
  goldWords: number
  /** best F1 any choice of blocks was seen to reach */
  oracle: number
  /** what this page's choice of text may weigh against a page with full gold */
  trust: number
}

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

export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** Reads, measures and labels one page; nothing when its bytes are not there. */
export function readSample(dir: string, gold: Gold): Sample | undefined {
  const file = join(dir, gold.dataset, 'pages', `${gold.id}.html.gz`)
  if (!existsSync(file)) return undefined
  const { text: html } = decodeText(gunzipSync(readFileSync(file)), { kind: 'html' })
  const page = parsePage({ html, url: gold.url ?? '' })
  const segmentation = readBlocks(page.root)
  const measured = measure(segmentation, claimsOf(page))
  const { blocks, tree } = segmentation
  const source = intern(tokenSource(segmentation, measured))
  const labels = labelBlocks(source.texts, gold.body ?? '', [...listOf(gold.optional), ...listOf(gold.dek)])
  return {
    gold,
    host: hostOf(gold),
    rows: measured.rows,
    source,
    words: Float32Array.from(blocks, block => block.words),
    linkShares: Float32Array.from(blocks, block => block.linkedLetters / block.letters),
    isList: Uint8Array.from(blocks, block => (isInList(block.element) ? 1 : 0)),
    isText: labels.isText,
    isOpen: labels.isOpen,
    goldWords: labels.goldWords,
    oracle: labels.f1,
    trust: 1,
  }

  function isInList(element: number): boolean {
    for (let at = element, level = 0; at >= 0 && level < 4; at = tree.parents[at]!, level++)
      if (/^(?:li|dd|dt)$/.test(tree.elements[at]!.name)) return true
    return false
  }
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
function hostOf({ url = '', id, dataset }: Gold): string {
  const host = /^https?:\/\/([^/:?#]+)/.exec(url)?.[1] ?? /([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(url)?.[1]
  if (host === undefined || host === 'fakehost') return `${dataset}/${id}`
  return registrableDomain(host).toLowerCase()
}
