/** The article's text: the page cut into blocks, each weighed by a trained model, the chosen ones written as clean HTML. */

import type { Body, Reading } from '../../model.ts'
import { describesItself, type Page } from '../page.ts'
import { readBlocks } from './blocks.ts'
import { buildBody } from './build.ts'
import { chooseBlocks, type KnownFields } from './choose.ts'
import { declaredBody } from './declared.ts'
import { bodyOfEntries, entriesOf, liveUpdates } from './live.ts'

/** Below this the page shows no article text. */
const MIN_BODY_WORDS = 25
/** A page that declares a dated article may be a flash of one sentence. */
const MIN_FLASH_WORDS = 8

/** The body, from the page's elements, or from what it carries for its scripts where its elements show no text; without what is known as its headline and its writers. */
export function readBody(page: Page, known: KnownFields): Reading<Body> | undefined {
  const segmentation = readBlocks(page.root)
  const choice = chooseBlocks(segmentation, page, known)
  const shown = buildBody(segmentation, choice.isChosen, page.url)
  const declared = declaredBody(page, shown)
  if (declared) return declared
  const entries = entriesOf(liveUpdates(page), page.url)
  if (shown.wordCount < (describesItself(page) ? MIN_FLASH_WORDS : MIN_BODY_WORDS))
    return entries.length === 0
      ? undefined
      : { value: bodyOfEntries(entries), from: 'json-ld', where: 'liveBlogUpdate', confidence: 0.7 }
  const value = entries.length > 0 ? { ...shown, entries } : shown
  return { value, from: 'dom', where: `${choice.count} blocks`, confidence: choice.confidence }
}
