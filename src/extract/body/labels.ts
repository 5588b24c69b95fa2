/**
 * Lines that stand among paragraphs and are never an article's own text: labels of advertising, of players and of scripts that did not run, data,
 * the headline, the writers' names, the date.
 */

import { readDate } from '../../values/date.ts'
import { nameKey, splitNames } from '../../values/names.ts'
import { bare } from '../../values/text.ts'

const LABELS: readonly RegExp[] = [
  /^(?:advertisement|advertisement(?: - |\s+)(?:scroll to continue|continue reading below)|sponsored content|article content|placeholder image[- ]?\d*|story continues(?: below(?: (?:this )?ad(?:vertisement)?)?)?|article continues (?:below|after)(?: (?:this )?ad(?:vertisement)?)?)$/i,
  /^(?:anzeige|werbung|publicité|la suite après (?:la|cette) publicité|publicidad|pubblicità|publicidade|continua após a publicidade|advertentie|annonce|annons|reklama|reklame|реклама|διαφήμιση|reklam|iklan|quảng cáo|広告|廣告|广告|광고|إعلان|विज्ञापन|โฆษณา)$/iu,
  /^(?:dalsza część (?:artykułu|tekstu) (?:znajduje się )?pod (?:materiałem )?(?:wideo|reklamą|galerią|zdjęci\p{L}+)|ciąg dalszy pod (?:reklamą|wideo)|artikel geht (?:nach|unter) der (?:anzeige|werbung) weiter|(?:der )?artikel wird nach der anzeige fortgesetzt|artikeln fortsätter (?:efter|under) annonsen|artikkelen fortsetter under annonsen|artiklen fortsætter (?:efter|under) annoncen|(?:(?:tekst|artikel) gaat|lees) verder onder de (?:advertentie|foto|video)|juttu jatkuu mainoksen (?:jälkeen|alla)|продолжение (?:после|под) рекламо\p{L}+|o artigo continua após a publicidade|el artículo continúa después de la publicidad|l'articolo continua dopo la pubblicità|článek pokračuje (?:pod|za) reklamou|pokračování (?:článku )?(?:pod|po) reklam\p{L}+|článok pokračuje pod reklamou|a cikk (?:a hirdetés után folytatódik|folytatódik a hirdetés után)|articolul continuă după (?:publicitate|reclamă)|το άρθρο συνεχίζεται (?:κάτω από|μετά) τη(?:ν)? διαφήμιση|продовження (?:після|під) реклам\p{L}+|haberin devamı (?:reklamdan sonra|aşağıda)|scroll to continue with content)\.?$/iu,
  /^(?:loading|laden|chargement|cargando|caricamento|carregando|загрузка)(?:\.\.\.|…)$/iu,
  /^(?:your browser does not support (?:the )?(?:video|audio)(?: tag| element)?|this video (?:can ?not|is unable to) be played|please enable javascript.*|javascript is (?:disabled|required).*)\.?$/i,
  // Where else a text stands, and by whose rules it was made.
  /^(?:dieses thema im programm:|über dieses thema berichtete? |our standards: |a version of this (?:article|story|review|essay) (?:appears|appeared) (?:in|on) )/iu,
  /^(?:listen(?: to (?:this )?(?:article|story))?|email|print|tweet|save|follow)$/i,
  // Counters beside the headline.
  /^(?:(?:댓글|コメント|评论|評論|comments?|kommentare?|commentaires?|coment[aá]rios?|commenti|kommentarer|komentarze|комментари[ийев]+|reacties|σχόλια|yorum(?:lar)?)\s*[:：(]?\s*\d+\)?|\d+\s*(?:comments?|kommentare?|commentaires?|coment[aá]rios?|commenti|комментари[ийяев]+|reacties|σχόλια|yorum|komentarz[eyay]*|kommentarer|shares?|views?|likes?))$/iu,
  // What walls say in place of the rest.
  /^\P{L}*(?:この記事は(?:会員限定|有料(?:会員)?(?:限定)?)(?:記事)?です|有料(?:会員)?(?:限定)?記事$|残り\s?\d+\s?文字|有料会員になると|dieser (?:artikel|inhalt|text|beitrag) ist (?:nur|exklusiv) für|dieser (?:artikel|inhalt|text|beitrag) ist für (?:unsere )?abonnent|jetzt weiterlesen|cet article est réservé aux abonnés|il vous reste \d+(?:[,.]\d+)? ?%|contenido exclusivo para (?:suscriptores|socios)|este (?:contenido|artículo) es exclusivo|articolo riservato agli abbonati|questo (?:articolo|contenuto) è riservato|conteúdo exclusivo para assinantes|this (?:article|content|story) is (?:only |exclusively )?(?:available )?(?:only )?(?:for|to) (?:our )?(?:subscribers|members)|subscribe (?:now )?to (?:continue|keep) reading|to (?:continue|keep) reading,|already a (?:subscriber|member)\?|déjà abonné|bereits (?:abonnent|registriert|abonniert)|¿ya (?:eres|estás) suscri|sei già abbonato|já é assinante|ten artykuł jest (?:dostępny )?(?:tylko )?dla|материал доступен (?:только )?(?:по подписке|подписчикам))/iu,
  /^(?:share(?: this(?: article| story)?)?|copy link|print this (?:article|page)|teilen|partager|compartir|condividi|compartilhar|поделиться|udostępnij)$/iu,
  /^(?:this is a )?(?:breaking|developing)(?: news?)? story\b.{0,60}$|^(?:more to follow|this story (?:is developing|is being updated|will be updated)\b.{0,40})$/i,
  /^(?:don[’']t want to see this\? )?remove ads$/i,
  // The title of a film or gallery that is set there. Fewer words may be an entry of a list: "Video: 4K".
  /^(?:v[ií]d[eéè]os?|watch|gallery|bildergalerie|fotogalerie|fotostrecke|diaporama|galería|fotogallery)\s?[|:]\s?(?:\S+\s+){3}\S/iu,
  /^(?:(?:privatsphäre|cookie|datenschutz)-einstellungen (?:ändern|anpassen|öffnen)|(?:manage|change|update) (?:your )?(?:cookie|privacy) (?:settings|preferences))$/iu,
  // What stands in the place of a film or post from elsewhere until the reader consents to it.
  /^(?:this content (?:is not available|isn[’']t available|can ?not be (?:shown|displayed|loaded)|could not be loaded|is hosted by a third party)|to (?:view|see|show|display) this (?:content|video|post|embed)|we need your (?:consent|permission) (?:to|before)|this (?:article|page) (?:contains|includes) content provided by|view this post on instagram)/iu,
  /^(?:(?:empfohlener )?(?:externer|redaktioneller) inhalt(?: nicht verfügbar)?$|externe inhalte (?:anzeigen|aktivieren|laden)|an dieser stelle .{0,60}extern\p{L}* inhalt|mit dem laden de[sr] \p{L}+ akzeptieren sie|(?:deine|ihre) privatsphäre-einstellungen verhindern|ich bin (?:damit )?einverstanden, dass mir externe inhalte|zum (?:anzeigen|laden) dieses (?:inhalts|videos|beitrags)|wir benötigen (?:ihre|deine) (?:zustimmung|einwilligung))/iu,
  /^(?:(?:cet? (?:affichage|contenu)|cette vidéo) (?:n[’']est possible|n[’']est pas disponible|(?:a été|est) bloqué)|pour (?:visionner|afficher|voir) ce(?:tte)? (?:contenu|vidéo)|este contenido (?:no está disponible|está bloqueado)|para (?:ver|visualizar) este contenido|questo contenuto (?:non è disponibile|è bloccato|è ospitato)|per (?:vedere|visualizzare) questo contenuto|este conteúdo (?:não está disponível|está bloqueado)|om deze (?:inhoud|content|video) te (?:zien|bekijken|tonen)|(?:deze|dit) (?:inhoud|video|bericht|content) (?:is niet beschikbaar|kan niet worden getoond)|dette innholdet (?:er ikke tilgjengelig|kan ikke vises)|det här innehållet (?:är inte tillgängligt|kan inte visas)|ta treść (?:jest niedostępna|nie jest dostępna))/iu,
]

const MAX_LETTERS = 160
const MAX_EMPTY = 8

/** What a script would have filled in, in the form of a widget ("write to {* address *}") or as a line of its own. */
const UNFILLED = /\{\*\s*[#\w.]+\s*\*\}|^\{\{[^{}]*\}\}$/

/** `[/vc_row]`, `[video id="7"]`: what a plugin would have filled in, alone in its line. A word in brackets may be said by somebody. */
const SHORTCODES = /^(?:\[(?:\/[a-z][\w-]*|[a-z]+[_-][\w-]*|[a-z][\w-]* [\w-]+=[^\]]*)\]\s*)+$/

/** What PHP prints into a page when its program goes wrong, in English wherever it is: a kind, what was wrong, a file, a line. */
const FAULT =
  /^(?:warning|notice|deprecated|strict standards|parse error|(?:(?:recoverable|catchable) )?fatal error)\s*:\s.+ in \S+ on line \d+$/i
const MAX_FAULT = 500

/** "4 of 17": the place of a picture in its row. "4/17" may be a figure of the text. */
const COUNTER = /^\d{1,3} (?:of|von|de|sur|di|van|av|af|z|из) \d{1,3}$/

/** What a script reads, printed where the script is not there. People put blanks into theirs. */
const isData = (line: string): boolean => /^\{"[^"]{1,80}":\S/.test(line) && line.endsWith('}')

/** A full stop, a dash or quotation marks alone, or marks that no one sees: editors' empty paragraphs. A bracket may be a line of a program. */
const EMPTY = /^[\p{C}\p{M}\s]*(?:[.,;:·•–—-]|[“”„«»‘’]{1,2})?[\p{C}\p{M}\s]*$/u

/** Whether a whole line is one of these. */
export function isSiteLabel(line: string): boolean {
  if (line.length <= MAX_EMPTY && EMPTY.test(line)) return true
  if (line.includes('{') && UNFILLED.test(line)) return true
  if (line.startsWith('[') && SHORTCODES.test(line)) return true
  if (line.startsWith('{') && isData(line)) return true
  if (line.length <= MAX_FAULT && line.includes(' on line ') && FAULT.test(line)) return true
  return line.length <= MAX_LETTERS && (COUNTER.test(line) || LABELS.some(label => label.test(line)))
}

/** Shorter headlines may end any sentence. */
const MIN_HEADLINE = 20
/** Longer ones are texts, and every line of a page is held against it. */
const MAX_HEADLINE = 1000
/** Letters of a line above the headline that stands in one element with it. */
const MAX_KICKER = 30

/** A kicker and what stands between it and the headline. With fewer letters it may as well be a place. */
const KICKER = /^(.{10,}?)(?:\s*[:|–—]\s|\s-\s)/

/** Whether a line is the headline, alone or behind its kicker, or the kicker. */
export function isHeadline(line: string, headline: string | undefined): boolean {
  if (headline === undefined || headline.length > MAX_HEADLINE || line.length > headline.length * 2 + MAX_KICKER)
    return false
  const said = bare(line)
  const wanted = bare(headline)
  if (said === wanted) return true
  if (KICKER.exec(headline)?.[1] === line) return true
  return wanted.length >= MIN_HEADLINE && said.length <= wanted.length + MAX_KICKER && said.endsWith(wanted)
}

/** A line of writers is no longer. */
const MAX_BYLINE = 160
/** Letters beside the names: "Written by", "und". */
const MAX_BESIDE = 12

/** Whether a line holds the names of the writers and nothing else: they have a field of their own. */
export function isByline(line: string, names: readonly string[]): boolean {
  if (names.length === 0 || line.length > MAX_BYLINE) return false
  const keys = names.map(nameKey)
  // Parting a line into names takes long, and most lines have none of these.
  const all = nameKey(line.replaceAll(',', ' '))
  if (!keys.some(key => all.includes(key))) return false
  const said = splitNames(line, { visible: true })
  const letters = said.reduce((sum, name) => sum + bare(name).length, 0)
  return (
    said.length > 0 && said.every(name => keys.includes(nameKey(name))) && bare(line).length - letters <= MAX_BESIDE
  )
}

/** "12. Januar 2022, 9:30 Uhr": longer lines say more than a date. */
const MAX_DATE = 40
/** What stands with a time. */
const OF_TIME = /(?<!\p{L})(?:[Uu]hr|h|[ap]\.?\s?m\.?|\p{Lu}{3,4})(?!\p{L})/gu

const IN_DIGITS = /\d\s?[./-]\s?\d\d?\s?[./-]\s?\d/

/** The signs of year, month, day, hour and minute behind their numbers. */
const SIGNS = /(?<=\d\s?)[年月日時时分点點년월일시분]/g

/** What a date is said to be, and the day of the week before it, by language. */
const BEFORE_DATE = new RegExp(
  `^(?:(?:${[
    '(?:(?:first|last) )?(?:posted|published|updated|modified|revised)(?: on)?|date of last revision',
    '(?:veröffentlicht|erschienen|(?:zuletzt )?(?:aktualisiert|geändert))(?: am)?|stand(?: des artikels)?',
    '(?:article )?(?:publié|mis à jour|modifié) le|(?:publicado|actualizado|atualizado)(?: el| em)?|(?:pubblicato|aggiornato)(?: il)?',
    'gepubliceerd(?: op)?|bijgewerkt(?: op)?|publicerad|uppdaterad|publisert|oppdatert|opdateret|опубликовано|обновлено',
  ].join('|')})\\s*:?\\s+)?(?:(?:${[
    '(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun',
    'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so',
    'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo',
    'lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?',
    'maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag',
    'mandag|tirsdag|lørdag|søndag|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela',
    'понедельник|вторник|среда|четверг|пятница|суббота|воскресенье',
  ].join('|')})[.,]{0,2}\\s+)?`,
  'iu',
)
const MAX_BEFORE_DATE = 40

/**
 * Whether a line is a day with its year, in digits or with the month's name as its only word beside what it is said to be. A place before it makes
 * it a dateline.
 */
export function isDateLine(text: string): boolean {
  if (text.length > MAX_DATE + MAX_BEFORE_DATE || !/(?:19|20)\d\d/.test(text)) return false
  const line = text.replace(BEFORE_DATE, '')
  if (line.length > MAX_DATE) return false
  const words =
    line
      .replace(OF_TIME, '')
      .replace(SIGNS, ' ')
      .match(/\p{L}+/gu) ?? []
  return words.length <= (IN_DIGITS.test(line) ? 0 : 1) && readDate(line) !== undefined
}
