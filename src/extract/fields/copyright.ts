import type { ChildNode, Element } from 'domhandler'
import { collapse } from '../../values/text.ts'
import { blockOf, linesOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { type Page, zoneOf } from '../page.ts'
import { type Candidate, type FieldReader, withVotes } from '../reading.ts'
import type { Piece } from '../survey.ts'

const SIGN = /[©Ⓒⓒ]|\(c\)(?=\s*\p{L}|\s*\d)|^@(?=\s*(?:19|20)\d\d)|\bcopyright(?:ed)?\b/iu
/** "All rights reserved" in the languages of publishers. */
const RIGHTS = new RegExp(
  [
    '\\b(?:all )?rights? reserved\\b',
    'alle rechten? (?:vorbehalten|voorbehouden)',
    'todos (?:los|os) (?:derechos|direitos) reservados|reservados todos los derechos|tots els drets reservats',
    'tous droits(?: de reproduction)? réservés|tutti i diritti (?:sono )?riservati|riproduzione riservata|toate drepturile (?:sunt )?rezervate',
    'alla rättigheter (?:förbehålls|reserverade)|alle rettigheter reservert|alle rettigheder forbeholdes',
    'kaikki oikeudet pidätetään|kõik õigused kaitstud|visas tiesības aizsargātas|visos teisės saugomos',
    'wszelkie prawa zastrzeżone|všechna práva vyhrazena|všetky práva vyhradené|minden jog fenntartva',
    'sva prava (?:pridržana|zadržana)|vse pravice pridržane',
    'все права защищены|усі права захищені|всички права запазени|сва права задржана',
    'με (?:την )?επιφύλαξη παντός δικαιώματος|tüm hakları saklıdır|haki zote zimehifadhiwa|hak cipta dilindungi',
    'جميع الحقوق محفوظة|(?:تمامی|کلیه) حقوق.{0,40} محفوظ|כל הזכויות שמורות|सर्वाधिकार सुरक्षित|สงวนลิขสิทธิ์',
    '版权所有|版權所有|無断転載(?:を禁じます|禁止)?|禁無断転載|무단\\s?전재[및,·\\s-]*(?:재배포)?[^.]{0,25}?금지',
  ]
    .join('|')
    .replaceAll(' ', '\\s+'),
  'iu',
)

/** A quick look that lets hardly any other text through. */
const MAY_BE =
  /[©Ⓒⓒ]|\(c\)|^@\s*\d|opyrigh|eserv|orbehalten|orbehold|oorbehouden|éserv|iservat|astrze|yhrazen|yhraden|enntartv|ezervat|ащищен|ахищен|апазен|адржан|idržan|adržan|aklıd|ehålls|eservert|idätet|aitstud|izsarg|augomos|καιώματος|ifadhiw|ilindungi|版[权權]|転載|전재|محفوظ|שמורות|सुरक्षित|ลิขสิทธิ์/i

/** Whose notice it then is: a theme's, a trademark's, a photographer's, a map's. */
const FOREIGN =
  /\btheme\b|powered by|designed by|trademark|™|recaptcha|openstreetmap|map data|getty|shutterstock|\bphoto(?:s|graph)?\b|\bfoto\b|\blogos?\b|image courtesy|morningstar|factset|refinitiv|quotes? delayed|market data/i

/** A notice may go on with who made the site, or whose trademarks its names are. */
const MADE_BY = /,?\s*\b(?:powered|developed|designed|created|hosted) by\b.*$/isu
const TRADEMARK_SENTENCE = /(?<=\.)\s+[^.;]{0,100}\bare (?:the )?(?:registered )?(?:service|trade)\s?marks?\b.*$/isu
const TRADEMARKS = /\s*[^.,;]{0,60}\b(?:is an?|are|are the) (?:registered )?(?:service|trade)\s?marks?\b.*$/isu

/** "HERALD™ and ©": trademarks, and the sign of the copyright after them. */
const MARKS = /(?:[™®]|\btm)\s*(?:and|&|,)\s*$/iu

/** A sign before a name, or the word as it stands before one. */
const SIGN_AND_NAME =
  /^(?:[©Ⓒⓒ]\s*(?:copyright\s*)?\p{L}|(?:[Cc]opyright|COPYRIGHT)\s*(?:(?:[©Ⓒⓒ]|\([cC]\))\s*\p{L}|(?:by\s+)?(?!(?:Policy|Services?|Licen[cs]e|Notices?|Information|Acts?|Law|Office|Agent|Infringement)\b)\p{Lu}))/u

/** A sentence about copyright. */
const PROSE = /^[^©Ⓒⓒ]*\bcopyright(?:ed|s)?\s+(?!by\b)\p{Ll}/u

/** More text than this around a sign is terms of use. */
const MAX_LINE = 1000
const MAX_NOTICE = 240
/** "© WDR" */
const MIN_NOTICE = 5
/** A holder named before the sign has at most so many letters. */
const MAX_HOLDER = 70
const MAX_CANDIDATES = 30

/**
 * The page's own notice, verbatim: from the sign or the holder's name to the end of the sentence on rights. One at the end of the
 * article goes before the site's; a photographer's, a theme's or a trademark's is none.
 */
export const copyrightNotice: FieldReader<string> = page => {
  const found: (Candidate<string> & { readonly points: number })[] = []
  for (const piece of candidates(page)) {
    const line = lineOf(piece)
    const value = line === undefined ? undefined : noticeIn(line.text, line.before)
    if (value !== undefined) found.push({ value, from: 'dom', where: placeOf(piece), points: pointsOf(piece, value) })
  }
  const best = found.toSorted((a, b) => b.points - a.points)[0]
  return best && withVotes(best, found, (a, b) => a === b)
}

function candidates(page: Page): Piece[] {
  return page.survey.pieces
    .filter(piece => piece.text.length < MAX_LINE && !isElsewhere(zoneOf(page, piece)) && MAY_BE.test(piece.text))
    .filter(({ text }) => SIGN.test(text) || RIGHTS.test(text))
    .slice(-MAX_CANDIDATES)
}

/** In zones that hold other notices; a picture in the footer is the publisher's emblem. */
const isElsewhere = (zone: number): boolean =>
  (zone & (ZONES.comments | ZONES.teaser | ZONES.bio | (zone & ZONES.footer ? 0 : ZONES.caption))) !== 0

/** The line a piece of text stands in, with what belongs to it: the next line where that is the sentence on rights. */
function lineOf({ parent, text: own }: Piece): { text: string; before: string } | undefined {
  let block = blockOf(parent)
  let lines = linesOf(block)
  if (lines.length === 1 && lines[0] === own && block.parent && 'attribs' in block.parent) {
    const outer = linesOf(block.parent)
    if (outer.length < 12) [block, lines] = [block.parent as Element, outer]
  }
  const at = lines.findIndex(line => line.includes(own))
  const line = lines[at]
  if (line === undefined || line.length > MAX_LINE) return undefined
  const next = lines[at + 1] ?? ''
  const rights = !RIGHTS.test(line) && next.length < 120 && next.search(RIGHTS) === 0 ? ` ${next}` : ''
  const start = line.indexOf(own)
  return { text: line.slice(start) + rights, before: line.slice(0, start) }
}

/** The notice within a text that has one. */
function noticeIn(text: string, before: string): string | undefined {
  const [sign, rights] = [text.search(SIGN), text.search(RIGHTS)]
  const first = Math.min(...[sign, rights].filter(at => at >= 0))
  if (!Number.isFinite(first)) return undefined
  const start = startOf(text, first)
  let rest = text.slice(start)
  const holderOnly = rest.replace(SIGN, '').replace(/[\d\s–—,.-]+/g, '')
  if (holderOnly === '' && /\p{L}/u.test(before))
    rest = `${collapse(before)
      .split(/\s*[|•·]\s*/)
      .at(-1)} ${rest}`
  if (MARKS.test(text.slice(0, first))) rest = text.slice(first)
  return cuts(rest).map(tidy).find(isNotice)
}

/** To the end of the sentence on rights, of the first sentence, and without the one on trademarks. */
function cuts(text: string): string[] {
  const whole = text.slice(0, endOf(text))
  return [
    whole,
    text.slice(0, endOfSentence(text)),
    whole.replace(TRADEMARK_SENTENCE, ''),
    whole.replace(TRADEMARKS, ''),
  ]
}

const tidy = (notice: string): string =>
  collapse(notice)
    .replace(MADE_BY, '')
    // The end of a sentence before it, a bracket that the notice is only a part of.
    .replace(/^(?:[\s.,;:|•·>–—-]+|<(?![^<]*>))+/, '')
    .replace(/[\s|•·,;:–—-]+$/u, '')

const isNotice = (notice: string): boolean =>
  notice.length >= MIN_NOTICE &&
  !FOREIGN.test(notice) &&
  (RIGHTS.test(notice) || SIGN_AND_NAME.test(notice) || (/\d{4}/.test(notice) && !PROSE.test(notice)))

/** The holder's name, or a year, may stand before the sign: from the last end of a sentence or mark on. */
function startOf(text: string, sign: number): number {
  const before = text.slice(0, sign)
  const mark = Math.max(...['|', '•', '·', '\n', ': '].map(each => before.lastIndexOf(each)), lastSentenceEnd(before))
  const start = mark === -1 ? 0 : mark + 1
  return sign - start <= MAX_HOLDER ? start : sign
}

const lastSentenceEnd = (text: string): number => {
  const ends = [...text.matchAll(/(?<!\b(?:inc|ltd|co|corp|s\.a|n\.v|gmbh|llc|st|dr))[.!?]\s+(?=\p{Lu})/giu)]
  return ends.at(-1)?.index ?? -1
}

/** Through the sentence on rights where there is one, or what is permitted, else to the end of the sentence or the next mark. */
function endOf(text: string): number {
  const rights = RIGHTS.exec(text)
  if (!rights || rights.index <= afterSign(text) - 1 || rights.index >= MAX_NOTICE) {
    const end = endOfSentence(text)
    return end + (PERMITTED.exec(text.slice(end, MAX_NOTICE))?.[0].length ?? 0)
  }
  const end = rights.index + rights[0].length
  return text[end] === '.' ? end + 1 : end
}

/** A sentence on what others may do with a text, where it is in place of one on rights. */
const PERMITTED =
  /^\s+[^.]{0,160}\b(?:re-?publish|reproduc|re-?distribut|reprint|nachdruck|vervielfältig|weiterverbreit|riproduzion|reproduç)[^.]*\./iu

/** To the end of the first sentence, the next mark, or a link that the layout sets apart and markup does not ("Inc.Terms of use"). */
function endOfSentence(text: string): number {
  const from = Math.max(afterSign(text), LEAD.exec(text)?.[0].length ?? 0)
  const stop =
    /\s[|•·]\s|(?<=\p{L}{3}|\d)(?<!\b(?:inc|ltd|corp|gmbh|llc))\.\s+(?=["“]?\p{Lu})|(?<=\b(?:inc|ltd|corp|gmbh|llc))\.(?!\s+(?:an?|or|and)\b)(?=\s*\p{L})|\.(?=copyright|©)/iu.exec(
      text.slice(from),
    )
  return Math.min(MAX_NOTICE, stop ? from + stop.index + 1 : text.length)
}

/** "© 1997-2026. Herald Media": the holder behind a full stop, and nothing behind it. */
const LEAD =
  /^(?:\s|©|\([cC]\)|[Cc]opyright|COPYRIGHT|\d{4}|[–—,-])+\.\s+(?=(?:(?!Privacy|Terms|Policy|All)\p{Lu}[\p{L}\d&.,'’-]*\s?){1,6}(?:$|[|•·]))/u

function afterSign(text: string): number {
  const sign = SIGN.exec(text)
  return (sign?.index ?? 0) + (sign?.[0].length ?? 0)
}

/** Signs that a notice is the site's own, or its article's. */
function pointsOf(piece: Piece, notice: string): number {
  const isInArticle = (piece.zone & ZONES.article) !== 0 && !(piece.zone & (ZONES.footer | ZONES.aside | ZONES.nav))
  const hasYear = /(?:19|20)\d\d/.test(notice)
  return (
    (hasYear ? 2 : 0) +
    (RIGHTS.test(notice) ? 2 : 0) +
    (/©|\(c\)/i.test(notice) ? 2 : SIGN.test(notice) ? 1 : 0) +
    (piece.zone & ZONES.footer ? 2 : 0) +
    (isInArticle && hasYear && SIGN.test(notice) ? 3 : 0) +
    (isMarked(piece.parent) ? 1 : 0)
  )
}

/** Whether an element or one of the three around it has a class that speaks of copyright. */
function isMarked(element: Element): boolean {
  let at: ChildNode | Element | null = element
  for (let up = 0; at && 'attribs' in at && up < 4; up++, at = at.parent as Element | null)
    if (/copy-?right|copyr|legal/i.test(`${at.attribs['class'] ?? ''} ${at.attribs['id'] ?? ''}`)) return true
  return false
}

const placeOf = ({ zone }: Piece): string =>
  zone & ZONES.footer ? 'footer' : zone & ZONES.article ? 'article' : 'page'
