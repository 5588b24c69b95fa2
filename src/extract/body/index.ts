/** The article's text: the page cut into blocks, each weighed by a trained model, the chosen ones written as clean HTML. */

import type { Body, Reading } from '../../model.ts'
import { describesItself, ownMedia, type Page } from '../page.ts'
import { readBlocks } from './blocks.ts'
import { buildBody } from './build.ts'
import { chooseBlocks, type ShownFields, UNSURE } from './choose.ts'
import { bodyOf, declaredBody } from './declared.ts'
import { bodyOfEntries, entriesOf, liveUpdates } from './live.ts'

/** Below this the page shows no article text. */
const MIN_BODY_WORDS = 25
/** A page that declares a dated article may be a flash of one sentence. */
const MIN_FLASH_WORDS = 8

/** The body, from the page's elements, or from what it carries for its scripts where its elements show no text; without what `fields` holds. */
export function readBody(page: Page, fields: ShownFields): Reading<Body> | undefined {
  const segmentation = readBlocks(page.root)
  const choice = chooseBlocks(segmentation, page, fields)
  const shown = buildBody(segmentation, choice.isChosen, page.baseUrl)
  const declared = declaredBody(page, shown)
  if (declared) return declared
  const entries = entriesOf(liveUpdates(page), page.baseUrl)
  if (shown.wordCount < (describesItself(page) ? MIN_FLASH_WORDS : MIN_BODY_WORDS)) {
    if (entries.length === 0) return mediaBody(page)
    return { value: bodyOfEntries(entries), from: 'json-ld', where: 'liveBlogUpdate', confidence: 0.7 }
  }
  // What a film's page shows may as well be what stands around the film.
  const media = choice.confidence < UNSURE ? mediaBody(page) : undefined
  if (media) return media
  const value = entries.length > 0 ? { ...shown, entries } : shown
  return { value, from: 'dom', where: `${choice.count} blocks`, confidence: choice.confidence }
}

/** Pages of films often show nothing but the film: what it is about is all the text there is. */
function mediaBody(page: Page): Reading<Body> | undefined {
  const value = bodyOf(ownMedia(page)?.text('description') ?? '', page.baseUrl)
  return value.wordCount < MIN_FLASH_WORDS
    ? undefined
    : { value, from: 'json-ld', where: 'description', confidence: 0.6 }
}
