/** Where pages mark who wrote an article: links, properties, classes, the box about the writer. Texts, not yet names. */

import type { Element } from 'domhandler'
import { isHandle, isPlausibleName } from '../../values/names.ts'
import { registrableDomain } from '../../values/url.ts'
import { linesSetApart, textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { distance, oncePerPage, type Page, zoneOf } from '../page.ts'
import type { Spot } from '../survey.ts'

/** Zones in which no byline stands. */
export const NEVER = ZONES.comments | ZONES.nav | ZONES.hidden
const RATHER_NOT = ZONES.aside | ZONES.footer | ZONES.teaser | ZONES.caption

/** The address of a writer's page on the site itself: on other sites everybody has a page. */
const AUTHOR_PATH =
  /\/(?:authors?|autor(?:en|es|in)?|by|people|person|profile|profil|contributors?|staff|writers?|reporters?|journalists?|journalistes?|periodistas?|giornalisti|editors?|redakteure?|auteurs?|firmas?|autori|redaktion|team|columnists?|experts?|user|users|bio)\/[^/]{3,}|[?&]author=/i

/** Persons whom the site writes about have pages of the same kind: one known by a single word is hardly a writer. */
const SUBJECT_PATH = /\/(?:people|person|team|experts?)\//i

/** Looking further away finds teasers. */
const MAX_PLACES = 12

/** Links outside the zones in which no byline stands: on most pages a third of all. */
const anchors = oncePerPage((page): readonly Spot[] =>
  page.survey.anchors.filter(spot => !(zoneOf(page, spot) & NEVER)),
)

export const relNames = (page: Page): string[] =>
  near(
    page,
    anchors(page).filter(
      ({ element: { attribs } }) => attribs['rel'] !== undefined && /\bauthor\b/i.test(attribs['rel']),
    ),
  )

/** itemprop author, by its inner name where it has one. */
export function propertyNames(page: Page): string[] {
  const spots = page.survey.properties.get('author') ?? []
  const names = page.survey.properties.get('name') ?? []
  const authors = new Set(spots.map(({ element }) => element))
  const inner = names.filter(({ element }) => isBelow(element, authors))
  return near(page, inner.length > 0 ? inner : spots)
}

export const bylineLinks = (page: Page): string[] =>
  near(
    page,
    anchors(page).filter(({ element }) => isMarkedByline(page, element)),
  )

export const authorLinks = (page: Page): string[] =>
  near(
    page,
    anchors(page).filter(({ element }) => {
      const href = element.attribs['href'] ?? ''
      return isAuthorPage(page, href) && !(SUBJECT_PATH.test(href) && isHandle(textOf(element)))
    }),
  )

/** Innermost texts of byline classes. */
export function bylineTexts(page: Page): string[] {
  const spots = page.survey.marked.byline
  const holds = new Set<Element>()
  for (const { element } of spots)
    for (let at = element.parent as Element | null; at?.attribs; at = at.parent as Element | null) holds.add(at)
  return near(
    page,
    spots.filter(spot => !holds.has(spot.element) && !(zoneOf(page, spot) & RATHER_NOT)),
  ).slice(0, 3)
}

export const biographyNames = (page: Page): string[] =>
  page.survey.marked.bio
    .filter(({ zone }) => !(zone & NEVER))
    .slice(0, 4)
    .map(
      ({ element }) =>
        /^(?:about\s+(?:the\s+author\s*)?)?([^,.:;|]{5,40}?)(?=\s+(?:is|was|has|writes|covers|works|ist|est|es|è|schreibt)\s|$)/i.exec(
          textOf(element),
        )?.[1] ?? '',
    )
    .filter(isPlausibleName)
    .slice(0, 1)

/** The link that an element is or stands in. */
export function linkAround(element: Element): Element | undefined {
  for (let at: Element | null = element; at?.attribs; at = at.parent as Element | null) if (at.name === 'a') return at
  return undefined
}

/** Whether an element stands in a link to a writer's page. */
export const isAuthorLink = (page: Page, element: Element): boolean =>
  isAuthorPage(page, linkAround(element)?.attribs['href'] ?? '')

function isAuthorPage({ host, url }: Page, href: string): boolean {
  if (!AUTHOR_PATH.test(href)) return false
  const other = URL.parse(href, url)?.hostname ?? host
  return other === host || registrableDomain(other) === registrableDomain(host)
}

/** Texts of the places nearest to the headline, and of those beside the nearest. */
function near(page: Page, spots: readonly Spot[]): string[] {
  const allowed = spots.filter(spot => !(zoneOf(page, spot) & NEVER))
  const better = allowed.filter(spot => !(zoneOf(page, spot) & RATHER_NOT))
  const ranked = (better.length > 0 ? better : allowed)
    .map(spot => ({ spot, away: distance(page, spot) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, MAX_PLACES)
    .map(({ spot }) => ({ spot, text: spot.element.attribs['content'] ?? textInLines(spot.element) }))
    .filter(({ text }) => /\p{L}{2}/u.test(text))
  const first = ranked[0]?.spot.element
  if (!first) return []
  return ranked.filter(({ spot }) => areBeside(spot.element, first)).map(({ text }) => text)
}

/** Name and post often share a box, each in a line of its own or set apart by style alone. */
function textInLines(element: Element): string {
  const [first, ...rest] = linesSetApart(element)
  if (first === undefined) return ''
  return BY_ALONE.test(first) ? `${first} ${rest.join('; ')}`.trim() : [first, ...rest].join('; ')
}

/** A word such as "By" and nothing more. */
export const BY_ALONE = /^(?:this \p{L}+ was )?[\p{L}/]+(?:\(s\))?(?:\s(?:by|von|par|por))?\s*[:：]?$/iu

function areBeside(a: Element, b: Element): boolean {
  const parents = (element: Element) =>
    [element.parent, element.parent?.parent].filter(each => each && 'attribs' in each)
  const ofB = parents(b)
  return a === b || parents(a).some(parent => ofB.includes(parent))
}

function isBelow(element: Element, outer: ReadonlySet<Element>): boolean {
  for (let at = element.parent as Element | null; at; at = at.parent as Element | null) if (outer.has(at)) return true
  return false
}

/** Whether an element or one of the four around it has a byline class. */
export function isMarkedByline(page: Page, element: Element): boolean {
  const marked = markedBylines(page)
  if (marked.size === 0) return false
  let at: Element | null = element
  for (let up = 0; at && up < 5; up++, at = at.parent as Element | null) if (marked.has(at)) return true
  return false
}

const markedBylines = oncePerPage(
  (page): ReadonlySet<Element> => new Set(page.survey.marked.byline.map(({ element }) => element)),
)
