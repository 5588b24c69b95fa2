import { isTag, type ParentNode } from 'domhandler'
import type { Body } from '../../model.ts'
import { AGENCY_NAME } from '../../values/name-words.ts'
import { ZONES } from '../look.ts'
import { distance, type Page, zoneOf } from '../page.ts'
import type { Piece } from '../survey.ts'
import { agenciesIn } from './agency-names.ts'
import { isMarkedByline } from './byline-places.ts'
import { OPENING_LINES } from './dateline.ts'

/** "(CNN) —", "(AP/dpa).": the agency without a place, in brackets or slashes before the dash or the full stop. */
const IN_DATELINE = /^.{0,70}?(?:[([]([^()[\]]{2,40})[)\]]|\/([^/()]{2,40})\/)\s*[-–—:.]/u

/** "（中央社記者陳小明": the agency with its reporter, at the very beginning. */
const AT_BEGINNING = /^[（(【[]?[^）)】\]\s]{0,8}?(中央社|新华社|新華社|中新社|共同|時事|연합뉴스|뉴시스)/u

/** Short lines that say where a text comes from. */
const SOURCE_LINE = new RegExp(
  `^[—–(-]?\\s*(?:${[
    'sources?|bron(?:nen)?|quellen?|fontes?|fuentes?|källa|kilde|lähde|źródło|zdroj|forrás|kaynak|sursa|izvor|allikas|avots|šaltinis|vir|sumber|theo|nguồn',
    'with|mit(?: material(?: der| von)?)?|avec|con|com|von|by|via|contributed|за матеріалами|по материалам',
    'источник|джерело|източник|πηγή|με πληροφορίες|المصدر|مصدر|منبع|מקור|स्रोत|इनपुट|সূত্র|来源|來源|資料來源|出典|출처',
    'reporting by|(?:with )?(?:additional )?(?:reporting|information|material|files?) (?:by|from)|includes information from',
    '(?:this (?:article|report|story) )?(?:was )?(?:first )?(?:published|produced|provided) by',
    'this (?:report|story) by',
  ].join('|')})(?!\\p{L})|\\bcontributed to (?:this|the) (?:report|story|article)`,
  'iu',
)

/** The agency behind the house's own name, in a line near the headline: "Le Quai avec AFP". */
const WITH_AGENCY = /\s(?:avec|mit|with|con|com)\s+\p{Lu}[\p{L}.-]*(?:\s\p{Lu}[\p{L}.-]*){0,2}$/u

/** Marks of agencies with others or alone, as the last line of a text: "dpa/AFP/sda", "(afp)". Elsewhere they are a picture's. */
const MARKS =
  '(?:\\p{L}+(?:\\s?[/,;]\\s*|\\s(?:mit|with|avec|con)\\s))*(?:dpa|AFP|AP|Reuters|sda|afp|reuters|APA|epd|KNA|SID|BELGA|ANP|EFE|ANSA|PTI|IANS|ANI|TASS|ТАСС|MTI|PAP|ČTK|TASR|AA|DHA|İHA|Lusa|NTB|TT|STT|TTXVN|AGERPRES|Agerpres|ΑΠΕ-ΜΠΕ|رويترز|أ ف ب)(?:[/,;]\\s*\\p{L}+){0,4}'
const MARKS_ALONE = new RegExp(`^[—–(/-]?\\s*${MARKS}\\s*[)]?$`, 'u')
/** The same with a sign of copyright, which anywhere but behind a text is a picture's. */
const MARKS_AT_END = new RegExp(`^(?:©\\s?(?:(?:19|20)\\d\\d )?)?${MARKS_ALONE.source.slice(1)}`, 'u')

/** The same in brackets behind the last sentence. */
const MARKS_BEHIND = new RegExp(`[.!?…"'”“»]\\s*[([](${MARKS})[)\\]]\\.?$`, 'u')

/** More is a sentence about an agency. */
const MAX_LINE = 110
/** Further from the headline a line in capital letters is another article's. */
const NEAR = 60

/**
 * Wire agencies credited for the text, as they are written: in the byline, in brackets after the place, in a line about sources.
 * Pictures have credits of their own, which are none of these.
 */
export function readAgencyCredits(
  page: Page,
  names: readonly string[],
  body: Body | undefined,
  dateline: string | undefined,
): readonly string[] | undefined {
  const lines = body?.text.split('\n') ?? []
  const opening = lines.slice(0, OPENING_LINES).map(line => {
    const [, inBrackets, inSlashes] = IN_DATELINE.exec(line) ?? []
    return inBrackets ?? inSlashes ?? AT_BEGINNING.exec(line)?.[1] ?? ''
  })
  const declared = page.article?.nodes('author').map(author => author.text('name') ?? '') ?? []
  const closing = lines.slice(-4).filter(line => isSourceLine(line) || MARKS_AT_END.test(line))
  const behind = MARKS_BEHIND.exec(lines.at(-1) ?? '')?.[1] ?? ''
  const texts = [
    dateline ?? '',
    ...opening,
    ...names.filter(isShort),
    ...declared.filter(isShort),
    ...closing,
    behind,
    marksBehind(page, lines.at(-1) ?? ''),
    ...sourceLines(page),
  ]
  // Most places of a page hold no credit.
  const found = agenciesIn(...texts.filter(text => text !== ''))
  return found.length > 0 ? found : undefined
}

const isShort = (text: string): boolean => text.length < 60

/** Whether a short line says where a text comes from. */
export const isSourceLine = (line: string): boolean => line.length <= MAX_LINE && SOURCE_LINE.test(line.trim())

/** Where pictures and others' texts are credited. */
const AWAY = ZONES.caption | ZONES.comments | ZONES.nav | ZONES.footer | ZONES.aside | ZONES.teaser

/** Shorter ends of a line may stand elsewhere, too. */
const MIN_END = 20

/** The line of marks right behind the last of the text, where that was not taken for text itself. */
function marksBehind(page: Page, last: string): string {
  const { pieces } = page.survey
  const at = pieces.findLastIndex(({ text }) => text.length >= MIN_END && last.endsWith(text))
  const next = at < 0 ? undefined : pieces[at + 1]
  return next && !(zoneOf(page, next) & AWAY) && MARKS_AT_END.test(next.text) ? next.text : ''
}

/** Lines about sources anywhere in the article but at its pictures. */
function sourceLines(page: Page): string[] {
  const found: string[] = []
  page.survey.pieces.forEach((piece, at, all) => {
    const { text } = piece
    if (zoneOf(page, piece) & AWAY) return
    const isNear = distance(page, piece) <= NEAR
    if (isNear && isShort(text) && (WITH_AGENCY.test(text) || isMarkInPlace(page, piece))) found.push(text)
    if (!isSourceLine(text)) return
    // A word of its own says it of the next one.
    const isLabel = !/\p{L}/u.test(text.trim().replace(SOURCE_LINE, ''))
    if (isLabel && !isNear && !/^(?:source|bron|quelle|fonte|fuente|kaynak)/i.test(text)) return
    const next = all[at + 1]?.text ?? ''
    found.push(!isLabel ? text : isShort(next) ? next : '')
  })
  return found.filter(text => text.length <= MAX_LINE)
}

/** Whether a text is nothing but an agency's mark where pages name the writer or the source, and no picture's. */
function isMarkInPlace(page: Page, { text, parent, order }: Piece): boolean {
  // Where it stands is asked first: that takes less than the patterns do.
  const isThere = text.startsWith('(') || isMarkedByline(page, parent) || isSource(parent) || isSource(parent.parent)
  if (!isThere || !(MARKS_ALONE.test(text) || AGENCY_NAME.test(text))) return false
  return !page.survey.images.some(image => Math.abs(image.order - order) < BESIDE_IMAGE)
}

/** Whoever took a picture is named within so many elements and texts of it. */
const BESIDE_IMAGE = 8

const isSource = (element: ParentNode | null): boolean =>
  element !== null && isTag(element) && SOURCE.test(element.attribs['class'] ?? '')
const SOURCE = /(?:^|[\s_-])(?:source|agency|kaynak|fonte|fuente|quelle)(?:$|[\s_-])/i
