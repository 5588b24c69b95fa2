import { type Element, isTag } from 'domhandler'
import type { Body } from '../../model.ts'
import { ZONES } from '../look.ts'
import { distance, type Page, zoneOf } from '../page.ts'
import { letters } from '../site-keys.ts'
import { agenciesIn } from './agency-names.ts'

const WORD = String.raw`\p{Lu}[\p{L}.'’-]*`
/** "Frankfurt am Main", "Rio de Janeiro" */
const PARTICLE = '(?:(?:a[mn]|aan|d[aeou]s?|del|den|der|el|l[ae]s?|ob|of|op|sur|the|upon) ){0,2}'
const PLACE = `${WORD}(?:[ /-]${PARTICLE}${WORD}){0,4}`
/** "Wash.", "United States" */
const REGION = String.raw`\p{Lu}[\p{L}.]{1,20}(?:\s\p{Lu}[\p{L}.]{1,20})?`
const YEAR = String.raw`(?:19|20)\d\d`
const MONTH = String.raw`\p{L}{3,10}\.?`
/** "4 mars", "4 de marzo de 2026", "June 4, 2026", "11.06.2026", "2026. június 11., csütörtök" */
const DAY = `(?:\\d{1,2}\\.?(?: de)? ${MONTH}(?:(?: de)? ${YEAR})?|${MONTH} \\d{1,2}(?:, ${YEAR})?|\\d{1,2}\\.\\d{1,2}\\.(?:${YEAR})?|${YEAR}\\. \\p{L}{3,12} \\d{1,2}\\.(?:, \\p{Ll}+)?)`
/** The agency, or whoever else brings the report. */
const MARK = String.raw`\s?(?:\([^()]{2,40}\)|/[^/()]{2,40}/)`
const DASH = String.raw`(?:[—–]|--?(?=\s|$))`

/** "PARIS, 4 mars (Reuters) -", "AUBURN, Wash. —", "Madrid, 4 jun (EFE).-", "New Delhi, June 4 (PTI)": a place, what belongs to it, and what ends it. */
const DATELINE = new RegExp(
  `^(?<place>${PLACE})(?:,? ${DAY}|, ${REGION}){0,3}(?<mark>${MARK})?\\s*(?<end>\\.?\\s?${DASH}|(?<=[)/])[.:;](?=\\s)|(?<=[)/])(?=\\s+["'“„«]?\\p{Lu}))`,
  'u',
)

/** Most lines have nothing that could end a dateline. */
const MAY_BE = /^\p{Lu}.{0,90}?(?:[—–(/]|-[\s-])/u

/** "Bonn (jh).", "Rom (kath.net/as)": a reporter's mark, and that of a house. */
const HOUSE_MARK = /^(?:\p{Ll}{2,6}|\p{L}+(?:[./-]\p{L}+)+)$/u

/** "(ANSA) - ROMA, 4 GIU -": the agency first. */
const MARK_FIRST = new RegExp(`^(?<mark>\\([^()]{2,40}\\))\\s*[—–-]\\s*${PLACE}(?:,? ${DAY})?\\s*${DASH}`, 'u')

/** "Киев. 4 марта. ИНТЕРФАКС -" */
const WITH_STOPS = new RegExp(`^${WORD}\\. ${DAY}\\s(?<mark>[\\p{Lu}. -]{4,30}?)\\s*${DASH}`, 'u')

/** "- РИА Новости.": the agency behind the dash. */
const BEHIND_DASH = /^\s*(?<mark>\p{Lu}[\p{L}-]*(?: \p{Lu}[\p{L}-]*)?)\.(?=\s)/u

/** "القاهرة (رويترز) -", "القاهرة - (أ ف ب)": places in scripts without capitals. */
const UNCASED = new RegExp(
  `^\\p{Lo}+(?: \\p{Lo}+){0,2}\\s*(?:${DASH}\\s*)?(?<mark>\\([^()]{2,40}\\))(?:\\s*(?:${DASH}|:))?`,
  'u',
)

/** "(서울=연합뉴스)", "【東京共同】", "［東京 4日 ロイター］": place and agency in brackets. */
const IN_BRACKETS =
  /^(?<mark>[（(【［[](?=[^）)】］\]]*[\p{Script=Han}\p{Script=Hangul}])[^）)】］\]]{4,24}[）)】］\]])/u

/** "新华社北京6月4日电", "（中央社記者陳小明台北4日電）" */
const WIRED = /^[（(]?(?<mark>[^\s，。：:（()）]{2,20})(?:\d{1,2}月)?\d{1,2}日(?:[^\s，。：:）)]{0,6}?)[电電][）)]?/u

/** "BHOPAL:", as newspapers of South Asia set it, and what else is set so. */
const BEFORE_COLON =
  /^(?:(?:NEW|PORT|SAN|LOS|CAPE|HONG|KUALA|TEL|FORT|ST|SRI|EAST|WEST|NORTH|SOUTH) )?\p{Lu}{4,}:(?=\s+["'“‘]?\p{L})/u
const LABEL =
  /^(?:ANALYSIS|BREAKING|CLAIM|CORRECTION|EDITOR|EDITORIAL|EXCLUSIVE|EXPLAINED|EXPLAINER|FACT|GALLERY|INTERVIEW|LETTER|LETTERS|LIVE|NOTE|OPINION|PHOTOS|PODCAST|QUESTION|ANSWER|REVIEW|SPOILER|UPDATE|UPDATED|VERDICT|VIDEO|WARNING|WATCH):/

/** "Potsdam – Zum": a place as it is written elsewhere, where a sentence begins behind the dash. */
const PLACE_AND_DASH = /^\p{Lu}\p{Ll}+(?:[ /]\p{Lu}\p{Ll}+)? [–-](?= ["'“„«]?\p{Lu})/u

/** "Berlin. ": set apart from the text by its own element. */
const ALONE = /^\p{Lu}[\p{L}-]+(?:[ /-]\p{Lu}[\p{L}-]+){0,2}\.?$/u

const MAX_PLACE = 30
const isPlace = (text: string): boolean => text.length > 2 && text.length <= MAX_PLACE && ALONE.test(text)

/** A headline or a speaker begins a line as well; a dateline is short. */
const MAX_DATELINE = 70

/** So much of a line is looked at: dashes within names and between them can be read in many ways, and the longer a line, the more. */
const MAX_BEGINNING = 120

/** Shorter lines are titles. */
const MIN_LINE = 60

/** "PORT OF SPAIN"; more words in capitals are a heading. */
const PLACE_WORDS = 3

/** Lines of the text in which a dateline may stand: a standfirst and a few key points may come before. */
export const OPENING_LINES = 5

/** The place before the first sentence, with the agency where it is shown. */
export function readDateline(page: Page, names: readonly string[], body: Body | undefined): string | undefined {
  const lines = body?.text.split('\n') ?? []
  for (const line of lines.slice(0, OPENING_LINES)) {
    const found = atBeginning(line.slice(0, MAX_BEGINNING))
    if (found !== undefined) return found
  }
  return beforeFirst(page, lines) ?? inOwnElement(page, lines[0] ?? '') ?? inDateLine(page, names)
}

/** How some set a place before the first line, or the one after a standfirst; where other lines begin so, they are parts of an interview or a list. */
function beforeFirst({ siteNames }: Page, lines: readonly string[]): string | undefined {
  for (const pattern of [BEFORE_COLON, PLACE_AND_DASH]) {
    const [first, ...others] = lines.filter(line => pattern.test(line.slice(0, MAX_BEGINNING)))
    if (first === undefined || others.length > 0 || first.length < MIN_LINE || lines.indexOf(first) > 1) continue
    const found = pattern.exec(first)?.[0] as string
    // Who asks in an interview is the magazine itself.
    if (!LABEL.test(found) && !siteNames.some(name => letters(name).startsWith(letters(found)))) return found
  }
  return undefined
}

/** A dateline at the beginning of a line: with an agency in any form, without one only in capital letters before a dash. */
function atBeginning(line: string): string | undefined {
  const match = MAY_BE.test(line) ? DATELINE.exec(line) : null
  const found = match?.[0].trim()
  if (match && found !== undefined && found.length <= MAX_DATELINE && isDateline(match)) {
    return `${found}${ofWire(BEHIND_DASH, line.slice(match[0].length)) ?? ''}`
  }
  for (const form of [MARK_FIRST, WITH_STOPS, UNCASED, IN_BRACKETS, WIRED]) {
    const dateline = ofWire(form, line)
    if (dateline !== undefined) return dateline.trim()
  }
  return undefined
}

/** What a form finds in a line, where it is by an agency that is known. */
function ofWire(form: RegExp, line: string): string | undefined {
  const match = form.exec(line)
  const mark = match?.groups?.['mark']?.replace(/^[([/（【［]|[)\]/）】］]$/g, '')
  return mark !== undefined && agenciesIn(mark).length > 0 ? match?.[0] : undefined
}

function isDateline({ groups }: RegExpExecArray): boolean {
  const { place = '', mark = '', end = '' } = groups ?? {}
  // An agency's name stands in the place of a place, and so does a site's.
  if (agenciesIn(place).length > 0 || /\.(?:com|net|org)$/i.test(place)) return false
  const by = mark.trim().slice(1, -1)
  if (by !== '' && agenciesIn(by).length > 0) return true
  const hasDash = /[—–-]$/.test(end)
  if (by !== '' && (hasDash || HOUSE_MARK.test(by)) && !isShortFor(by, place)) return true
  const isCapitals = place === place.toUpperCase() && place.length > 2 && place.split(' ').length <= PLACE_WORDS
  return isCapitals && hasDash
}

/** "The Brain Care Score (BCS)": what is named and abbreviated is no place. */
const isShortFor = (short: string, name: string): boolean =>
  name
    .match(/(?<!\p{L})\p{L}/gu)
    ?.join('')
    .toUpperCase()
    .endsWith(short) ?? false

/** A first paragraph that begins with a place in an element of its own, ended by a full stop. */
function inOwnElement(page: Page, line: string): string | undefined {
  for (const piece of page.survey.pieces) {
    const { text } = piece
    if (!text.endsWith('.') || !line.startsWith(text) || line.length < text.length + 40 || !isPlace(text)) continue
    if (piece.order < (page.heading?.order ?? 0) || zoneOf(page, piece) & (ZONES.nav | ZONES.caption)) continue
    if (piece.parent.name !== 'p' && piece.parent.name !== 'div') return text
  }
  return undefined
}

/** In the words of many classes, a place in the line of the date. */
const PLACE_CLASS = /\b(?:dateline|location|place|city|ort)\b|article-?location|story-?place/i
const NEAR = 60

/** A place beside the date: "Bruselas - 15 oct", or an element named for it. */
function inDateLine(page: Page, names: readonly string[]): string | undefined {
  const pieces = page.survey.pieces
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]!
    if (distance(page, piece) > NEAR || piece.order < (page.heading?.order ?? 0)) continue
    if (zoneOf(page, piece) & (ZONES.nav | ZONES.caption | ZONES.teaser | ZONES.comments)) continue
    const { text } = piece
    const place = text.replace(/\s*[-–—,|]$/, '')
    if (!isPlace(place) || isNamed(names, place)) continue
    const next = pieces[at + 1]?.text ?? ''
    if (place !== text && DATE.test(next) && !piece.isLinked) return place
    if (PLACE_CLASS.test(classOf(piece.parent))) return place
  }
  return undefined
}

/** Writers and their posts stand beside the date too. */
const isNamed = (names: readonly string[], text: string): boolean =>
  /^(?:contributor|staff|editor|reporter|author|redaktion|news)$/i.test(text) || names.some(name => name.includes(text))

const DATE = /^\d{1,2}\.?[\s/.-](?:\p{L}{3,}|\d{1,2})[\s/.-]/u

const classOf = (element: Element): string =>
  [element, element.parent]
    .filter(each => each && isTag(each))
    .map(each => `${(each as Element).attribs['class'] ?? ''} ${(each as Element).attribs['itemprop'] ?? ''}`)
    .join(' ')
