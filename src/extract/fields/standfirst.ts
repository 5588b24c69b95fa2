import { plainText } from '../../values/plain-text.ts'
import { collapse } from '../../values/text.ts'
import { textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { distance, headingLetters, type Page, zoneOf } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'
import { letters } from '../site-keys.ts'

/** The summary under the headline. */
export const standfirst: FieldReader<string> = page =>
  firstOf(
    page,
    [
      ['dom', 'standfirst classes', shown],
      ['json-ld', 'description', p => declared(p.article?.text('description'), p)],
      ['meta', 'description', p => declared(p.meta('og:description', 'description', 'twitter:description'), p)],
      ['feed', 'description', p => declared(p.hints?.standfirst, p)],
    ],
    (a, b) => a.slice(0, 60) === b.slice(0, 60),
  )

const NEVER = ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.footer | ZONES.nav | ZONES.caption
const NEAR = 60
const MAX_PLACES = 6

/** The nearest text under the headline in an element named for it. */
function shown(page: Page): string | undefined {
  const near = page.survey.marked.standfirst
    .filter(spot => !(zoneOf(page, spot) & NEVER) && spot.order > (page.heading?.order ?? 0))
    .slice(0, MAX_PLACES)
  for (const spot of near) {
    const value = distance(page, spot) <= NEAR ? text(textOf(spot.element)) : undefined
    if (value !== undefined) return value
  }
  return undefined
}

/** Descriptions come with the markup that their editor put in. */
function declared(written: string | undefined, page: Page): string | undefined {
  const value = written === undefined ? undefined : text(plainText(written))
  // Templates repeat the headline where nobody has written a summary.
  return value !== undefined && letters(value) === headingLetters(page) ? undefined : value
}

/** The link that a theme sets behind the beginning of an article ("... Read more »"), and marks between a summary and what is no part of it. */
const READ_ON = /(…|\.{3})\s[^….]{0,40}[»›→]$|\s*[|→]+$/u

/** A longer text is the beginning of the article, a shorter one a label. */
function text(raw: string | undefined): string | undefined {
  const value = collapse(raw ?? '').replace(READ_ON, '$1')
  return value.length >= 20 && value.length <= 600 ? value : undefined
}
