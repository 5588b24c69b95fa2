/** Lines that say of whom something is, and nothing else: photographers, reporters, and whose opinion a text is. */

import { agenciesIn } from '../fields/agency-names.ts'

/** A photographer's name and an agency are no longer. */
const MAX_PICTURE_CREDIT = 60
/** How the pictures' makers are named, by language. */
const PICTURE =
  /^[([]?\s*(?:(?:fotos?|fot\.?|photos?(?: credit)?|image credits?|bild(?:er)?|photograph|foto[’']s|fotó|fotoğraf|kuva|zdjęcie|фото|снимка|φωτο(?:γραφία)?\.?|写真|图|사진)\s*(?:[:：©/]|(?:by|courtesy|via)\s)|fot\. )/iu
/** A caption that ends with one. */
const MAX_CAPTION = 300
const CAPTION =
  /[.(!?"”’»|–—]\s*(?:[Ff]otos?|FOTOS?|[Ff]ot\.|[Pp]hotos?(?: [Cc]redit)?|PHOTOS?|[Pp]hotograph|[Ii]mage(?: [Cc]redit)?|IMAGE|Bild(?:er|quelle)?|Foto[’']s|Kuva|Zdjęcie|Фото|Снимка|Φωτο(?:γραφία)?|写真|사진|[Cc]rédit(?: photo)?|Credito|Crédito)\s*(?:[:：©/]|(?:by|courtesy of|via)\s)\s*\p{Lu}[^.:!?]{1,60}[)\].]?$/u

const ENDS_SENTENCE = /[.!?。](?<!\b\p{Lu}\.)$/u

/** Those who made an agency's report, and the agency beside the newspaper. */
const MAKERS =
  /^\P{L}*(?:additional )?reporting by [^.]+?[;, ] ?(?:additional |further )?(?:reporting|writing|editing|graphics|translation) by |^(?:\p{Lu}[\p{L}’' .-]{0,30} )?avec (?:l[’'])?(?:\p{Lu}{2,5}|Agence\p{L}* .{2,30})(?: et \p{Lu}{2,8})?$/iu
const MAX_MAKERS = 250

/** Desks and reporters, as newspapers of East Asia set them behind the text. */
const REPORTER = [
  /^[（(［[【]?\s*(?:本报|本刊|见习|实习)?(?:记者|記者|责任编辑|責任編輯|责编|编辑|編輯|作者|撰文|校对|文\/|图\/)[\s:：︱|丨]?[^。，,.]{1,24}$/,
  /^(?:기자명\s*)?[([［]?[가-힣]{2,4}\s?(?:선임|수습|전문|논설|인턴)?\s?(?:기자|특파원)(?:\s*[=/|]?\s*[\w.+-]+@[\w.-]+)?[)\]］]?$/,
]

/** A disclaimer is one or two sentences. */
const MAX_DISCLAIMER = 400
/** Whose opinion a text is, by language. */
const OWN_OPINION: readonly RegExp[] = [
  /^[^\p{L}]*(?:disclaimer: )?(?:the |any |all )?(?:views?|opinions?)(?:,? (?:and|or|&) (?:views?|opinions?|analys[ei]s))? (?:(?:expressed|stated|presented) (?:here(?:in)?|by|in (?:this|the)|are)|(?:in|of) this (?:article|column|piece) are|are (?:those|solely|the (?:author|writer|columnist)))/iu,
  /^[^\p{L}]*(?:dieser (?:gast)?(?:beitrag|kommentar|artikel) gibt|gastbeiträge geben) (?:nicht )?(?:ausschließlich |allein |lediglich )?die (?:persönliche )?meinung/iu,
  /^[^\p{L}]*les (?:opinions|points de vue|propos) (?:exprimée?s|publiée?s|émis(?:es)?) (?:dans|par|ici)/iu,
  /^[^\p{L}]*las opiniones (?:expresadas|vertidas|publicadas)|^[^\p{L}]*as opiniões (?:expressas|aqui)|^[^\p{L}]*le opinioni (?:espresse|qui)/iu,
  /^[^\p{L}]*(?:мнение (?:автора|редакции) может не совпадать|точка зрения автора может не)/iu,
]

/** How those who made an agency's report are named behind it, in brackets of their own, by language; each before a name. */
const SIGNED: Readonly<Record<string, string>> = {
  en: '(?:[Aa]dditional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Ww]ritten|[Ee]dited|[Cc]ompiled|[Tt]ranslated) by',
  fr: '(?:[Rr]édigé|[ÉEé]crit|[Tt]raduit|[ÉEé]dité|[Aa]dapté)(?:e|s|es)?(?: (?:et|avec) \\p{Ll}+)? par|[Rr]eportages?(?: de)?|[Vv]ersion française(?: de)?',
  de: '(?:[Bb]ericht(?:et)?|[Gg]eschrieben|[Rr]edigiert|[Zz]usammengefasst|[Üü]bersetzt|[Bb]earbeitet) von',
  es: '(?:[Rr]eporte|[Rr]eportaje|[Ee]scrito|[Ee]ditado|[Rr]edactado|[Tt]raducido)(?: adicional)?(?: en \\p{Ll}+)? (?:de|por)|[Pp]or [^.;()]{3,60}; ?[Ee]dita(?:do|ción) \\p{L}[^.;()]*?(?:de|por)',
  pt: '(?:[Rr]eportagem|[Ee]dição|[Tt]exto|[Tt]radução)(?: adicional)? (?:de|por)|[Pp]or [^.;()]{3,60}[;,] ?[Ee]dição (?:de|por)',
  it: '(?:[Tt]radotto|[Ss]critto|[Rr]edatto) da|[Ss]ervizio di|[Aa] cura di',
}
const SIGN_OFF = new RegExp(`^[([](?:${Object.values(SIGNED).join('|')}) \\p{Lu}.*[)\\]]\\.?$`, 'u')
const MAX_SIGN_OFF = 350
/** The end of a text as telegraphers marked it, and the initials of an agency's writer and editors. */
const CLOSING = /^(?:[-–—]\s?30\s?[-–—]|#\s?#\s?#|\p{Ll}{2,4}(?:\s?\/\s?\p{Ll}{2,4}){1,3}\s?\/?)$/u
const MAX_CLOSING = 24

/** Whether a text's last line says who made it, as agencies do, or that it ends. A mark of an agency is a credit of its own. */
export function isSignOff(line: string): boolean {
  if (line.length <= MAX_CLOSING && CLOSING.test(line)) return agenciesIn(line).length === 0
  return line.length <= MAX_SIGN_OFF && SIGN_OFF.test(line)
}

/** Whether a whole line is such a credit. */
export function isCredit(line: string): boolean {
  if (line.length <= MAX_PICTURE_CREDIT && PICTURE.test(line) && !ENDS_SENTENCE.test(line)) return true
  if (line.length <= MAX_CAPTION && CAPTION.test(line)) return true
  if (line.length <= MAX_MAKERS && MAKERS.test(line)) return true
  if (line.length <= MAX_PICTURE_CREDIT && REPORTER.some(form => form.test(line))) return true
  return line.length <= MAX_DISCLAIMER && OWN_OPINION.some(form => form.test(line))
}
