/** The note in which a publisher admits an error. */

import type { Body } from '../../model.ts'
import { admitsError, CORRECTION_LABEL } from '../../values/correction-words.ts'
import { blockOf, shortTextOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { type Page, zoneOf } from '../page.ts'
import type { Piece } from '../survey.ts'

/** What asks readers to report an error admits none. */
const INVITATION = /\b(?:if you|please|report an?|contact us|email|e-mail|write to us|submit)\b|@/i

/** A longer text is no note. */
const MAX_NOTE = 1000
/** A label with less behind it is a heading, whose note is the next line. */
const MIN_NOTE = 20

/** The note that admits an error: as it is declared, in the text, or beside it. */
export function readCorrection(page: Page, body: Body | undefined): string | undefined {
  const declared = page.article?.node('correction')
  const said = declared?.text('text') ?? declared?.text('description') ?? declared?.text('name')
  if (said !== undefined && said.length > 10) return said
  return noteIn(body?.text.split('\n') ?? []) ?? besideText(page)
}

/** The first note among some lines of a text. */
function noteIn(lines: readonly string[]): string | undefined {
  for (const [at, line] of lines.entries()) {
    if (line.length > MAX_NOTE) continue
    const label = CORRECTION_LABEL.exec(line)?.[0]
    if (label === undefined) {
      if (admitsError(line)) return line
      continue
    }
    const isHeading = line.length - label.length < 2
    const note = isHeading ? (lines[at + 1] ?? '') : line.slice(label.length)
    if (note.length < MIN_NOTE || note.length > MAX_NOTE || INVITATION.test(note)) continue
    return isHeading ? `${line.replace(/[\s:：.–—-]+$/, '')}: ${note}` : line
  }
  return undefined
}

const NEVER = ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.nav

/** A page about errors has many such runs in texts that are no notes. */
const MAX_TRIES = 20
/** No heading is cut into more. */
const MAX_PIECES = 8

/** Publishers set the note in a box of its own, which is no part of the text, or below a heading that is none. */
function besideText(page: Page): string | undefined {
  const { pieces } = page.survey
  let tries = 0
  for (const [at, piece] of pieces.entries()) {
    if (tries >= MAX_TRIES) break
    const { text } = piece
    if (!mayBeNote(page, piece)) continue
    if (!CORRECTION_LABEL.test(text) && !(text.length >= MIN_NOTE && admitsError(text))) continue
    tries++
    const block = blockOf(piece.parent)
    const next = pieces.slice(at + 1, at + MAX_PIECES).find(({ parent }) => blockOf(parent) !== block)
    const blocks = next && mayBeNote(page, next) ? [block, blockOf(next.parent)] : [block]
    const note = noteIn(blocks.map(each => shortTextOf(each, MAX_NOTE) ?? ''))
    if (note !== undefined) return note
  }
  return undefined
}

function mayBeNote(page: Page, piece: Piece): boolean {
  const { order, isLinked, text } = piece
  return order >= (page.heading?.order ?? 0) && !isLinked && text.length <= MAX_NOTE && !(zoneOf(page, piece) & NEVER)
}
