/** Appeals in which a publisher asks its readers for money. */

import { below, isNamed } from './below.ts'
import type { Segmentation } from './blocks.ts'

/** What money is asked for, and how, by language; the one stands near the other. */
const APPEALS: Readonly<Record<string, readonly [asked: string, means: string]>> = {
  en: [
    '(?:support|fund|sustain|protect|defend|power|keep|depend|rel(?:y|ies))\\b.{0,50}\\b(?:our|independent|quality|free|trusted|non-?profit|fearless|investigative|this kind of|readers? like you|reader support|your help|news)\\b',
    'donat\\p{L}+|contribut\\p{L}+|as little as [$£€]|for just [$£€]|(?:becom\\p{L}+|join) (?:a |as a |us as a )?(?:member|supporter|patron)|chip in|make a (?:gift|pledge)|giv(?:e|ing) (?:what you can|today)',
  ],
  de: [
    '(?:unterstütz|ermöglich|fördern|finanzier)\\p{L}*.{0,60}(?:uns\\p{L}*|unabhängig\\p{L}*|journalismus|recherchen?|redaktion)',
    'spende\\p{L}*|mitglied\\p{L}*|(?:ab|mit) (?:nur )?\\d+ euro|beitrag',
  ],
  fr: [
    '(?:soutenez|soutenir|aidez)\\p{L}*.{0,60}(?:nous|notre|indépendan\\p{L}+|journalisme|rédaction)',
    'dons?|à partir de \\d+ ?€|adhé\\p{L}+|contribu\\p{L}+',
  ],
  es: [
    '(?:apoya|ayúda|hazte|sostén)\\p{L}*.{0,60}(?:nos|nuestro|independiente|periodismo|redacción|soci[oa])',
    'don(?:a|ación|ativo)\\p{L}*|soci[oa]s?|contribu\\p{L}+|aporta\\p{L}*',
  ],
  it: [
    '(?:sostieni|sostenete|aiuta|aiutaci)\\p{L}*.{0,60}(?:nostro|noi|indipendente|giornalismo|redazione)',
    'don(?:a|azione)\\p{L}*|contribu\\p{L}+|abbonat\\p{L}+',
  ],
  pt: [
    '(?:apoie|apoia|ajude)\\p{L}*.{0,60}(?:nosso|independente|jornalismo|redação)',
    'do(?:e|ação)\\p{L}*|contribu\\p{L}+|assinante',
  ],
  nl: [
    '(?:steun|help)\\p{L}*.{0,60}(?:ons|onze|onafhankelijke|journalistiek|redactie)',
    'donat\\p{L}+|doneer|lid|bijdrage',
  ],
}
const APPEAL = Object.values(APPEALS).map(
  ([asked, means]) =>
    [new RegExp(`(?<!\\p{L})(?:${asked})`, 'iu'), new RegExp(`(?<!\\p{L})(?:${means})`, 'iu')] as const,
)
/** Who is asked, and by whom. An article that tells of others' appeals quotes them. */
const OF_PRESS =
  /newsroom|journalis[mt]|reporting|(?<!\p{L})news(?!\p{L})|redaktion|rédaction|periodismo|redacción|giornalismo|redazione|jornalismo|redação|journalistiek|redactie/iu
const ADDRESSED =
  /(?<!\p{L})(?:our|us|we|you|your|uns\p{L}*|wir|sie|ihre?\p{L}*|nous|notre|vous|votre|nuestr\p{L}+|tu|tus|nostr\p{L}+|noss\p{L}+|ons|onze|je|jouw)(?!\p{L})/iu
const QUOTED = /["“„«»「]/
const MAX_APPEAL = 600

/** Whether a whole paragraph asks readers to pay for the publisher's work. */
export function isAppeal(text: string): boolean {
  if (text.length > MAX_APPEAL || !OF_PRESS.test(text) || !ADDRESSED.test(text) || QUOTED.test(text)) return false
  return APPEAL.some(([asked, means]) => asked.test(text) && means.test(text))
}

/** What a box of appeals is called; elsewhere these words may name anything. */
const BOX = /support|donat|contribut|membership|appeal|fundrais|spende|soute[nz]|dona[rt]/i

/** Of so few words beside the appeals there is no article. */
const MIN_WORDS = 25

/** Leaves out appeals and, where one stands in a box named for them, all that stands in such boxes. */
export function leaveAppeals({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const appeals = [...isChosen.keys()].filter(i => isChosen[i] && isAppeal(blocks[i]!.text))
  if (appeals.length === 0) return
  const isOfBox = below(tree, isNamed(BOX))
  const hasBox = appeals.some(i => isOfBox(blocks[i]!.element))
  const left = new Set(appeals)
  let rest = 0
  blocks.forEach((block, i) => {
    if (!isChosen[i] || left.has(i)) return
    if (hasBox && isOfBox(block.element)) left.add(i)
    else rest += block.words
  })
  if (rest >= MIN_WORDS) for (const i of left) isChosen[i] = 0
}
