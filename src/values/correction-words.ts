/** How newsrooms word the notes in which they admit an error, in the languages of the news: patterns alone. */

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
  String.raw`\b(?:earlier|previous|prior|original|initial) versions? of (?:this|our) (?:article|story|post|report|column|piece|headline|review|item|page|caption|chart|graphic|map|photo caption|obituary|newsletter)\b`,
  // Of "the" report there may be versions that are no newsroom's.
  String.raw`\b(?:earlier|previous|prior|original|initial) versions? of the (?:article|story|post|column|piece|headline|caption)\b(?=[^.]*\b(?:incorrect|inaccurate|mis(?:stat|spel|identif|attribut|quot|report)|wrong|err(?:or|one)|mistake)|$)`,
  String.raw`\bthis (?:\p{L}{3,9}\.? \d{1,2},? )?(?:article|story|post|report|column|piece|headline|review|item|page|version) (?:(?:was|has been) (?:amended|corrected|clarified|retracted)|(?:originally|previously|initially) (?:said|stated|misstated|reported|identified|gave|listed|referred))\b`,
  String.raw`\b(?:due to|because of) an? (?:editing|production|reporting|transcription|translation) error\b`,
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

/** The label at the beginning of a line. A date, bare or in brackets, may stand between it and its colon. */
export const CORRECTION_LABEL = new RegExp(
  String.raw`^[\s[(【*]*(?:${Object.values(LABELS).join('|')})(?:\s*\([^)]{3,40}\)|,?\s[\p{L}\d.,/ ]{3,30}?\d{2,4}|,?\s\d{1,2}\.?\s\p{L}{3,10}\.?)?[\])】*]*\s*(?:[:：–—]|\.\s|-\s|$|(?<=[\])】]))`,
  'iu',
)
const ADMISSION = new RegExp(ADMISSIONS.join('|'), 'iu')

/** One of these is in every admission: few lines need the long pattern. */
const SIGN =
  /ersi[oóãueyj\s]|ersji|erzi|assung|dgave|tgave|áltozat|aberin|верс[иі]|έκδο|εκδοχ|نسخة|訂正|更正|정정|바로잡|orrect|orrig(?:iert|é)|erichtig|mended|larif|larity|etract|ectif|egret|eflect that| to fix|(?:riginal|revious|nitial)ly (?:[si]|mis|re|gave|listed)|(?:ting|tion) error/i

/** Whether a line speaks of an error in what was published before. */
export const admitsError = (line: string): boolean => SIGN.test(line) && ADMISSION.test(line)
