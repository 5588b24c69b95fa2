import { isTag, type ParentNode } from 'domhandler'
import { bare, collapse } from '../../values/text.ts'
import { textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { distance, headingLetters, isWithin, type Page, zoneOf } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'
import { letters } from '../site-keys.ts'
import type { Spot } from '../survey.ts'

/** What the article is about, in the publisher's own words. */
export const keywords: FieldReader<readonly string[]> = page =>
  firstOf(
    page,
    [
      ['json-ld', 'keywords', p => topics(ofOneOrMany(p.article?.all('keywords')), p)],
      ['meta', 'keywords', p => ofMetas(LIST_METAS, p)],
      ['meta', 'article:tag', p => topics(ofOneOrMany(p.metas('article:tag')), p)],
      ['meta', 'tags', p => ofMetas(TAG_METAS, p)],
      ['feed', 'categories', p => topics(p.hints?.keywords, p)],
      ['dom', 'rel=tag', p => topics(linkedTags(p, isTagLink), p)],
      ['dom', 'tag class', p => topics(linkedTags(p, isInTags(p)), p)],
    ],
    (a, b) => a.length === b.length && bare(a.toSorted().join()) === bare(b.toSorted().join()),
  )

const LIST_METAS = ['news_keywords', 'keywords', 'parsely-tags']
/** What content systems and libraries call them; those of newsletters (`sailthru.tags`) are for its sender half of the time. */
const TAG_METAS = ['og:article:tag', 'tags', 'dc.subject', 'dc:subject', 'dcterms.subject']

/** Each of these elements holds a list, and some templates write one element a word. */
const ofMetas = (names: readonly string[], page: Page): readonly string[] | undefined =>
  names.map(name => topics(page.metas(name).flatMap(partsOf), page)).find(words => words !== undefined)

/** One value is a list in one text; of several each is a keyword, whatever signs are in it. */
const ofOneOrMany = (values: readonly string[] = []): readonly string[] =>
  values.length === 1 ? values.flatMap(partsOf) : values

const SIGNS = [',', ';', '|', '،', '؛', '，', '、', '；']

/** Chinese and Japanese put no blanks between words: where there are some, they part keywords. */
const UNSPACED_BLANK =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\s+|\s+(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u
/** One blank may stand in a headline. */
const LEAST_BLANKS = 2

/** A list by the sign that it has most of: the others stand within its words. */
function partsOf(text: string): readonly string[] {
  const [parts = [text]] = SIGNS.map(sign => text.split(sign)).toSorted((a, b) => b.length - a.length)
  if (parts.length > 1) return parts
  const unspaced = text.split(UNSPACED_BLANK)
  return unspaced.length > LEAST_BLANKS ? unspaced : parts
}

/** More keywords than this are stuffing. */
const MAX_KEYWORDS = 30
/** Longer ones are sentences. */
const MAX_LENGTH = 80
/** With white space and a label before them. */
const MAX_WRITTEN = 2 * MAX_LENGTH

/** The words that say something of this article, each once in its first spelling: neither the site's name nor the headline. */
function topics(words: readonly string[] | undefined, page: Page): readonly string[] | undefined {
  if (words === undefined || words.length === 0 || isCutOut(words, page)) return undefined
  const sites = new Set(page.siteNames.map(letters))
  const title = headingLetters(page)
  const kept = new Map<string, string>()
  for (const word of words) {
    const topic = word.length < MAX_WRITTEN ? topicOf(word) : undefined
    if (topic === undefined || topic.length >= MAX_LENGTH) continue
    const key = letters(topic)
    if (sites.has(key) || (title.length >= MIN_TITLE && key.includes(title))) continue
    if (!kept.has(topic.toLowerCase())) kept.set(topic.toLowerCase(), topic)
    if (kept.size === MAX_KEYWORDS) break
  }
  return kept.size > 0 ? [...kept.values()] : undefined
}

/** A short headline may well be the name of what the article is about. */
const MIN_TITLE = 30

/** Labels that content systems set before a topic: "Subject: Ships", `topic/ships`. */
const LABEL =
  /^(?:(?:categor(?:y|ies)-?|subject|tag|topic|section|keyword)s?\s*[:/]|(?:organi[sz]ation|person|people|place|location)\/)\s*/i

/** What a content system writes for itself: who may have the article, how it is laid out, its numbers. */
const MACHINE: readonly RegExp[] = [
  /^[_@/]/,
  // Placeholders that nobody filled in.
  /^[[{<].*[\]}>]$|^(?:null|undefined|none|n\/a)$/i,
  // Numbers of things; years and codes that people say have three to five digits.
  /^(?:\d{1,2}|\d{6,}|[\da-f]{16,})$|\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  /^(?:type|channel|layout|template|article|content|page|format|display)_|^exclude-from-|syndicat(?:ion|ed content)/i,
  // `RULES:USA`, `source:tagname:Herald`, `isFree:false`, `lockedBy:nobody`
  /^[A-Z]{4,}:\S|^\w+:\w+:|:\s*(?:true|false)$|^\w*[a-z][A-Z]\w*:\S/,
  /^(?:day|time|wc|partner|locale|page|path|clone|source|nlp [\w ]+|(?:(?:page|article|content|display)[ -]?)?type)\s*:/i,
  // The papers of a chain that may have it: `MA_Harbourtown`
  /^[A-Z]{2}_/,
]

/** A keyword as people would say it, or nothing where it is none. */
function topicOf(written: string): string | undefined {
  const word = collapse(written).replace(LABEL, '').replace(LAST_STOP, '')
  if (!/[\p{L}\p{N}]/u.test(word) || MACHINE.some(pattern => pattern.test(word))) return undefined
  return /^\S*_\S*$/.test(word) ? word.replaceAll('_', ' ').trim() : word
}

/** Some end the list as a sentence; abbreviations are shorter. */
const LAST_STOP = /(?<=\p{Ll}{4})\.$/u

/** Fewer words in the order of a headline may be topics. */
const LEAST_CUT = 5
const MOST_CUT = 0.8

/** Some templates cut the headline or the slug into words: those are no choice of anybody. */
function isCutOut(words: readonly string[], page: Page): boolean {
  if (words.length < LEAST_CUT) return false
  const plain = words.slice(0, MAX_KEYWORDS).map(plainOf)
  return [textOf(page.heading?.element), URL.parse(page.url)?.pathname ?? ''].some(title => {
    const inOrder = countInOrder(plain, title.split(/[\s/_-]+/).map(plainOf))
    return inOrder >= LEAST_CUT && inOrder >= plain.length * MOST_CUT
  })
}

/** How many of the words stand in the title, each behind the one before. */
function countInOrder(words: readonly string[], title: readonly string[]): number {
  let [count, from] = [0, 0]
  for (const word of words) {
    const at = word === '' ? -1 : title.indexOf(word, from)
    if (at < 0) continue
    from = at + 1
    count++
  }
  return count
}

/** Slugs have no accents. */
const plainOf = (word: string): string => bare(word.normalize('NFD').replace(/\p{M}+/gu, ''))

const NO_TAG = ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.nav

/** The tags that are set together, as microformats mark them (rel-tag), nearest to the headline: others are of other articles. */
function linkedTags(page: Page, isWanted: (spot: Spot) => boolean): readonly string[] | undefined {
  const spots = page.survey.anchors.filter(spot => isWanted(spot) && !(zoneOf(page, spot) & NO_TAG))
  const [first, ...others] = spots
  if (!first) return undefined
  const nearer = (a: Spot, b: Spot): Spot => (distance(page, b) < distance(page, a) ? b : a)
  const list = listAround(others.reduce(nearer, first))
  return spots
    .filter(({ element: { parent } }) => parent === list || parent?.parent === list)
    .slice(0, MAX_KEYWORDS)
    .map(({ element }) => textOf(element).replace(/^#\s*|\s*,$/g, ''))
    .filter(text => !NO_TOPIC.test(text))
}

const NO_TOPIC = /^(?:uncategori[sz]ed|featured|allgemein)$/i

/** Blogs give `category tag` to their sections, and some sites `tag` to their writers. */
function isTagLink({ element: { attribs } }: Spot): boolean {
  const rel = attribs['rel']
  if (rel === undefined || !/\btag\b/i.test(rel) || /\bcategory\b/i.test(rel)) return false
  return !/\/(?:author|byline|writer)s?\//i.test(attribs['href'] ?? '')
}

/** The address of a topic's page. */
const TAG_PATH =
  /\/(?:tags?|topics?|keywords?|hashtag|label|tagged|etiquetas?|temas?|themen?|thema|schlagwort|stichworte?|mots?-cles?|sujets?|argoment[io]|etiket|tagy|temat|tagi|teg|tegi|chu-de)\/[^/?#]/i

/** So near to a list named for tags its links stand. */
const LEVELS = 4

/** Whether a link stands in a list named for tags, behind the headline, and leads to a topic's page: many templates leave out rel-tag. */
function isInTags({ survey, heading }: Page): (spot: Spot) => boolean {
  const lists = new Set(survey.marked.tag.map(({ element }) => element))
  return ({ element, order }) => {
    if (lists.size === 0 || order < (heading?.order ?? 0) || !TAG_PATH.test(element.attribs['href'] ?? '')) return false
    return isWithin(element, lists, LEVELS)
  }
}

/** The element that holds a list of links, or of items with one link each. */
function listAround({ element }: Spot): ParentNode | null {
  const { parent } = element
  return parent && isTag(parent) && parent.children.filter(isTag).length === 1 ? parent.parent : parent
}
