import type { ReadFrom, ZonedTime } from '../../model.ts'
import { textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { distance, oncePerPage, ownMedia, type Page, zoneOf } from '../page.ts'
import { type Candidate, type FieldReader, withVotes } from '../reading.ts'
import { dateAnywhere, dateInAddress, dateInPath, dateInTitle, type Shown, shownDates } from './date-places.ts'
import { type Dated, dateOf, dayOf, daysApart, inPlaceOfShownDay, sameDay } from './date-values.ts'

/** Names under which templates declare the day of publication, the common ones first. */
const PUBLISHED_METAS =
  'og:article:published_time published_time published_on datepublished date-published pubdate publishdate publish-date publish_date publication_date publicationdate publication-date dc.date.issued dc.date.created dcterms.created dcterms.issued dcterms.date dc.date dc.issued dc.created parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime article.published article:published article:publicationdate article_date_original originalpublicationdate rnews:datepublished pub_date pdate ptime citation_publication_date citation_date citation_online_date bt:pubdate article.created created created_at article:post_date release_date releasedate og:pubdate og:published_time dateposted article:date vr:published_time iso-8601-publish-date shareaholic:article_published_time timestamp displaydate nrbi-publ-date publisheddate published-date last-publish-date published article:published:time'.split(
    ' ',
  )
const MODIFIED_METAS =
  'article:modified_time og:updated_time og:article:modified_time og:modified_time last-modified last_modified lastmod datemodified dcterms.modified dc.date.modified dc.modified article:modified modified_time modified revised article:modified:time shareaholic:article_modified_time'.split(
    ' ',
  )

const MINUTE_MS = 60_000

/** Two days said with such a distance are not the same event in two time zones. */
const FAR_DAYS = 3

type Found = Candidate<Dated>
type Row = readonly [from: ReadFrom, where: string, value: Dated | undefined]

/**
 * When the article was first published: declared dates before shown ones, the address and the day shown near the headline as judges
 * between them. The instant is the declared one, in the offset in which it falls on the day the page shows its readers.
 */
export const published: FieldReader<ZonedTime> = page => {
  const first = firstPublished(page)
  if (!first) return undefined
  const { best, found } = first
  const value = withZoneOf(best.value, found)
  const local = inPlaceOfShownDay(value, judge(page, found, shownDates(page)), changes(page)[0]?.value)
  return asTimes({ ...best, value: local }, found)
}

/** The date of publication as it is written, with all that stood for choice. */
const firstPublished = oncePerPage((page): { best: Found; found: readonly Found[] } | undefined => {
  const shown = shownDates(page)
  const dates = present([
    ...declaredRows(page),
    ...shownRows(page, shown),
    ['feed', 'published', dateOf(page, page.hints?.published)],
  ])
  const found = dates.length > 0 ? dates : lastResorts(page, changes(page))
  const best = choose(page, found, shown, changes(page)[0]?.value)
  return best && { best, found }
})

/** A time without its zone takes the one that another reading of the same hour and minute has; a bare day takes the hour that the page shows with it. */
function withZoneOf(date: Dated, found: readonly Found[]): Dated {
  if (date.precision === 'day') {
    const same = found.filter(({ where, value }) => WITH_HOUR.has(where) && hasTime(value) && sameDay(value, date))
    return (same.find(({ value }) => isInstant(value)) ?? same[0])?.value ?? date
  }
  if (date.zoned) return date
  return found.find(({ value }) => value.zoned && clockOf(value) === clockOf(date))?.value ?? date
}

/** Where no place for a date has one: any short text, the day of the last change, the address of the picture. */
function lastResorts(page: Page, changed: readonly Found[]): Found[] {
  const image = page.meta('og:image', 'twitter:image')
  return [
    ...present([['dom', 'a short text elsewhere', dateAnywhere(page)]]),
    ...changed.slice(0, 1),
    ...present([['url', "the picture's address", image === undefined ? undefined : dateInAddress(page, image)]]),
  ]
}

/**
 * When it was last changed by its publisher. What was done to it before its declared publication is no change of what readers had; a
 * template that repeats the time of publication gives way to a later change that is declared beside it.
 */
export const modified: FieldReader<ZonedTime> = page => {
  const first = firstPublished(page)?.best
  const start = first && isDeclared(first) ? first.value : undefined
  const found = changes(page).filter(({ value }) => start === undefined || !isBefore(value, start))
  const later = found.find(each => isDeclared(each) && start !== undefined && isLater(each.value, start))
  const best = later ?? found[0]
  return best && asTimes(first ? { ...best, value: inOffsetOf(best.value, first.value) } : best, found)
}

/** Whoever shows the hour of a change without its zone shows that of the readers, whose zone the publication may have. */
function inOffsetOf(date: Dated, { iso, zoned }: Dated): Dated {
  const offset = iso.slice(19)
  if (!hasTime(date) || date.zoned || !zoned || offset === '+00:00') return date
  const local = date.iso.slice(0, 19) + offset
  return { ...date, iso: local, ms: Date.parse(local), zoned: true }
}

/** A time without its zone is on the clock of the readers, which is hardly that of UTC; of a bare day the day before may be the same. */
function isBefore(a: Dated, b: Dated): boolean {
  if (hasTime(a) && hasTime(b) && a.zoned && b.zoned) return a.ms < b.ms - MINUTE_MS
  if (daysApart(a, b) > 1) return a.ms < b.ms
  return hasTime(a) && hasTime(b) && !b.iso.endsWith('+00:00') && clockOf(a) < clockOf(b)
}

/** The same day and minute in another zone is one moment, and one of the zones is wrong. */
const isLater = (a: Dated, b: Dated): boolean => isBefore(b, a) && clockOf(a) !== clockOf(b)

const hasTime = ({ precision }: Dated): boolean => precision !== 'day'
const clockOf = ({ iso }: Dated): string => iso.slice(0, 16)

const isDeclared = ({ from }: Found): boolean => from === 'json-ld' || from === 'meta' || from === 'microdata'

function declaredRows(page: Page): Row[] {
  const { article, jsonLd } = page
  const anyNode = jsonLd.map(node => node.text('datePublished')).find(text => text !== undefined)
  return [
    ['json-ld', 'datePublished', dateOf(page, article?.text('datePublished'))],
    ['meta', 'article:published_time', dateOf(page, page.meta('article:published_time'))],
    ['json-ld', 'datePublished of another node', dateOf(page, anyNode)],
    ['json-ld', 'datePublished in a script', dateOf(page, inScripts(page))],
    ['meta', 'publication metas', firstMeta(page, PUBLISHED_METAS)],
    ['microdata', 'datePublished', propertyDate(page, 'datepublished')],
  ]
}

/** Teasers and comments have properties of their own. */
const ELSEWHERE = ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.bio

/** More properties of one name are those of a list. */
const MAX_PROPERTIES = 5

/** The property nearest to the headline that holds a date. */
function propertyDate(page: Page, name: string, isElsewhere = false): Dated | undefined {
  const spots = page.survey.properties.get(name) ?? []
  const asked = spots.filter(spot => ((zoneOf(page, spot) & ELSEWHERE) !== 0) === isElsewhere)
  for (const { element } of asked.toSorted((a, b) => distance(page, a) - distance(page, b)).slice(0, MAX_PROPERTIES)) {
    const date = dateOf(page, element.attribs['content'] ?? element.attribs['datetime'] ?? textOf(element))
    if (date) return date
  }
  return undefined
}

function shownRows(page: Page, shown: readonly Shown[]): Row[] {
  const fresh = shown.filter(each => !each.isUpdate)
  const of = (wanted: Shown['place']): Dated | undefined => {
    const there = fresh.filter(({ place }) => place === wanted)
    return (there.find(({ isPublication }) => isPublication) ?? there[0])?.value
  }
  return [
    ['url', 'path', dateInPath(page)],
    ['dom', MARKED_TIME, fresh.find(each => each.place === 'time' && each.isPublication)?.value],
    ['dom', 'date class', of('class')],
    ['dom', 'short text', of('text')],
    ['dom', 'end of the title', dateInTitle(page)],
    ['dom', 'time', of('time')],
    [
      'json-ld',
      'dateCreated',
      dateOf(page, page.article?.text('dateCreated') ?? (page.article ?? ownMedia(page))?.text('uploadDate')),
    ],
    ['meta', 'date', dateOf(page, page.meta('date'))],
    ['dom', 'date anywhere', of('far')],
    ['dom', 'date class elsewhere', of('elsewhere')],
    ['microdata', 'datePublished elsewhere', propertyDate(page, 'datepublished', true)],
    ['dom', 'first date in the text', of('body')],
  ]
}

const changes = oncePerPage((page): readonly Found[] =>
  present([
    ['json-ld', 'dateModified', dateOf(page, page.article?.text('dateModified'))],
    ['meta', 'modification metas', firstMeta(page, MODIFIED_METAS)],
    ['microdata', 'dateModified', propertyDate(page, 'datemodified')],
    ['dom', 'marked as updated', shownDates(page).find(isMarkedChange)?.value],
    ['feed', 'updated', dateOf(page, page.hints?.modified)],
  ]),
)

/** Teasers are of articles with changes of their own, and texts tell of other things that were changed. */
const isMarkedChange = ({ isUpdate, place }: Shown): boolean => isUpdate && place !== 'body' && place !== 'elsewhere'

/** Which of the dates is the day of publication. */
function choose(
  page: Page,
  found: readonly Found[],
  shown: readonly Shown[],
  changed: Dated | undefined,
): Found | undefined {
  const first = found[0]
  if (!first) return undefined
  const path = dateInPath(page)
  const near = nearest(shown)
  // A template's date in the head: the address says another day, and readers are shown that day.
  if (path && near && daysApart(path, first.value) > FAR_DAYS && sameDay(path, near))
    return found.find(each => each.where === 'path')
  if (first.where === 'path') return atSameHour(first, found)
  const earlier = changed && sameMoment(first.value, changed) ? earlierShown(first.value, found, shown) : undefined
  if (earlier) return earlier
  const declared = found.filter(isDeclared)
  const disagree = declared.some(each => daysApart(each.value, first.value) > 1)
  if (!disagree) return first
  const judged = [path, near].filter(each => each !== undefined)
  // A bare day that is the day of the last change too is that of the last change.
  const isChange = ({ value }: Found): boolean =>
    value.precision === 'day' && changed !== undefined && sameDay(value, changed)
  return declared.find(each => judged.some(day => sameDay(each.value, day)) && !isChange(each)) ?? first
}

/** The address has the day of some zone; a time element beside it has the hour too. */
const atSameHour = (path: Found, found: readonly Found[]): Found =>
  found.find(({ where, value }) => where === MARKED_TIME && isInstant(value) && daysApart(value, path.value) <= 1) ??
  path

const MARKED_TIME = 'time marked as published'
/** Readings whose hour is that of publication, where their day is. */
const WITH_HOUR: ReadonlySet<string> = new Set([MARKED_TIME, 'time', 'date class', 'short text', 'dateCreated'])
const isInstant = (date: Dated): boolean => hasTime(date) && date.zoned

/** Some templates declare the last change as publication too: then the earlier day that readers are shown is that of publication. */
function earlierShown(date: Dated, found: readonly Found[], shown: readonly Shown[]): Found | undefined {
  const near = shown.find(
    each => !each.isUpdate && (each.place === 'class' || each.place === 'text' || each.isPublication),
  )
  if (!near || near.value.ms >= date.ms || daysApart(near.value, date) <= 1) return undefined
  if (shown.some(({ value }) => sameDay(value, date)) || isSwapped(near.value, date)) return undefined
  return found.find(each => each.from === 'dom' && sameDay(each.value, near.value))
}

/** 1 November read as 11 January. */
const isSwapped = (a: Dated, b: Dated): boolean =>
  `${a.iso.slice(0, 5)}${a.iso.slice(8, 10)}-${a.iso.slice(5, 7)}` === dayOf(b.iso)

const sameMoment = (a: Dated, b: Dated): boolean => sameDay(a, b) && Math.abs(a.ms - b.ms) < MINUTE_MS

/** The day readers see: near the headline, else in the address. */
function judge(page: Page, found: readonly Found[], shown: readonly Shown[]): Dated | undefined {
  return nearest(shown) ?? dateInPath(page) ?? found.find(each => each.where === 'date class')?.value
}

const nearest = (shown: readonly Shown[]): Dated | undefined =>
  shown.find(each => !each.isUpdate && (each.place === 'class' || each.place === 'text'))?.value

/** States and data layers of pages name the day in their scripts. */
const IN_SCRIPT =
  /["'\\](?:datePublished|date_published|publishedAt|published_at|publishDate|publish_date|publicationDate|publication_date|firstPublished|publishedDate|published_time|publishedTime|firstPublishDate|dateFirstPublished|datePublication|publish_time|published)["'\\]*\s*:\s*\\*["'](\d{4}-?\d{2}-?\d{2}[^"'\\]{0,25})/

/**
 * Every such name has this in it, with so much before it at most, and the day not far behind. It begins with a rare letter, at each of which
 * a search stops: "ubli" takes nearly twice as long.
 */
const IN_NAMES = 'bli'
const BEFORE = 17
const BEHIND = 89

function inScripts({ survey }: Page): string | undefined {
  for (const script of survey.scripts) {
    // Most scripts are long and speak of nothing published: a plain search is many times faster than the pattern.
    for (let at = script.indexOf(IN_NAMES); at >= 0; at = script.indexOf(IN_NAMES, at + 1)) {
      const found = IN_SCRIPT.exec(script.slice(Math.max(0, at - BEFORE), at + BEHIND))?.[1]
      if (found !== undefined) return found
    }
  }
  return undefined
}

function firstMeta(page: Page, names: readonly string[]): Dated | undefined {
  for (const name of names) {
    const date = dateOf(page, page.meta(name))
    if (date) return date
  }
  return undefined
}

function present(rows: readonly Row[]): Found[] {
  return rows.flatMap(([from, where, value]) => (value ? [{ from, where, value }] : []))
}

/** The reading in its final form: times as text, agreement by day. */
function asTimes(best: Found, found: readonly Found[]) {
  const times = found.map(each => ({ ...each, value: each.value.iso }))
  return withVotes({ ...best, value: best.value.iso }, times, (a, b) => dayOf(a) === dayOf(b))
}
