/** Which heading is the article's: the h1 that shares most words with what the page says of itself, or a subhead with which its title begins. */

import { type Element, isTag, isText } from 'domhandler'
import type { LinkHints } from '../model.ts'
import { isAscii } from '../values/text.ts'
import { textOf } from './element-text.ts'
import type { JsonLdNode } from './json-ld.ts'
import { ZONES } from './look.ts'
import { isSite, letters } from './site-keys.ts'
import type { Spot, Survey } from './survey.ts'

export interface HeadingInput {
  readonly survey: Survey
  readonly article: JsonLdNode | undefined
  readonly hints: LinkHints | undefined
  readonly siteNames: readonly string[]
  meta(...names: string[]): string | undefined
}

/** Headings that name a part of the page, not its article. */
const GENERIC =
  /^(?:blogs?|news|home|home ?page|articles?|latest(?: news)?|breaking news|menu|search|opinion|sports?|\d+ comments?|comments?|read more|related|welcome|navigation|startseite|nachrichten|actualités?|noticias)$/i

/** More are the cards of a list. */
const MAX_HEADINGS = 30

/** The h1 of the article, or undefined when every h1 is the site's name, a label, or about something else. */
function chooseH1(page: HeadingInput): Spot | undefined {
  const keys = page.siteNames.map(letters)
  // A page that calls itself nothing but the site's name says nothing of its heading.
  const said = saidTitles(page).filter(title => !keys.includes(letters(title)))
  const site = new Set(page.siteNames.flatMap(wordsOf))
  const saidWords = said.map(wordsOf)
  const areShort = saidWords.every(words => words.length < 3)
  const known = new Set(saidWords.flat().filter(word => areShort || !site.has(word)))
  let best: Spot | undefined
  let bestScore = 0
  for (const spot of page.survey.h1.slice(0, MAX_HEADINGS)) {
    const text = textOf(spot.element)
    const words = [...new Set(wordsOf(text))]
    if (words.length === 0 || GENERIC.test(text) || isHomeLink(spot.element)) continue
    if (
      keys.includes(letters(text)) ||
      (words.length < 4 && isSite(text, keys) && said.every(title => letters(title) !== letters(text)))
    )
      continue
    const shared = words.filter(word => known.has(word)).length
    if (known.size > 0 && shared === 0) continue
    if (isSiteOfTitle(page, text, keys)) continue
    const away = spot.zone & (ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.footer | ZONES.hidden) ? 0.5 : 1
    const score = (0.1 + shared / words.length + Math.min(1, shared / 8)) * away
    if (score > bestScore) {
      best = spot
      bestScore = score
    }
  }
  return best
}

/** So many subheads are looked at. */
const MAX_SUBHEADS = 60

/** Shorter beginnings of a title are words of any heading. */
const MIN_LETTERS = 14

export interface Headings {
  /** the h1 of the article */
  readonly h1: Spot | undefined
  /** an h2 or h3 with which the title begins: the headline of pages that keep their h1 for the site */
  readonly subhead: Spot | undefined
}

/** The headings that may be the article's; where an h1 and a subhead have hardly a word in common, only the one that the page calls itself by. */
export function chooseHeadings(page: HeadingInput): Headings {
  const titles = saidTitles(page).map(letters)
  const isSaid = ({ element }: Spot): boolean => titles.some(title => title.startsWith(letters(textOf(element))))
  const [h1, subhead] = [chooseH1(page), subheadOfTitle(page.survey, titles)]
  return h1 && subhead && !isSaid(h1) && !areAlike(h1, subhead) ? { h1: undefined, subhead } : { h1, subhead }
}

/** Words shorter than this join others. */
const MIN_WORD = 4

/** Whether a quarter of the words of the shorter one are words of both. */
function areAlike(a: Spot, b: Spot): boolean {
  const wordsIn = ({ element }: Spot): Set<string> =>
    new Set(wordsOf(textOf(element)).filter(word => word.length >= MIN_WORD || !isAscii(word)))
  const [ofA, ofB] = [wordsIn(a), wordsIn(b)]
  return ofA.intersection(ofB).size * 4 >= Math.min(ofA.size, ofB.size)
}

function subheadOfTitle({ subheads }: Survey, titles: readonly string[]): Spot | undefined {
  return subheads.slice(0, MAX_SUBHEADS).find(({ element, zone }) => {
    if (zone & (ZONES.comments | ZONES.footer | ZONES.nav)) return false
    const text = textOf(element)
    const start = letters(text.slice(0, 12))
    if (!titles.some(title => title.startsWith(start))) return false
    const key = letters(text)
    return key.length > MIN_LETTERS && titles.some(title => title.startsWith(key))
  })
}

/**
 * "Small Harbours | The Pier Blog": an h1 that is the end of the title is the site's name, where the rest of the title is what another
 * heading or the social card has.
 */
function isSiteOfTitle({ survey, meta }: HeadingInput, text: string, siteKeys: readonly string[]): boolean {
  const title = letters(survey.title ?? '')
  const key = letters(text)
  if (key.length === 0 || title.length <= key.length || !title.endsWith(key)) return false
  const rest = title.slice(0, -key.length)
  if (siteKeys.includes(rest)) return false
  const others = [...survey.h1, ...survey.subheads].slice(0, MAX_HEADINGS)
  return letters(meta('og:title') ?? '') === rest || others.some(({ element }) => letters(textOf(element)) === rest)
}

/** A heading that is nothing but a link to the front page is the site's name. */
function isHomeLink({ children }: Element): boolean {
  const shown = children.filter(child => isTag(child) || (isText(child) && /\S/.test(child.data)))
  const [link] = shown
  return (
    shown.length === 1 &&
    link !== undefined &&
    isTag(link) &&
    link.name === 'a' &&
    HOME.test(link.attribs['href'] ?? '')
  )
}

const HOME = /^(?:https?:\/\/[^/]+)?\/?(?:index\.\w+)?$/i

/** What the page calls itself elsewhere than in its headings. */
export function saidTitles({ survey, article, hints, meta }: HeadingInput): string[] {
  return [article?.text('headline'), meta('og:title'), survey.title, meta('twitter:title'), hints?.headline].filter(
    text => text !== undefined,
  )
}

/** Words in lower case; in scripts without blanks, single characters. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []
