/** The note in which a publisher admits an error. */

import type { Body } from '../../model.ts'
import type { Page } from '../page.ts'

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
