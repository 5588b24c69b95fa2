/** Pages sent in place of an article: consent and robot walls, error pages, shells that need their scripts. */

import { textOf } from '../element-text.ts'
import type { Kind, KindSigns } from '../kind.ts'
import { describesItself, type Page } from '../page.ts'

/** Titles of checks and walls. */
const WALL_TITLE =
  /just a moment|access (?:to this page has been )?denied|are you (?:a )?(?:robot|human)|robot check|captcha|attention required|verif(?:y|ying) (?:that )?you are|human verification|security check|before you continue|(?:one|un) (?:more )?moment,? (?:please|bitte)|checking your browser|ddos protection|unusual traffic|pardon our interruption|cookie (?:consent|wall|einstellungen)|consent (?:required|management)|datenschutz-?(?:einstellungen|zustimmung)|einwilligung|bevor sie fortfahren|avant de continuer|antes de continuar|prima di continuare|voordat je verdergaat|sign in to continue|log ?in required|please log ?in/gi

/** What walls ask for in their text. */
const ASKED =
  /cookies?\b|consent|privacy|personal(?:ised|ized) ads|partners\b|vendors\b|tracking|datenschutz|einwillig|zustimm|werbung|akzeptier|accept(?:er|ez|a|ar|eren)?\b|confidentialité|traceurs|consentement|aceptar|privacidad|consentimiento|socios|accetta|consenso|toestemming|akkoord|adverten|zgod[ayę]|prywatności|ciasteczk|samtykke|godkänn|integritet|クッキー|同意|개인정보|куки|соглас/giu
const ROBOT =
  /captcha|not a robot|kein roboter|unusual traffic|automated (?:access|requests)|verify you are human|checking your browser|enable cookies and javascript|access denied|cloudflare ray id|blocked by (?:network )?security|reference #\d/i

const ERROR_TITLE =
  /^(?:error\b|fehler\b|erreur\b)|^(?:http\s)?[45]\d\d\b(?!\s*(?:million|billion|people|years?|days?|jahre|ans))|\b(?:404|410|500|502|503)(?:\s*(?:[-–—|:.]|error|not found|fehler|erreur)|$)|(?:page|seite|site|article|story|content|document|url) (?:was |is |could |can |wurde |ist )?(?:not|nicht|cannot)(?: be)? (?:found|gefunden|verfügbar|available)|\bnot found$|^not found|page (?:does not|doesn['’]t|no longer) exist|no longer available|seite existiert nicht|nicht gefunden|(?:page|article) (?:introuvable|non trouvée?)|página no encontrada|no se (?:ha )?encontr|pagina non trovata|pagina niet gevonden|página não encontrada|η σελίδα δεν βρέθηκε|העמוד לא נמצא|az oldal nem található|stránka (?:nebyla nalezena|neexistuje|sa nenašla)|pagina nu (?:a fost găsită|există)|сторінку не знайдено|không tìm thấy trang|halaman tidak (?:ditemukan|ada)|पृष्ठ नहीं मिला|strona nie (?:została znaleziona|istnieje)|sidan (?:kunde inte hittas|finns inte)|siden (?:ble|blev) ikke funnet|sivua ei löyt|страница не найдена|找不到|ページが見つかりません|페이지를 찾을 수 없|sayfa bulunamadı|forbidden|bad gateway|service unavailable|gateway time-?out|internal server error|temporarily unavailable|site (?:is )?under maintenance|wartungsarbeiten|something went wrong/gi

const NEEDS_SCRIPTS =
  /(?:enable|requires?|needs?|turn on|activate) (?:to run this app\S*\s)?javascript|javascript (?:is |ist )?(?:disabled|deaktiviert|required|to run this app)|javascript (?:aktivieren|einschalten)|activer javascript|habilit\w+ (?:el )?javascript|attiva(?:re)? javascript/i

/** Under so many words of its own a page with such a title has no other content. */
const FEW_WORDS = 300
/** Walls are short: a text of so many words is about its subject, even when that is cookies. */
const WALL_WORDS = 250
/** One word of consent in so many is what no article reaches. */
const WORDS_AN_ASK = 18
const LEAST_ASKED = 4
/** With so much text a form in it is a comment's or a newsletter's. */
const BODY_WORDS = 80
/** A shell has a menu at most. */
const SHELL_WORDS = 60

/** The kind of a page that stands in the place of an article, or nothing. */
export function readInstead(page: Page, signs: KindSigns): Kind | undefined {
  const { survey } = page
  const words = Math.max(survey.words, signs.body?.value.wordCount ?? 0)
  const says = [survey.title, textOf(survey.h1[0]?.element), signs.headline].filter(text => text !== undefined)
  const why = (sign: string): readonly string[] => [sign, `${words} words`]
  if (words < FEW_WORDS) {
    const isStory = signs.hasDate && (signs.body?.value.wordCount ?? 0) >= STORY_WORDS
    const wall = says.find(text => saysSo(text, WALL_TITLE, isStory))
    if (wall !== undefined && !describesItself(page)) return { kind: 'wall', why: why(`title "${short(wall)}"`) }
    const error = says.find(text => saysSo(text, ERROR_TITLE, isStory))
    if (error !== undefined && !describesItself(page)) return { kind: 'error', why: why(`title "${short(error)}"`) }
  }
  if (words < WALL_WORDS && !describesItself(page)) {
    const wall = askedFor(page, signs, words)
    if (wall !== undefined) return { kind: 'wall', why: why(wall) }
  }
  if (signs.body !== undefined) return undefined
  if (words < SHELL_WORDS) return { kind: 'empty', why: why('no text without scripts') }
  if (words < FEW_WORDS && NEEDS_SCRIPTS.test(shownText(page)))
    return { kind: 'empty', why: why('asks for JavaScript') }
  return undefined
}

/** Of a page with a date and a text it must say little else: there are stories of errors, and of what is forbidden or not found. */
function saysSo(text: string, pattern: RegExp, isStory: boolean): boolean {
  const left = text.replace(pattern, '').length
  return isStory ? left < text.length * MOST_ELSE : left < text.length
}

const STORY_WORDS = 40
const MOST_ELSE = 0.5

/** A check, a login or a consent that a short page consists of. */
function askedFor(page: Page, { body }: KindSigns, words: number): string | undefined {
  const text = shownText(page)
  if ((body?.value.wordCount ?? 0) < BODY_WORDS) {
    if (ROBOT.test(text)) return 'robot check'
    if (page.survey.gates > 0 && words < 150) return 'login or robot check form'
  }
  const asked = text.match(ASKED)?.length ?? 0
  return asked >= LEAST_ASKED && asked * WORDS_AN_ASK >= words ? `${asked} words of consent` : undefined
}

/** Only ever asked for on pages of a few hundred words. */
const shownText = ({ survey }: Page): string =>
  survey.pieces
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 6000)

const short = (text: string): string => text.slice(0, 80)
