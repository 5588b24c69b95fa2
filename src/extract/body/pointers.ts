/** Lines that point from the text to another article: a label, and its title, which is a link. */

import { type ChildNode, type Element, isTag } from 'domhandler'
import { isAscii, lettersIn, squeeze, wordCount } from '../../values/text.ts'
import { parseHttpUrl, registrableDomain } from '../../values/url.ts'
import { isSourceLine } from '../fields/agencies.ts'
import { type Block, PARAGRAPH_WORDS, type Segmentation, textOf } from './blocks.ts'

/** Words before the title of another article, by language. Those that may stand before anything else count with their colon only. */
const WORDS: Readonly<Record<string, string>> = {
  en: "read (?:more|also|next|this next)|(?:can )?also read|(?:required|further) reading|more(?=:)|you (?:might|may) also (?:like|enjoy)|see also|explore more|related(?: (?:stor(?:y|ies)|articles?|news|coverage|content|reading|video|recipes?|posts?))?|recommended(?: reading)?|more on this|don[’']t miss|watch(?: now| also)?|(?:read|see) (?:our|the|my) (?:full|in-depth|complete) .{2,60} review",
  de: 'lesen sie (?:auch|hier|mehr|dazu)|lies auch|auch lesen|mehr (?:zum thema|dazu(?: lesen sie hier)?|lesen)|auch (?:interessant|spannend)|weiterlesen|sehen sie auch|lesetipp|das könnte (?:sie|dich) auch interessieren',
  fr: '(?:re)?lire (?:aussi|plus|également|(?:notre|nos) [^:]{4,30}(?= ?:))|à lire(?: aussi)?|voir aussi',
  es: 'le[ae] (?:también|además|más)|leer (?:también|más)|mir[ae] también|[tl]e (?:puede interesar|recomendamos)|también (?:puede|puedes|podés) leer|nota relacionada|ver también',
  it: 'leggi (?:anche|di più)|vedi anche|(?:ti )?potrebbe(?:ro)? (?:anche )?interessarti',
  pt: 'le(?:ia|r) (?:também|mais|ainda)|veja também|confira também|saiba mais',
  ca: 'llegeix (?:també|més)|llegiu també',
  gl: 'ler? tamén|ler máis',
  eu: 'irakurri ere',
  nl: 'lees (?:ook|meer|verder)|meer lezen',
  nb: 'les også|les mer|se også',
  sv: 'läs (?:också|även|mer)|se också',
  da: 'læs også|læs mere',
  fi: 'lue (?:myös|lisää)|katso myös',
  pl: 'dowiedz się więcej|przeczytaj (?:też|także|również)|czytaj (?:też|także|również|więcej)|(?:zobacz|sprawdź) (?:też|także|również)|polecamy(?=:)',
  cs: 'přečtěte si|čtěte (?:také|více)|více čtěte',
  sk: 'čítajte (?:aj|tiež|viac)|prečítajte si',
  hu: '(?:ezt is )?olvass(?:a|d) el|ezt is olvas(?:sa|d)|olvas(?:ta|tad) már|kapcsolódó(?: (?:cikk(?:ek|ünk|eink)?|hírek))?',
  ro: 'citește (?:și|mai mult)|citiți și|vezi (?:și|aici)|alte știri(?: de [\\w.]+)?|știri similare',
  bg: '(?:прочетете|вижте|виж|чети|четете) (?:още|също)',
  hr: 'pročitajte (?:i|još|više)|čitajte (?:i|još)',
  sr: 'прочитајте (?:и|још|више)',
  sl: 'preberite (?:tudi|še|več)',
  et: 'loe (?:ka|lisaks|veel|rohkem)',
  lv: 'lasi(?:et)? (?:arī|vēl|vairāk)',
  lt: 'skaitykite (?:taip pat|daugiau)|taip pat skaitykite',
  sq: 'lexo(?:ni)? (?:edhe|më shumë)',
  el: 'διαβάστε (?:ακόμ[αη]|επίσης|περισσότερα)|δείτε (?:ακόμ[αη]|επίσης)|σχετικά (?:άρθρα|νέα)',
  ru: 'чита(?:й|йте|ть) (?:также|ещё)|смотрите также|(?:новости|материалы|статьи) по теме|по теме',
  uk: 'читай(?:те)? (?:також|ще)|дивіться також|(?:новини|матеріали) за темою',
  be: 'чытайце таксама',
  tr: 'ayrıca (?:oku(?:yun)?|bkz)|ilgili haber(?:ler)?|bunu da oku(?:yun)?',
  az: 'həmçinin oxu(?:yun)?',
  id: '(?:baca|lihat|simak) juga',
  sw: 'soma (?:pia|zaidi)',
  vi: 'xem thêm|đọc thêm',
  th: 'อ่าน(?:ข่าว)?เพิ่มเติม|ข่าวที่เกี่ยวข้อง',
  ja: '関連記事|あわせて(?:読みたい|読む)',
  zh: '延伸(?:閱讀|阅读)|(?:相关|推荐|更多)阅读|(?:相關|推薦|更多)閱讀|更多新闻|更多新聞',
  ko: '관련 ?기사',
  ar: 'اقرأ (?:أيضا|المزيد)|شاهد أيضا|(?:أخبار|موضوعات|مواضيع) ذات صلة',
  fa: '(?:بیشتر|همچنین) بخوانید',
  ur: 'یہ بھی پڑھیں|مزید پڑھیں',
  he: 'קראו (?:גם|עוד)|עוד בנושא',
  hi: '(?:यह|ये|इसे) भी (?:पढ़ें|देखें)',
  bn: '(?:আরও|আরো) (?:পড়ুন|দেখুন)',
  ta: 'மேலும் படிக்க',
  te: '(?:ఇవి|ఇది) కూడా చదవండి',
  gu: 'આ પણ વાંચો',
  kn: 'ಇದನ್ನೂ ಓದಿ',
}

/** Accents of Europe's alphabets, and the hamza and the vowels of Arabic: newspapers set them in one label and leave them out in the next. */
const ACCENTS = /[\u0300-\u036f\u064b-\u0655]/g

/** A text without them: capitals of Greek have none, and "İ" is no form of "i" to a pattern that ignores case. */
const unaccented = (text: string): string =>
  isAscii(text) ? text : text.normalize('NFD').replace(ACCENTS, '').normalize('NFC').replaceAll('ı', 'i')

const POINTER = new RegExp(`^\\P{L}*(?:${unaccented(Object.values(WORDS).join('|'))})(?=\\P{L}|$)`, 'iu')
/** What parts the label from the title, where the link does not. */
const PARTED = /^\s*(?:[:：>»→|–—-]|$)/

const MAX_POINTER_WORDS = 30

/** Whether a line but points to another article: a label before a link, or before the line with the link. */
export function isPointer({ text: line, words, letters, linkedLetters }: Block): boolean {
  if (words > MAX_POINTER_WORDS) return false
  const text = unaccented(line)
  const label = POINTER.exec(text)?.[0]
  if (label === undefined) return false
  const title = text.slice(label.length)
  const sign = PARTED.exec(title)?.[0]
  if (sign !== undefined) return linkedLetters * 2 > letters || title.length - sign.length < 2
  return linkedLetters > 0 && letters - linkedLetters <= lettersIn(label) + MAX_UNLINKED + line.length - text.length
}

/** A full stop or a bracket behind the link. */
const MAX_UNLINKED = 2

/** More is the beginning of what is said. */
const MAX_LABEL_WORDS = 4
const LABEL = /[:：|>»→]\s*$/
/** Of fewer words what is linked is a name: of a place, of a report, of whoever counted. */
const MIN_TITLE_WORDS = 5
/** What a text is about, and no other article. */
const IS_FILE = /\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|mp[34]|jpe?g|png)$/i
/** Elements of lines that stand for themselves: entries of lists and cells do not. */
const LINES: ReadonlySet<string> = new Set(['p', 'div', 'blockquote', 'aside'])

/**
 * Leaves out pointers whose label is in no list: a few words and a colon, and to the end of the line one link to another page of the site,
 * alone between paragraphs.
 */
export function leavePointers({ tree, blocks }: Segmentation, isChosen: Uint8Array, baseUrl: string): void {
  const order = [...isChosen.keys()].filter(i => isChosen[i])
  const isParagraph = (at: number): boolean => (blocks[order[at] ?? -1]?.words ?? 0) >= PARAGRAPH_WORDS
  for (const [at, i] of order.entries()) {
    const block = blocks[i]!
    if (block.words > MAX_POINTER_WORDS || block.linkedLetters * 2 <= block.letters) continue
    if (!isParagraph(at - 1) || !isParagraph(at + 1) || !LINES.has(tree.elements[block.element]!.name)) continue
    if (isLabelledTitle(block, baseUrl)) isChosen[i] = 0
  }
}

function isLabelledTitle({ text, nodes }: Block, baseUrl: string): boolean {
  const links = nodes.flatMap(linksIn)
  const title = squeeze(links.map(textOf).join(''))
  const at = text.lastIndexOf(title)
  const label = text.slice(0, at)
  if (links.length !== 1 || at < 0 || /\p{L}/u.test(text.slice(at + title.length))) return false
  if (!LABEL.test(label) || label.split(/\s+/).filter(hasLetter).length > MAX_LABEL_WORDS) return false
  // Whose report a text is made from is for the reader to see.
  if (isSourceLine(text) || wordCount(title) < MIN_TITLE_WORDS) return false
  return isOtherPage(links[0]!.attribs['href'] ?? '', baseUrl)
}

function linksIn(node: ChildNode): Element[] {
  if (!isTag(node)) return []
  return node.name === 'a' ? [node] : node.children.flatMap(linksIn)
}

const hasLetter = (word: string): boolean => /\p{L}/u.test(word)

function isOtherPage(href: string, baseUrl: string): boolean {
  const [to, from] = [parseHttpUrl(href, baseUrl), parseHttpUrl(baseUrl)]
  if (!to || !from || IS_FILE.test(to.pathname)) return false
  if (to.pathname === from.pathname && to.search === from.search) return false
  return registrableDomain(to.hostname) === registrableDomain(from.hostname)
}
