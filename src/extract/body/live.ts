/** Live blogs: the lead is the article's text, the entries are kept apart. */

import type { Body, LiveEntry } from '../../model.ts'
import { bare, wordCount } from '../../values/text.ts'
import type { JsonLdNode } from '../json-ld.ts'
import type { Page } from '../page.ts'
import type { Segmentation } from './blocks.ts'
import { bodyOf } from './declared.ts'
import { text as escaped } from './markup.ts'

/** Fewer updates make no live blog: publishers leave the type on articles that grew out of one. */
const MIN_ENTRIES = 3

/** So many bare letters tell one entry from another. */
const PROBE = 40
const MIN_PROBE = 12

/** The page's live updates as it declares them; nothing for a page that is no live blog. */
export function liveUpdates({ jsonLd }: Page): readonly JsonLdNode[] {
  const updates = jsonLd.find(({ type }) => type === 'LiveBlogPosting')?.nodes('liveBlogUpdate') ?? []
  return updates.length < MIN_ENTRIES ? [] : updates
}

/**
 * Index of the first block after the headline with which an update begins; the number of blocks when none is on the page.
 * Links to entries in a list of key points stand before it: an entry counts when its text follows within a few blocks.
 */
export function firstEntry({ blocks }: Segmentation, updates: readonly JsonLdNode[], headlineBlock: number): number {
  const bodies = new Set<string>()
  for (const update of updates) {
    const probe = bare((update.text('articleBody') ?? '').slice(0, PROBE * 3)).slice(0, PROBE)
    if (probe.length >= MIN_PROBE) bodies.add(probe)
  }
  const heads = new Set(
    updates.map(update => bare(update.text('headline') ?? '')).filter(head => head.length >= MIN_PROBE),
  )
  for (let i = Math.max(0, headlineBlock + 1); i < blocks.length; i++) {
    const probe = bare(blocks[i]!.text.slice(0, PROBE * 3)).slice(0, PROBE)
    if (!bodies.has(probe)) continue
    for (let head = i - 1; head >= Math.max(0, i - HEAD_REACH); head--)
      if (heads.has(bare(blocks[head]!.text))) return withoutLabels(blocks, head)
    return withoutLabels(blocks, i)
  }
  return blocks.length
}

/** The time and the author above an entry are part of it. */
function withoutLabels(blocks: Segmentation['blocks'], entry: number): number {
  let first = entry
  while (first > 0 && blocks[first - 1]!.words < MAX_LABEL_WORDS && !endsSentence(blocks[first - 1]!.text)) first--
  return first
}

const MAX_LABEL_WORDS = 6
const endsSentence = (text: string): boolean => /[.!?:。！？]['"”’»]?$/.test(text)

/** Blocks between an entry's headline and its text: time, author, share links. */
const HEAD_REACH = 6

/** The text of a live blog that shows none: its entries one after the other. */
export function bodyOfEntries(entries: readonly LiveEntry[]): Body {
  const text = entries
    .map(entry => [entry.headline, entry.text].filter(line => line !== undefined).join('\n'))
    .join('\n')
  const html = entries.map(entry =>
    [entry.headline && `<h3>${escaped(entry.headline)}</h3>`, entry.html].filter(Boolean).join('\n'),
  )
  return { html: html.join('\n'), text, wordCount: wordCount(text), entries }
}

/** The entries as data, in the order the page declares them. */
export function entriesOf(updates: readonly JsonLdNode[], baseUrl: string): readonly LiveEntry[] {
  return updates.flatMap(update => {
    const text = update.raw['articleBody']
    if (typeof text !== 'string' || text.trim() === '') return []
    const headline = update.text('headline')
    const at = update.text('datePublished')
    const { html, text: plain } = bodyOf(text, baseUrl)
    return [{ ...(headline !== undefined && { headline }), ...(at !== undefined && { at }), html, text: plain }]
  })
}
