/** What the page says of its text's origin: copyright notice, agencies, the writer's biography, dateline, correction. */

import type { Element } from 'domhandler'
import type { Body } from '../../model.ts'
import { collapse } from '../../values/text.ts'
import type { Page } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'

const NOTICE = /(?:©|\(c\)\s|copyright\b)[^\n]{3,300}/i
const HOLDER_FIRST = /[^\n.]{0,80}(?:©|copyright)[^\n]{0,300}/i

/** The notice verbatim: at the article's end if there is one, else in the footer; never a photographer's. */
export const copyrightNotice: FieldReader<string> = page =>
  firstOf(page, [
    ['dom', 'article end', p => notice(p, 'article, main, [itemprop~=articleBody]')],
    ['dom', 'copyright classes', p => notice(p, '[class*=copyright], [id*=copyright], [class*=Copyright]')],
    ['dom', 'footer', p => notice(p, 'footer, [class*=footer], [id*=footer], [role=contentinfo]')],
  ])

function notice({ $ }: Page, within: string): string | undefined {
  const elements = $(within)
    .find('p, div, span, small, li, td')
    .addBack('[class*=copyright], [id*=copyright], [class*=Copyright], footer')
    .toArray() as Element[]
  for (const element of elements.slice(0, 400).toReversed()) {
    const node = $(element)
    if (node.closest('figure, figcaption, [class*=caption], [class*=credit]').length > 0) continue
    if (node.children('p, div, ul, section, nav').length > 0) continue
    const text = collapse(node.text())
    if (text.length > 400 || !/©|copyright|all rights reserved/i.test(text)) continue
    const found = NOTICE.exec(text)?.[0] ?? HOLDER_FIRST.exec(text)?.[0]
    if (found !== undefined && (/\d{4}|rights/i.test(found) || found.length > 12)) return collapse(found)
  }
  return undefined
}

const AGENCIES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['The Associated Press', /\bAssociated Press\b|\(AP\)|^AP$/],
  ['Reuters', /\bReuters\b/],
  ['AFP', /\bAFP\b|Agence France-Presse/],
  ['dpa', /\bdpa\b/],
  ['PA', /\bPA Media\b|\bPress Association\b/],
  ['EFE', /\bEFE\b/],
  ['ANSA', /\bANSA\b/],
  ['Belga', /\bBelga\b/i],
  ['APA', /\bAPA\b/],
  ['UPI', /\bUPI\b/],
  ['Bloomberg', /^Bloomberg$/],
]

const CREDIT_LINE =
  /^(?:by|source|bron|quelle|fonte|fuente|mit|with|additional reporting|reporting by|includes information from|—|-)?\b.{0,80}$/i

/** Wire agencies credited for the text: in the byline, in brackets after the place, in a short line at the end. */
export function readAgencyCredits(names: readonly string[], body: Body | undefined): readonly string[] | undefined {
  const lines = body?.text.split('\n') ?? []
  const opening = /^.{0,60}\(([A-Za-z ]{2,20})\)\s*[-–—]/.exec(lines[0] ?? '')?.[0] ?? ''
  const closing = lines.slice(-3).filter(line => line.length < 100 && CREDIT_LINE.test(line))
  const texts = [...names, opening, ...closing]
  const found = AGENCIES.filter(([, pattern]) => texts.some(text => pattern.test(text))).map(([name]) => name)
  return found.length > 0 ? found : undefined
}

const BIO =
  '[class*=author-bio], [class*=author__bio], [class*=authorBio], [class*=about-author], [class*=author-description], [class*=author-box], [class*=writer-bio], [class*=biography]'

/** The text about the writer. */
export const authorBio: FieldReader<string> = page =>
  firstOf(page, [
    ['dom', 'biography classes', p => bio(p)],
    ['json-ld', 'author.description', p => sentence(p.article?.node('author')?.text('description'))],
  ])

function bio({ $ }: Page): string | undefined {
  for (const element of ($(BIO).toArray() as Element[]).slice(0, 5)) {
    const paragraph = $(element).is('p') ? $(element) : $(element).find('p').first()
    const text = sentence((paragraph.length > 0 ? paragraph : $(element)).text())
    if (text) return text
  }
  return undefined
}

function sentence(raw: string | undefined): string | undefined {
  const text = collapse(raw ?? '')
  return text.length >= 30 && text.length <= 1200 && /\s\S+\s\S+\s/.test(text) ? text : undefined
}

const DATELINE =
  /^(\p{Lu}[\p{Lu}\p{L}.,'’ -]{1,40}?(?:,\s\p{Lu}[\p{L}.]{1,15})?(?:\s\([A-Z][A-Za-z]{1,12}\))?)\s*[—–-]{1,2}\s/u

/** Place, and agency where shown, before the first sentence: capitals, or an agency in brackets, and a dash. */
export function readDateline(body: Body | undefined): string | undefined {
  const found = DATELINE.exec(body?.text ?? '')?.[1]?.trim()
  if (found === undefined) return undefined
  const place = found.replace(/\s\([^)]*\)$/, '').split(',')[0] as string
  const hasAgency = /\)$/.test(found)
  return hasAgency || (place === place.toUpperCase() && place.length > 2) ? found : undefined
}

const CORRECTION =
  /^(?:correction|corrections?\s+and\s+clarifications?|clarification|editor['’]s note|korrektur|richtigstellung|correctif|rectificatif|corrección|fe de errores|correzione|rettifica|rectificatie|oikaisu|rättelse|rettelse|исправление)\b[\s:.–—-]/iu

/** The note that admits an error. */
export function readCorrection(page: Page, body: Body | undefined): string | undefined {
  const declared = page.article?.node('correction')
  const said = declared?.text('text') ?? declared?.text('description') ?? declared?.text('name')
  if (said !== undefined && said.length > 10) return said
  return body?.text
    .split('\n')
    .find(
      line =>
        line.length < 1000 &&
        CORRECTION.test(line) &&
        /correct|clarif|earlier version|previous version|error|wrong|mis|korrig|richtig|rectif|corre|oikai|rätt|rett|исправ/i.test(
          line,
        ),
    )
}
