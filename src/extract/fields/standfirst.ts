import type { Reading } from '../../model.ts'
import { plainText } from '../../values/plain-text.ts'
import { collapse } from '../../values/text.ts'
import { isCredit } from '../body/credits.ts'
import { isByline, isSiteLabel } from '../body/labels.ts'
import { textOf } from '../element-text.ts'
import { holds } from '../holds.ts'
import { ZONES } from '../look.ts'
import { distance, headingLetters, type Page, zoneOf } from '../page.ts'
import { firstOf } from '../reading.ts'
import { letters } from '../site-keys.ts'

/** The summary under the headline. What says but who wrote the text, and when, is none. */
export function readStandfirst(page: Page, names: readonly string[]): Reading<string> | undefined {
  return firstOf(
    page,
    [
      ['dom', 'standfirst classes', p => shown(p, names)],
      ['json-ld', 'description', p => declared(p.article?.text('description'), p)],
      ['meta', 'description', p => declared(p.meta('og:description', 'description', 'twitter:description'), p)],
      ['feed', 'description', p => declared(p.hints?.standfirst, p)],
    ],
    (a, b) => a.slice(0, 60) === b.slice(0, 60),
  )
}

const NEVER = ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.footer | ZONES.nav | ZONES.caption | ZONES.hidden
const NEAR = 60
const MAX_PLACES = 6

/** The nearest text under the headline in an element named for it. */
function shown(page: Page, names: readonly string[]): string | undefined {
  const { standfirst, byline } = page.survey.marked
  const bylines = new Set(byline.map(({ order }) => order))
  const near = standfirst
    .filter(({ order }) => order > (page.heading?.order ?? 0) && !bylines.has(order))
    .filter(spot => !(zoneOf(page, spot) & NEVER))
    .slice(0, MAX_PLACES)
  for (const spot of near) {
    if (distance(page, spot) > NEAR || spot.element.name === 'ul' || holds(spot.element, NO_SENTENCES, MAX_LOOKS))
      continue
    const value = text(textOf(spot.element))
    if (value !== undefined && letters(value) !== headingLetters(page) && !isNotice(value, names)) return value
  }
  return undefined
}

/** The "lead" of an article may be its first picture, and what is said below that; its "summary" a list of key points. */
const NO_SENTENCES: ReadonlySet<string> = new Set(['img', 'picture', 'figure', 'video', 'iframe', 'ul', 'ol'])
const MAX_LOOKS = 100

/** Beside a date so few words are a place, a name, or how long it takes to read. */
const MAX_WORDS = 6
/** A day with its year, in any order. */
const DAY = /\d{1,2}\D{1,12}(?:19|20)\d\d|(?:19|20)\d\d\D\d{1,2}\D\d{1,2}/

/** Lines under the headline that sum up nothing. */
function isNotice(line: string, names: readonly string[]): boolean {
  if (isSiteLabel(line) || isCredit(line) || isByline(line, names)) return true
  return DAY.test(line) && (line.match(/\p{L}+/gu)?.length ?? 0) <= MAX_WORDS
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
