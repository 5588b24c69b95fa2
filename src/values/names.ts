/** Names of writers as they are set in bylines. */

import { bare, collapse, isAscii } from './text.ts'

/** "By" in the languages of bylines, with the verbs and nouns that come before it, for the beginning of a line. Short words that begin other lines too are left out. */
const BY_WORDS =
  '(?:(?:this|ein|eine) (?:post|article|story|artikel|beitrag|analyse|kommentar|interview)\\s+(?:(?:was|is)\\s+)?)?' +
  '(?:(?:written|reported|posted|published|story|text|words|analysis|article|review|report|edited|interview|opinion|authored|created|submitted|compiled|uploaded|researched|erstellt|verfasst|veröffentlicht|geschrieben|publié|rédigé|écrit|posté|publicado|escrito|redactado|a cura|geschreven|geplaatst|gepubliceerd|skrevet|skriven|publisert|publicerad)\\s+)?' +
  '(?:by|von|vom|par|por|di|door|af|av|przez|autorin/autor|autor/(?:in|autorin)|contributors?|auth?or(?:en|es|in|e|i|s|a)?|auth?ors?\\(s\\)|auteurs?|автор|texte?|texto|testo|tekst|kirjoittaja|toimittaja|yazan|yazar|words|oleh|szerző|írta|autorka|autoři|autori|autors|autorius|piše|napisal[ao]?|penulis|tác giả|höfundur|teksti|kirjoittanut|nga|scris de|scritto da|pubblicato da|από|بقلم|كتب|كتبت|מאת|द्वारा|लेखक|โดย|글|執筆|取材・文|(?:text|fotos?|photos?) (?:und|and|et|&|\\+) (?:text|fotos?|photos?)|文|作者|記者|撰文)'

/** The same in Chinese, where no blank need follow: "記者陳小明／台北報導". */
const BY_HAN = '(?:(?:記者|记者)\\s*|(?:作者|撰文|文)\\s*[:：/／]\\s*)(?=\\p{Script=Han})'

/** A line that begins with "By", whether or not the name stands on it. */
export const BY_LINE = new RegExp(`^(?:${BY_WORDS}(?:\\s*[:：]\\s*|\\s|$)|${BY_HAN})`, 'iu')

/** "By" before a name. */
const BY = new RegExp(
  `^(?:(?:${BY_WORDS}|de|da|od|от)(?:\\s*[:：]\\s*|\\s+)(?=["'“„]?[\\p{Lu}\\p{Lo}])|${BY_HAN})`,
  'iu',
)

/** Layouts part the word from the name, markup does not. */
const GLUED_BY = /^By(?=\p{Lu}[\p{Ll}.])/u

/** What stands between names. */
const BETWEEN =
  /\s*(?:[;/／、，]|\s(?:and|und|et|y|og|och|ja|en|ve|with|mit|avec|con|oraz|и|a|i|e)\s|\s?&\s?|\s+\+\s+)\s*/iu

/** What parts the names from a section before them, or from whatever comes after. */
const BAR = /\s*[|•·●]\s*/

/** What ends the names in declared values. */
const AFTER_DECLARED =
  /\s*(?:\b(?:updated|published|posted|aktualisiert|veröffentlicht)\b|\b(?:19|20)\d\d\b|\bfor\s+\S+\.\w{2,}).*$/iu

/** What ends them in visible text besides: dashes, times, places of work, buttons. */
const AFTER_VISIBLE =
  /\s*(?:\s[–—-]\s|[–—]|\d{1,2}[:.h]\d\d\b|\b\d+\s*(?:min|sec|hours?|days?|mins?|minutes?|minuten|stunden)\b|\bmin read\b|\bfollow(?:s|ing)?\b|\bfacebook\b|\btwitter\b|\bemail\b|\be-mail\b|\bshare\b|\bcontact\b|\bprofile\b|\bsubscribe\b|\bread more\b|\bview (?:all|bio|profile|in)\b|\bsee (?:all|more)\b|\babout the\b|\bfor\s+\p{Lu}|\bis an?\b|\blast\b|\bon\s+\p{Lu}|(?<!\.)\bat\s+\p{Lu}|\bin\s+\p{Lu}|(?:\s(?:am|vom|le|el|il|em|op|den|dne|dnia)\s+)?\d{1,2}[./]\d{1,2}[./]\d{2,4}|\s(?:am|vom|le|el|il|em|op|den|dne|dnia)\s+\d|(?:\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?)\.?,?\s+\d).*$/iu

/** Roles that bylines glue to the name without a comma. */
const GLUED_ROLE =
  /\s+(?:(?:senior|staff|chief|deputy|associate|assistant|managing|contributing|executive|political|economics?|business|sports?|news|science|health|technology|digital|freelance|guest|special|national|foreign|city|local|education|environment|arts?|culture|entertainment|crime|courts?|lead|junior|principal)\s+)*(?:editor|reporter|correspondent|writer|columnist|journalist|contributor|producer|redakteur(?:in)?|autor(?:in)?|author|photographer|analyst|critic|anchor|intern|editor-in-chief)\b.*$/iu

/** Where the writer works, or as what, with an "and" or "of" in it that parts no names. */
const PLACE_OF_WORK =
  /,\s*(?:head|director|professor|president|chair|manager) of [^,;|]*$|,\s*[^,;|]*\b(?:institutes?|university|college|department|school|cent(?:er|re)|ministry|agency|committee|association|network)\b[^,;|]*\b(?:and|of|for|on)\b[^,;|]*$/iu

/** An agency set behind a name of two words or more. */
const GLUED_AGENCY =
  /(?<=\S\s+\S+)\s+(?:the )?(?:associated press|canadian press|press association|reuters|afp|dpa|bloomberg(?: news)?)$/i

/** Parts that are degrees and belong to the name before. */
const DEGREE =
  /^(?:m\.?d\.?|ph\.?\s?d\.?|m\.?s\.?c?\.?|b\.?s\.?c?\.?|b\.?a\.?|m\.?a\.?|r\.?d\.?n?\.?|r\.?n\.?|l\.?d\.?n?\.?|m\.?p\.?h\.?|m\.?b\.?a\.?|ll\.?m\.?|j\.?d\.?|d\.?o\.?|psy\.?d\.?|lcsw|lmft|lpc|cscs|cpt|facp|jr\.?|sr\.?|esq\.?|ii|iii|iv|fand|faclm|dvm|vmd|dds|dmd|pharm\.?d\.?|dpt|ed\.?d\.?|cfp®?|cepf®?|cpa|cfa|obe|mbe|cbe|phd)$/i

/** "Gastbeitrag von Ana Muster", "An essay by Ana Sample". */
const LABEL_BY =
  /^(?:\p{L}+\s){0,2}\p{L}*(?:beitrag|artikel|kommentar|essay|reportage|bericht|mitteilung|wortlaut|kolumne|analyse|rezension|meldung|post|story|review|opinion|column|commentary|article|report|chronique|tribune|artículo|columna|opinión|crónica)\s(?:von|by|par|por)\s+(?=\p{Lu})/iu

/** Whoever is asked in an interview has not written it. */
const INTERVIEWED = /^(.*\b(?:interview|entretien|entrevista|intervista)\b.*?)\s(?:with|mit|avec|con|met|med)\s.*$/iu

/** Other people than the writers. */
const OTHER_ROLE =
  /(?<!\p{L})(?:(?:medically |clinically |expert |legally )?(?:reviewed|fact[- ]?checked|approved|verified|checked|edited|translated|illustrated|photographed|produced|filmed) by|photo(?:s|graphs?|graphy)? (?:by|from)|photography by|video by|illustrations? by|contributions? (?:from|by)|fact[- ]?check(?:ed|er)?|additional reporting|editing by|reviewer|(?:foto(?:s|grafien?)?|bild(?:er)?|illustration(?:en)?|übersetzung|ilustraci(?:ón|ones)|photos?|traduction|traducción|fotografie)\s(?:von|vom|par|por|de|di|door|av|af)|übersetzt von|aus dem \p{L}+ von|(?<!(?:&|\+|und|and|et)\s)foto(?:s)?:|bild:|fotografie)(?!\p{L}).*$/iu

const ORGANISATION =
  /\b(?:editors?|editorial|reporters?|correspondents|staff|staffers|writers|team|desk|newsroom|redaktion|redaktionen|redaktor|redaccion|redacción|redazione|redacao|redação|rédaction|redactie|redakcja|redakce|toimitus|contributors|agency|agencies|agencia|agenzia|agence|agentur|news|nachrichten|newsdesk|press|presse|media|media group|online|digital|magazine|university|institute|college|foundation|association|company|inc|llc|ltd|limited|gmbh|corp|wire|services?|network|studio|studios|group|admin|administrator|webmaster|publisher|publishing|blog|community|council|department|office|report|bureau|journal|times|post|daily|radio|tv|television)\b/iu

const AGENCY_NAME =
  /^(?:the )?(?:ap|afp|dpa|dpa-afx|epa|pa|pa media|upi|efe|ansa|apa|sda|keystone-sda|sid|kna|epd|ats|belga|anp|ntb|tt|ritzau|stt|pap|čtk|ctk|mti|tass|interfax|xinhua|kyodo|jiji|yonhap|bernama|antara|pti|ians|ani|aap|bloomberg|reuters|associated press|agence france-presse|europa press|press association|canadian press|united press international|deutsche presse-agentur|press trust of india|anadolu|anadolu agency|lusa|agerpres|tanjug|hina|unian|ukrinform)$/i

/** Words that name a button or a label where a name could stand. */
const NO_NAME =
  /^(?:(?:read|view|see|show|find|learn|sign|log|click|skip|back|follow|contact|share|subscribe|join|buy|get|watch|listen|download|add|leave|post|posted|published|updated|written|last|more|about|all|new|our|your|this|these|how|why|what|when|where|who|which|best|top|here|free)\b|by$|home$|author$|admin$)|\b(?:minutes?|hours?|days?|ago|read|policy|cookies?|newsletter|articles?|posts?|comments?|share|video|photos?|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|privacy|terms|twitter|facebook|instagram|linkedin|email|website|getty images|press release|case study|study|guide|rights|reserved)\b/iu

/** The same words in other languages: "Weitere Stories", "Tous les articles", "Ver más", "Alle artikelen". */
const NO_NAME_ELSEWHERE =
  /^(?:alle|alles|mehr|weitere[rs]?|neueste[rs]?|zur|zum|zurück|jetzt|hier|teilen|lesen|tous|toutes|voir|lire|plus|partager|suivre|retour|todos|todas|ver|más|leer|seguir|compartir|tutti|tutte|leggi|altri|condividi|ler|veja|leia|mais|meer|lees|bekijk|delen|visa|läs|mer|les|se|zobacz|czytaj|więcej|wszystkie|все|ещё|читать|подробнее|tüm|devamı|lihat|baca|semua)\s|(?:leiter|referent|sprecher|redakteur|korrespondent|mitarbeiter|geschäftsführer)(?:in)?(?!\p{L})|(?<!\p{L})(?:artikel|artikels|artikelen|beiträge?|kommentare?|datenschutz|impressum|artículos?|entradas?|comentarios?|commentaires?|articoli|commenti|artigos?|comentários|artiklar|artikler|kommentarer|komentarze|artykuły|статьи|комментарии|yazıları|yorumlar|komentar)(?!\p{L})|留言|回應|评论|評論|關注|关注|分享|人氣|人气|记者页|記者ページ|報導|报道|報道|責任編輯|责任编辑|综合|一覧|記事|コメント|댓글|구독/iu

/** A post alone, as it stands beside a name. */
const POST =
  /\b(?:editor|reporter|correspondent|writer|columnist|journalist|contributor|coordinator|director|manager|president|founder|co-founder|ceo|cto|cfo|officer|specialist|professor|lecturer|consultant|strategist|analyst|engineer|producer|photographer|marketing|the author|author|autorin?|redakteur(?:in)?|journalistin?|redactor(?:a)?|periodista|guest essay|staff|essay|dietitian|nutritionist|head of \p{L}+)$/iu

const PARTICLE =
  /^(?:de|del|della|dela|der|den|des|di|da|do|dos|das|du|la|le|van|von|vom|zu|zur|ter|ten|te|bin|binti|ibn|al|el|y|e|af|av|aw|st\.?|mc|mac|ou|und|of|the|vander|ap|o|abu|ben|bat)$/i

export interface NameOptions {
  /** the text stands on the page among dates and buttons, rather than in a field of its own */
  readonly visible?: boolean
}

/** Texts split into names, without "By", roles, addresses and times; what is no name is left out. */
export function splitNames(text: string, { visible = false }: NameOptions = {}): string[] {
  const bare = collapse(text)
    .replace(/https?:\S+|\S+@\S+\.\w+|@\w+|\([^)]*\)/g, ' ')
    .replace(OTHER_ROLE, '')
    .replace(INTERVIEWED, '$1')
  // A section or a day may stand before the names: "Politics · Ana Sample".
  for (const segment of collapse(bare).split(BAR)) {
    const names = namesIn(segment, visible)
    if (names.length > 0) return [...new Set(names)]
  }
  return []
}

function namesIn(segment: string, visible: boolean): string[] {
  const said = segment
    .replace(GLUED_BY, '')
    .replace(BY, '')
    .replace(BY, '')
    .replace(AFTER_DECLARED, '')
    .replace(PLACE_OF_WORK, '')
  const names: string[] = []
  for (const group of (visible ? said.replace(AFTER_VISIBLE, '') : said).split(BETWEEN)) {
    for (const [at, part] of group
      .split(/\s*,\s*/)
      .map(tidy)
      .entries()) {
      const person = part.replace(GLUED_AGENCY, '')
      if (DEGREE.test(part) && at > 0 && names.length > 0) names[names.length - 1] += `, ${part}`
      else if (isPlausibleName(person)) names.push(person)
      else if (isPlausibleName(withoutRole(part))) names.push(withoutRole(part))
      else if (names.length === 0 && at === 0 && isDesk(part)) names.push(part)
      else if (!visible && AGENCY_NAME.test(part)) names.push(part)
    }
  }
  return names
}

/** A post that consists of nothing but words for posts has nobody's name in it. */
const withoutRole = (part: string): string =>
  /^(?:executive|managing|contributing|digital|content|guest|staff)\s/i.test(part) ? part : part.replace(GLUED_ROLE, '')

const tidy = (part: string): string =>
  collapse(part)
    .replace(LABEL_BY, '')
    .replace(/^[\s"'“”«»:.[［【–—-]+|[\s"'“”«»:;,\]］】–—-]+$/g, '')
    .replace(/(?<=\p{Ll}{2})\.$/u, '')
    .replace(/\s(?:기자|記者|记者|通讯员)$/u, '')
    .replace(/^(.{4,})\s\1$/u, '$1')
    .replace(/^(\p{Lu}{2,3})\s+(?=\p{Lu}\p{Ll})/u, (mark: string, initials: string, _at: number, whole: string) =>
      initialsOf(whole.slice(mark.length)) === initials ? '' : mark,
    )
    .replace(/^(?:dr|mr|mrs|ms)\.?\s+(?=\S+\s)/i, title => (/^dr/i.test(title) ? title : ''))

/** What stands in the place of a missing portrait. */
const initialsOf = (name: string): string => name.match(/(?<![\p{L}'’-])\p{Lu}/gu)?.join('') ?? ''

/** Two to five words, each capitalised or a particle; in Chinese, Japanese and Korean two to eight characters. */
export function isPlausibleName(text: string): boolean {
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}・\s]{2,8}$/u.test(text))
    return !NO_NAME_ELSEWHERE.test(text)
  if (
    text.length > 60 ||
    /[\d<>{}[\]_=?!#:@©…]|\.\w{2,3}$|\.\.$/.test(text) ||
    NO_NAME.test(text) ||
    NO_NAME_ELSEWHERE.test(text) ||
    /['’]s\s/i.test(text) ||
    DEGREE.test(text) ||
    POST.test(text)
  )
    return false
  const words = text
    .replace(/["“”„«»][^"“”„«»]+["“”„«»]/g, ' ')
    .trim()
    .split(/\s+/)
  if (words.length < 2 || words.length > 5) return false
  const capitals = words.filter(
    word => /^["'‘(]?(?:[dlo]['’])?[\p{Lu}\p{Lo}\p{Lt}]/iu.test(word) && isCapital(word),
  ).length
  return (
    capitals >= 2 - (words.some(word => PARTICLE.test(word)) ? 1 : 0) &&
    words.every(word => isCapital(word) || PARTICLE.test(word)) &&
    isCapital(words.at(-1) as string)
  )
}

/** Scripts without capitals count as capitals. */
const isCapital = (word: string): boolean => /^["'‘(]?(?:[dlo]['’])?(?:[\p{Lu}\p{Lt}]|\p{Lo})/u.test(word)

/** A user name or a first name alone: somebody, but hardly what a reader is told. */
export const isHandle = (text: string): boolean =>
  /^[\p{L}][\p{L}\p{N}._-]{2,24}$/u.test(text) &&
  !/^(?:author|by|editor|staff|news|guest|user|root|home)\d*$|admin|webmaster/i.test(text) &&
  !NO_NAME_ELSEWHERE.test(text)

/** A desk, an agency or a company by its own name, in a few words. */
function isDesk(text: string): boolean {
  return (
    text.length >= 2 &&
    text.length < 60 &&
    !/[<>{}=@]|^\d/.test(text) &&
    (AGENCY_NAME.test(text) || (ORGANISATION.test(text) && !NO_NAME.test(text) && text.split(' ').length <= 6))
  )
}

/** Whether a name is a desk, an agency or a company rather than a person. */
export function isOrganisation(name: string, siteNames: readonly string[] = []): boolean {
  const key = bare(name)
  if (AGENCY_NAME.test(name) || ORGANISATION.test(name)) return true
  // "MDR THÜRINGEN": a broadcaster's short name and the house of it.
  const short = /^\p{Lu}{3}(?=\s+\p{Lu}{2})/u.exec(name)?.[0].toLowerCase()
  return siteNames.some(site => {
    const own = bare(site)
    return own.length > 3 ? key.includes(own) : own === short
  })
}

/** What two writings of one name are compared by: letters without accents, in lower case. */
export const nameKey = (name: string): string => {
  const own = name.replace(/,.*$/, '')
  return bare(isAscii(own) ? own : own.normalize('NFD').replace(/\p{M}/gu, ''))
}
