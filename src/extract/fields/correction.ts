/** The note in which a publisher admits an error. */

import type { Body } from '../../model.ts'
import { blockOf, shortTextOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { type Page, zoneOf } from '../page.ts'

/** What such a note is headed with, by language. */
const LABELS: Readonly<Record<string, string>> = {
  en: 'corrections?(?: and clarifications?| appended)?|clarifications?|retraction|erratum|errata',
  de: 'korrektur(?:[ -]?hinweis)?|berichtigung|richtigstellung',
  fr: 'correctif|rectificatif',
  es: 'correcci[oó]n|rectificaci[oó]n|aclaraci[oó]n|fe de (?:errores|erratas)',
  pt: 'corre[cç][aã]o|retificação|erramos',
  it: 'correzione|rettifica|errata corrige',
  nl: 'correctie|rectificatie',
  da: 'rettelse|berigtigelse|beriktigelse',
  sv: 'rättelse|korrigering',
  fi: 'oikaisu|korjaus',
  pl: 'sprostowanie|korekta',
  cs: 'oprava',
  hu: 'helyesbítés|helyreigazítás',
  ro: 'erată|rectificare',
  hr: 'ispravak|ispravka',
  tr: 'düzeltme',
  id: 'ralat|koreksi',
  vi: 'đính chính',
  ru: 'исправление|поправка',
  uk: 'виправлення',
  bg: 'корекция',
  el: 'διόρθωση',
  ar: 'تصحيح',
  he: 'תיקון',
  ja: '訂正',
  zh: '更正|勘误|勘誤',
  ko: '정정|바로잡습니다',
}

/** How its sentences speak of what was published before, by language. */
const ADMISSIONS: readonly string[] = [
  // English
  String.raw`\b(?:earlier|previous|prior|original|initial) versions? of (?:this|the|our) (?:article|story|post|report|column|piece|headline|review|item|page|caption|chart|graphic|map|photo caption|obituary|newsletter)\b`,
  String.raw`\bthis (?:article|story|post|report|column|piece|headline|review|item|page|version) (?:was|has been) (?:amended|corrected|clarified|retracted)\b`,
  String.raw`\b(?:was|has been|have been|were) (?:updated|edited|revised|changed|amended|refiled) to (?:correct|clarify|fix|rectify|reflect that)\b`,
  String.raw`\ba correction was made on\b|\bregrets? (?:the|this|these) errors?\b|\bupdated for clarity and accuracy\b`,
  String.raw`^\W{0,3}(?:this (?:story|article|version) )?corrects? (?:the |an? )?(?:headline|paragraph|spelling|name|date|figure|attribution|typo|title|to )`,
  // German
  String.raw`\bin einer (?:früheren|vorherigen|ersten|ursprünglichen|älteren) (?:version|fassung)(?: (?:des|dieses|unseres) (?:artikels|textes|beitrags|berichts)| (?:hieß|stand|war|hatten))`,
  String.raw`\bwir haben (?:das|dies|es|den fehler|die stelle|die passage|den text|den artikel) (?:inzwischen |entsprechend |nachträglich )?(?:korrigiert|berichtigt)`,
  // French, Spanish, Portuguese, Italian, Romanian
  String.raw`\bune (?:première|précédente) version de (?:cet|l[’'])\s?article|\b(?:cet article|cette dépêche) a été (?:corrigée?|rectifiée?)`,
  String.raw`\buna (?:primera )?versión (?:anterior|previa|inicial) de (?:este|esta) (?:artículo|texto|noticia|información)`,
  String.raw`\bversão (?:anterior|inicial) d(?:este|esta|o|a) (?:texto|artigo|matéria|reportagem|notícia)`,
  String.raw`\buna (?:versione precedente|precedente versione|prima versione) d(?:i questo|ell[’'])\s?(?:articolo|pezzo|testo)`,
  String.raw`\bîntr-o versiune anterioară a (?:acestui )?articol`,
  // Dutch, Danish, Norwegian, Swedish, Finnish
  String.raw`\bin een (?:eerdere|vorige) versie van dit (?:artikel|bericht|verhaal|stuk)\b`,
  String.raw`\bi en tid(?:ligere|igare) (?:version|udgave|versjon|utgave) a[fv] (?:denne|den här|artiklen|artikkelen|artikeln|saken|texten)\b`,
  String.raw`\b(?:jutun|artikkelin) aiemmassa versiossa\b`,
  // Polish, Czech, Slovak, Hungarian, Turkish, Indonesian
  String.raw`\bwe? (?:wcześniejszej|poprzedniej|pierwotnej) wersji (?:tekstu|artykułu)`,
  String.raw`\bv (?:původní|předchozí|dřívější|pôvodnej|predchádzajúcej) verzii? (?:článku|textu)`,
  String.raw`\b(?:cikkünk|írásunk|a cikk) (?:korábbi|eredeti|első) (?:változatában|verziójában)`,
  String.raw`haberin (?:önceki|ilk) (?:versiyonunda|halinde)|\bversi (?:sebelumnya|awal) (?:dari )?(?:artikel|berita) ini\b`,
  // Cyrillic, Greek, Arabic
  '(?:предыдущей|первоначальной|более ранней) версии (?:статьи|текста|материала|новости|публикации)',
  '(?:попередній|ранній) версії (?:статті|тексту|матеріалу|новини)',
  'προηγούμενη (?:έκδοση|εκδοχή) (?:του|αυτού του) άρθρου|نسخة سابقة من هذا',
  // Japanese, Chinese, Korean
  '(?:お詫|おわ)びして訂正|訂正(?:いた)?し(?:ます|ました)|特此更正|정정합니다|바로잡습니다',
]

/** A date, bare or in brackets, may stand between the label and its colon. */
const LABEL = new RegExp(
  String.raw`^[\s[(【*]*(?:${Object.values(LABELS).join('|')})(?:\s*\([^)]{3,40}\)|,?\s[\p{L}\d.,/ ]{3,30}?\d{2,4})?[\])】*]*\s*(?:[:：–—]|\.\s|-\s|$|(?<=[\])】]))`,
  'iu',
)
const ADMISSION = new RegExp(ADMISSIONS.join('|'), 'iu')

/** One of these is in every admission: few lines need the long pattern. */
const SIGN =
  /ersi[oóãueyj\s]|ersji|erzi|assung|dgave|tgave|áltozat|aberin|верс[иі]|έκδο|εκδοχ|نسخة|orrect|orrigiert|erichtig|mended|larif|larity|etract|ectif|egret|eflect that| to fix/
const CJK_SIGN = /訂正|更正|정정|바로잡/

const admits = (line: string): boolean => (SIGN.test(line) || CJK_SIGN.test(line)) && ADMISSION.test(line)

/** What asks readers to report an error admits none. */
const INVITATION = /\b(?:if you|please|report an?|contact us|email|e-mail|write to us|submit)\b|@/i

/** A longer text is no note. */
const MAX_NOTE = 1000
/** A label with less behind it is a heading, whose note is the next line. */
const MIN_NOTE = 20
/** A shorter run of text is a label at most. */
const MIN_SENTENCE = 40

/** The note that admits an error: as it is declared, in the text, or beside it. */
export function readCorrection(page: Page, body: Body | undefined): string | undefined {
  const declared = page.article?.node('correction')
  const said = declared?.text('text') ?? declared?.text('description') ?? declared?.text('name')
  if (said !== undefined && said.length > 10) return said
  return noteIn(body?.text.split('\n') ?? []) ?? besideText(page)
}

/** The first note among some lines of a text. */
export function noteIn(lines: readonly string[]): string | undefined {
  for (const [at, line] of lines.entries()) {
    if (line.length > MAX_NOTE) continue
    const label = LABEL.exec(line)?.[0]
    if (label === undefined) {
      if (admits(line)) return line
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

/** Publishers set the note in a box of its own, which is no part of the text. */
function besideText(page: Page): string | undefined {
  const from = page.heading?.order ?? 0
  let tries = 0
  for (const piece of page.survey.pieces) {
    if (tries >= MAX_TRIES) break
    const { text } = piece
    if (piece.order < from || piece.isLinked || text.length > MAX_NOTE || zoneOf(page, piece) & NEVER) continue
    if (!(text.length < MIN_SENTENCE ? LABEL.test(text) : admits(text))) continue
    tries++
    const note = noteIn([shortTextOf(blockOf(piece.parent), MAX_NOTE) ?? ''])
    if (note !== undefined) return note
  }
  return undefined
}
