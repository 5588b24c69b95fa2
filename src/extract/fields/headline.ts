import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import { decodeHTMLStrict } from 'entities'
import type { ReadFrom } from '../../model.ts'
import { collapse } from '../../values/text.ts'
import { shortTextOf, textOf } from '../element-text.ts'
import { saidTitles, wordsOf } from '../heading.ts'
import type { Page } from '../page.ts'
import { type Candidate, type FieldReader, withVotes } from '../reading.ts'
import { letters, withoutSite } from '../site-keys.ts'

/** Longer than a kicker ("Opinion", "Bundesliga, 12. Spieltag") ever is, in characters. */
const MAX_KICKER = 45

/** A headline of so few words is a label when the page calls itself by a longer name. */
const SHORT_WORDS = 3
const LONG_WORDS = 5

/** More h1 than a site's name, a headline and a box have. */
const MANY_HEADINGS = 4

/** Publishers cut JSON-LD headlines here, as a search engine once asked. */
const CUT_AT = 110

/** Up to four words behind the only bar: a label ("| Editorial", "| Patient education"), or the site by a name that is not known. */
const BEHIND_BAR = /^([^|]*[^|\s])\s*\|(?:\s+[^\s|]+){1,4}$/

const NEWS_TYPE = /NewsArticle$|^(?:LiveBlogPosting|Report)$/

/** Names under which content systems keep the printed title. */
const TITLE_METAS = ['headline', 'sailthru.title', 'parsely-title', 'hdl', 'dc.title', 'citation_title', 'title']

/**
 * The title set on the page, without kicker and site name. The h1 goes first: it is what readers see; a label in its place, or an
 * h1 against which everything else agrees, gives way.
 */
export const headline: FieldReader<string> = page => {
  const found = readings(page)
  const best = choose(page, found)
  return best && withVotes(best, found, (a, b) => letters(a) === letters(b))
}

function readings(page: Page): Candidate<string>[] {
  const { article, meta, survey, siteNames, hints } = page
  const declared = usable(article?.text('headline'), [meta('og:title'), survey.title])
  const bareBeside = (others: readonly string[], title: string | undefined): string | undefined =>
    title === undefined ? undefined : withoutSite(bareOfMarks(title), siteNames, others).replace(BEHIND_BAR, '$1')
  const h1 = bareBeside([], page.h1 && textOf(page.h1.element))
  const others = [declared, h1].filter(text => text !== undefined)
  const bare = (title: string | undefined): string | undefined => bareBeside(others, title)
  const found: [Candidate<string>['from'], string, string | undefined][] = [
    ['dom', 'h1', h1],
    ['json-ld', 'headline', bareBeside([], declared)],
    ['meta', 'og:title', bare(meta('og:title'))],
    ['meta', 'twitter:title', bare(meta('twitter:title'))],
    ['dom', 'title', bare(survey.title)],
    ['dom', 'subhead that begins the title', page.subhead && textOf(page.subhead.element)],
    ['dom', 'title class', bare(titleClass(page))],
    ['microdata', 'headline', propertyText(page)],
    ['meta', 'title metas', bare(meta(...TITLE_METAS))],
    ['feed', 'title', hints?.headline],
  ]
  return found.flatMap(([from, where, value]) => (value ? [{ value: decoded(value), from, where }] : []))
}

/** Templates escape titles twice: "&#8230;" is no word of one. */
const decoded = (text: string): string => (text.includes('&') ? collapse(decodeHTMLStrict(text)) : text)

/** Marks of a source text ("## Headline", "*Title*") and the day that some set before the headline are none of its words. */
const bareOfMarks = (text: string): string =>
  text
    .replace(/^#{1,4}\s+/, '')
    .replace(/(?<!\S)\*{1,2}(\p{L}[^*]*)\*{1,2}(?!\S)/gu, '$1')
    .replace(/^\d{1,2}[./-]\d{1,2}[./-]\d{4}\s*[|:–—-]\s*/, '')

function choose(page: Page, found: readonly Candidate<string>[]): Candidate<string> | undefined {
  const at = (where: string, from?: ReadFrom): Candidate<string> | undefined =>
    found.find(each => each.where === where && (from === undefined || each.from === from))
  const [h1, declared, social, title] = [at('h1'), at('headline', 'json-ld'), at('og:title'), at('title')]
  if (!h1) {
    return (
      declared ??
      at('headline', 'microdata') ??
      at('subhead that begins the title') ??
      at('title class') ??
      at('title metas') ??
      social ??
      title ??
      found[0]
    )
  }
  const said = [declared, social, title].filter(each => each !== undefined)
  const isLabel =
    social &&
    title &&
    same(social, title) &&
    wordsOf(h1.value).length <= SHORT_WORDS &&
    wordsOf(social.value).length >= LONG_WORDS
  const known = new Set(wordsOf(social?.value ?? ''))
  if (isLabel && !wordsOf(h1.value).every(word => known.has(word))) return social
  if (social && !(declared && same(h1, declared)) && isOneOfMany(page, h1.value, known)) return social
  const set = { ...h1, value: respaced(page, withoutKicker(page, h1.value, said), said) }
  if (!declared || !NEWS_TYPE.test(page.article?.type ?? '') || !social || !title) return set
  if (same(set, declared))
    return isEditors(social, [set, title, at('twitter:title') ?? set])
      ? asSubhead(page, social, [set.value, title.value])
      : set
  // The description of a news article has the printed headline: where social media get the same, where it alone has another than
  // the h1 and all else, and where both have the kicker that the page sets above its h1.
  const isShared = same(declared, social) && (same(social, title) || same(set, title) || isWithKicker(declared, set))
  const isAlone = same(set, title) && (same(set, social) || isCutFrom(social, set))
  if (!(isShared || isAlone) || wordsOf(declared.value).length <= SHORT_WORDS) return set
  return isShared ? social : declared
}

/**
 * Newsrooms that write a title for search engines set it wherever those look, the h1 too, and keep the editors' own for their front page,
 * which is then in og:title alone. One made for social media would stand in twitter:title as well.
 */
const isEditors = (social: Candidate<string>, search: readonly [Candidate<string>, ...Candidate<string>[]]): boolean =>
  search.every(each => same(each, search[0])) &&
  !same(social, search[0]) &&
  !isCutFrom(social, search[0]) &&
  wordsOf(social.value).length >= LONG_WORDS

/** A title without its kicker, where a subhead of the page sets the two apart. */
const asSubhead = ({ subhead }: Page, title: Candidate<string>, others: readonly string[]): Candidate<string> =>
  subhead && letters(textOf(subhead.element)) === letters(title.value)
    ? { ...title, value: withoutChild(subhead.element, title.value, others) }
    : title

/** "Kicker: Headline", where the page has "Headline". */
const isWithKicker = (whole: Candidate<string>, { value }: Candidate<string>): boolean =>
  whole.value.endsWith(value) &&
  whole.value.length - value.length <= MAX_KICKER &&
  /[:|–—-]\s*$/.test(whole.value.slice(0, -value.length))

/** A title that ends where an attribute was cut short. */
const isCutFrom = (cut: Candidate<string>, whole: Candidate<string>): boolean =>
  letters(whole.value).startsWith(letters(cut.value)) && cut.value.length > whole.value.length / 2

/** Of the many h1 of a page, each over a part of it, none needs to be the headline: it has few words of what the page calls itself, or is but one. */
function isOneOfMany({ survey }: Page, h1: string, known: ReadonlySet<string>): boolean {
  const words = wordsOf(h1)
  return (
    survey.h1.length >= MANY_HEADINGS &&
    known.size >= LONG_WORDS &&
    (words.length === 1 || words.filter(word => known.has(word)).length * 2 <= Math.min(words.length, known.size))
  )
}

const same = (a: Candidate<string>, b: Candidate<string>): boolean => letters(a.value) === letters(b.value)

/** Cut short or ended with dots: made for search engines, not set on the page. */
function usable(text: string | undefined, said: readonly (string | undefined)[]): string | undefined {
  if (text === undefined || text.length === CUT_AT || /(?:\.\.\.|…)$/.test(text)) return undefined
  const isCut =
    text.length > CUT_AT - 20 &&
    said.some(title => title?.startsWith(text) && /^[\s(]*\p{L}/u.test(title.slice(text.length)))
  return isCut ? undefined : text
}

/** The h1 without a label in it: when a child element is the label, or when the rest is what another reading says. */
function withoutKicker(page: Page, h1: string, said: readonly Candidate<string>[]): string {
  const label =
    /^(?:opinion|analysis|exclusive|breaking|watch|video|live|podcast|kommentar|analyse|opinión|tribune)\s*[|:]\s+(?=\S)/i.exec(
      h1,
    )
  const isSaidWithLabel = label && said.some(each => letters(each.value) === letters(h1))
  const bare = label && !isSaidWithLabel && label[0].includes('|') ? h1.slice(label[0].length) : h1
  const known = said.map(each => each.value).filter(value => wordsOf(value).length >= SHORT_WORDS)
  const heads = pieceEnds(page.h1?.element)
  for (const value of known) {
    const rest = letters(bare).length - letters(value).length
    // "A complete list of ..." is no label: one stands in an element or on a line of its own.
    if (rest > 1 && rest <= MAX_KICKER && letters(bare).endsWith(letters(value)) && heads.has(rest))
      return cutToLetters(bare, letters(value).length)
  }
  return withoutChild(page.h1?.element, bare, known)
}

/** How many letters stand before each end of a text node. */
function pieceEnds(heading: Element | undefined): ReadonlySet<number> {
  const ends = new Set<number>()
  let count = 0
  const walk = (node: ChildNode): void => {
    if (isText(node)) {
      count += letters(node.data).length
      ends.add(count)
    } else if (isTag(node)) for (const child of node.children) walk(child)
  }
  if (heading) walk(heading)
  return ends
}

/** The end of a text that has so many letters and digits. */
function cutToLetters(text: string, count: number): string {
  let at = text.length
  for (let left = count; at > 0 && left > 0; at--) if (/[\p{L}\p{N}]/u.test(text[at - 1] as string)) left--
  const opening = /["'“„«‘¿¡([]$/.test(text.slice(0, at)) ? 1 : 0
  return text.slice(at - opening)
}

/** A first or last child element that no other reading has in it is a label set within the heading. */
function withoutChild(heading: Element | undefined, text: string, said: readonly string[]): string {
  if (!heading || said.length === 0) return text
  const children = heading.children.filter(child => isTag(child))
  for (const child of [children[0], children.at(-1)]) {
    const label = textOf(child)
    const isShort = label.length <= MAX_KICKER && label.length < text.length / 2
    const rest = text.startsWith(label)
      ? text.slice(label.length)
      : text.endsWith(label)
        ? text.slice(0, -label.length)
        : ''
    const bare = rest.replace(/^[\s:|–-]+|[\s:|–-]+$/g, '')
    if (label === '' || wordsOf(bare).length < SHORT_WORDS) continue
    // A subtitle may be as long as the title.
    if (said.some(value => letters(value) === letters(bare))) return bare
    if (isShort && said.every(value => !letters(value).includes(letters(label)))) return bare
  }
  return text
}

/**
 * Parts of a heading that the layout sets apart ("Kicker", line, "Headline") have their colon and blanks in a reading with the same
 * letters.
 */
function respaced(page: Page, text: string, said: readonly Candidate<string>[]): string {
  const twin = said.find(each => each.from !== 'dom' && letters(each.value) === letters(text))
  if (!twin) return text
  const isInParts = page.h1?.element.children.some(child => isTag(child) && textOf(child) !== text) ?? false
  return isInParts || blanks(twin.value) > blanks(text) ? twin.value : text
}

const blanks = (text: string): number => text.split(' ').length

/** What is longer is more than a title. */
const MAX_TITLE = 200

/** An element with a title class that holds nearly all words of what the page calls itself, and no others. */
function titleClass(page: Page): string | undefined {
  const said = saidTitles(page).map(title => new Set(wordsOf(title)))
  for (const spot of page.survey.marked.title.slice(0, 40)) {
    const text = shortTextOf(spot.element, MAX_TITLE)
    if (text === undefined) continue
    const words = wordsOf(text)
    if (words.length < SHORT_WORDS) continue
    if (
      said.some(
        known => words.filter(word => known.has(word)).length >= words.length * 0.8 && words.length >= known.size * 0.5,
      )
    )
      return text
  }
  return undefined
}

function propertyText(page: Page): string | undefined {
  const spot = page.survey.properties.get('headline')?.[0]
  if (!spot) return undefined
  return spot.element.attribs['content'] ?? (textOf(spot.element) || undefined)
}
