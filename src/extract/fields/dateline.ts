import { type Element, isTag } from 'domhandler'
import type { Body } from '../../model.ts'
import { ZONES } from '../look.ts'
import { distance, type Page, zoneOf } from '../page.ts'
import { letters } from '../site-keys.ts'

/** "PARIS, 4 mars (Reuters) -", "AUBURN, Wash. —", "LOS ANGELES (AP) —": a place, what belongs to it, and a dash. */
const BEFORE_DASH =
  /^(\p{Lu}[\p{L}.'’-]*(?:[ /-]\p{Lu}[\p{L}.'’-]*){0,4}(?:,\s(?:\p{Lu}[\p{L}.]{1,20}(?:\s\p{Lu}[\p{L}.]{1,20})?|\d{1,2}\.?\s\p{L}{3,10}|\p{L}{3,10}\s\d{1,2})){0,2}(?:\s?\([^()]{2,40}\))?)\s*(?:[—–]|--?(?=\s))\s*/u

/** "Bonn (KNA/hb).": a place and the marks of who wrote there. */
const BEFORE_STOP =
  /^\p{Lu}[\p{L}-]+(?:[ /-]\p{Lu}[\p{L}-]+){0,2} \((?:\p{Ll}{2,6}|KNA|SID|AFP|AP|APA|EFE|[\p{L}]+(?:[./-]\p{L}+)+)\)\.?(?=\s+\p{Lu})/u

/** "МОСКВА, 1 марта. /ТАСС/." */
const BEFORE_SLASHES =
  /^\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+){0,2}, \d{1,2} \p{L}{3,10}\.? \/[\p{L} .-]{2,20}\/\.?(?=\s)/u

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
    const beginning = line.slice(0, MAX_BEGINNING)
    const found = beforeDash(beginning) ?? (BEFORE_STOP.exec(beginning) ?? BEFORE_SLASHES.exec(beginning))?.[0]
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

function beforeDash(line: string): string | undefined {
  const match = BEFORE_DASH.exec(line)
  const found = match?.[1]?.trim()
  if (!match || found === undefined || found.length > MAX_DATELINE) return undefined
  const place = found.replace(/\s?\([^)]*\)$/, '').split(',')[0] as string
  const agency = /\(([^()]+)\)$/.exec(found)?.[1]
  const hasAgency = agency !== undefined && !isShortFor(agency, place)
  const isCapitals = place === place.toUpperCase() && place.length > 2 && place.split(' ').length <= PLACE_WORDS
  return hasAgency || isCapitals ? line.slice(0, match[0].length).trim() : undefined
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
