/** Signs of a page that lists articles, products or topics, with their points. */

import { isTag } from 'domhandler'
import { wordCount } from '../../values/text.ts'
import { isHomepage } from '../../values/url.ts'
import { UNSURE } from '../body/choose.ts'
import { isCarried } from '../body/declared.ts'
import { textOf } from '../element-text.ts'
import { shownDates } from '../fields/date-places.ts'
import type { KindSigns } from '../kind.ts'
import { ZONES } from '../look.ts'
import type { Page } from '../page.ts'

const LIST_WORD =
  /\/(?:category|categories|tags?|topics?|sections?|search|forums?|products?|events?|jobs?|hub|authors?|collections?|shop|courses?|shows|catalog|browse|latest|all|thema|themen|rubrik|rubrique|kategorie|categorie|categoria|seccion|tema|temas|ressort|dossier|tagged|directory|list|listings?)(?:\/|$)/i
/** An address that is nothing but a day or a month. */
const CALENDAR = /^(?:\/[a-z]{2})?\/(?:19|20)\d\d(?:\/\d{1,2}){0,2}\/?$/
/** Archives by year and month; what else stands below `/archives/` is an article, as blogs have put them there since Movable Type. */
const ARCHIVE = /\/archives?(?:\/(?:19|20)\d\d)?(?:\/\d{1,2}){0,2}\/?$/i
const LIST_PART =
  /^(?:news|blog|blogs|sports?|latest|articles|stories|posts|insights|resources|events|jobs|careers|podcasts?|videos?|reviews|recipes|guides|opinion|politics|business|world|nachrichten|aktuell|actualites|noticias|notizie)$/i
const LIST_NODE = /^(?:CollectionPage|ItemList|SearchResultsPage|OfferCatalog|ProductCollection|ProfilePage)$/
const LIST_CLASS = /(?:^|[\s_-])(?:home|archive|category|tag|blog|search-results)(?:[\s_-]|$)/i
const SINGLE_CLASS = /(?:^|[\s_-])(?:single|article|post-template|postid-\d+)/i

/** Further from the headline, in elements and texts, a date belongs to a card. */
const DATE_NEAR = 40

/** Cards have headings of so many words. */
const HEADING_WORDS = 4
const MANY_HEADINGS = 10
const MANY_CARDS = 20
const MANY_DAYS = 5

type Sign = readonly [sign: string, points: number]

/** How sure the choice of the text is beside `UNSURE`: above the first it is hardly in doubt, above the second not at all. */
const FAIRLY_SURE = 0.96
/** From here on the body's long lines count like paragraphs of one group. */
const SURE = 0.985

/** A text that the page carries for its scripts was compared with what it shows. */
const CARRIED = 0.99

/** The signs that hold; positive points speak for a list. */
export function listingPoints(page: Page, { hasWriter, body }: KindSigns): readonly Sign[] {
  const { survey, meta, article } = page
  const confidence = body === undefined ? 0 : isCarried(body) ? CARRIED : body.confidence
  const words = Math.max(1, survey.words, body?.value.wordCount ?? 0)
  const group = confidence > SURE ? Math.max(survey.largestGroup, longLines(body?.value.text) / 2) : survey.largestGroup
  const share = Math.min(1, group / words)
  const linked = survey.linkedWords / words
  const type = meta('og:type') ?? ''
  const bodyClass = survey.body?.attribs['class'] ?? ''
  const hasListNode = page.jsonLd.some(node => LIST_NODE.test(node.type))
  const signs: (readonly [...Sign, holds: boolean])[] = [
    ...addressSigns(page),
    ['article in JSON-LD', -2, article !== undefined],
    ['list in JSON-LD', 3, hasListNode && article === undefined],
    ['og:type article', -1, type === 'article'],
    ['og:type website or product', 1, /^(?:website|product)/.test(type)],
    ['og:type profile', 3, type === 'profile' && article === undefined],
    ['no text found for sure', 2, confidence < UNSURE],
    ['text found, hardly sure', 1, confidence >= UNSURE && confidence < FAIRLY_SURE],
    ['text found for sure', -1, confidence > FAIRLY_SURE],
    ['no doubt about the text', -1, confidence > SURE],
    ['largest group of paragraphs under 100 words', 2, group < 100],
    ['largest group of paragraphs under 40 words', 1, group < 40],
    ['largest group of paragraphs over 250 words', -2, group > 250],
    ['share of the text in that group', -Math.round(share * 20) / 10, share > 0.05],
    ['nearly half of the text is links', 1, linked > 0.45],
    ['most of the text is links', 1, linked > 0.7],
    ['many linked headings', 2, countLinkedHeadings(page) >= MANY_HEADINGS],
    ['many equal cards', 1, countEqualCards(page) >= MANY_CARDS],
    ['times of many days', 1, countDays(page) >= MANY_DAYS],
    ['class of a list', 3, LIST_CLASS.test(bodyClass) && !SINGLE_CLASS.test(bodyClass)],
    ['date near the headline', -3, !isHomepage(page.url) && hasDateNear(page)],
    ['writer named', -2, hasWriter],
  ]
  return signs.filter(([, , holds]) => holds).map(([sign, points]) => [sign, points] as const)
}

/** Words in lines that only running text has. */
const longLines = (text = ''): number =>
  text
    .split('\n')
    .map(wordCount)
    .filter(words => words >= LONG_LINE)
    .reduce((sum, words) => sum + words, 0)
const LONG_LINE = 20

function addressSigns({ url }: Page): (readonly [...Sign, holds: boolean])[] {
  const address = URL.parse(url)
  if (address === null) return []
  const { pathname, search } = address
  const parts = pathname.split('/').filter(part => part !== '')
  const last = parts.at(-1) ?? ''
  const isShort = parts.length > 0 && parts.length <= 2 && parts.every(part => part.split('-').length < 3)
  return [
    ['home page address', 3, isHomepage(url)],
    ['list word in the path', 4, LIST_WORD.test(pathname) || ARCHIVE.test(pathname)],
    ['nothing but a date in the path', 4, CALENDAR.test(pathname)],
    ['short path', 2, isShort && !/\d/.test(pathname) && !NUMBERED.test(search)],
    ['name of a section at the end of the path', 2, LIST_PART.test(last)],
    ['long slug', -3, last.split(/[-_]/).length >= 4 || /\d{5}/.test(last) || NUMBERED.test(search)],
    ['date in the path', -3, /\/(?:19|20)\d\d[/-]\d{1,2}/.test(pathname) && !CALENDAR.test(pathname)],
  ]
}

/** `news.asp?pk_no=1412361`: the number stands where others have a slug. */
const NUMBERED = /[?&](?!utm_)[\w:-]+=\d{5,}(?:&|$)/

function countLinkedHeadings({ survey }: Page): number {
  return survey.subheads.filter(({ element }) => {
    const isLinked =
      hasLink(element) || (element.parent !== null && isTag(element.parent) && element.parent.name === 'a')
    return isLinked && wordCount(textOf(element)) >= HEADING_WORDS
  }).length
}

const hasLink = (element: { readonly children: readonly unknown[] }): boolean =>
  element.children.some(child => (child as { name?: string }).name === 'a')

/** The largest number of pictures or links whose elements have the same class within the same class. */
function countEqualCards({ survey }: Page): number {
  const counts = new Map<string, number>()
  let most = 0
  for (const { element, zone } of survey.anchors) {
    const parent = element.parent
    if (zone & (ZONES.nav | ZONES.footer) || !parent || !isTag(parent)) continue
    const outer = parent.attribs['class']
    if (outer === undefined || outer.length > 120) continue
    const key = `${parent.name} ${outer} ${element.attribs['class'] ?? ''}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > most) most = count
  }
  return most
}

const countDays = ({ survey }: Page): number =>
  new Set(survey.times.map(({ element }) => element.attribs['datetime']?.slice(0, 10)).filter(Boolean)).size

function hasDateNear(page: Page): boolean {
  const isNear = (order: number): boolean =>
    page.heading !== undefined && Math.abs(order - page.heading.order) <= DATE_NEAR
  return (
    page.survey.times.some(spot => isNear(spot.order)) ||
    shownDates(page).some(({ place, order }) => (place === 'class' || place === 'text') && isNear(order))
  )
}
