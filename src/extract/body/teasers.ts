/** Teasers of other articles among the paragraphs: boxes under their headings, and lists. */

import { getOrMake } from '../../values/memo.ts'
import { lettersIn } from '../../values/text.ts'
import { type Block, PARAGRAPH_WORDS, type Segmentation, standsIn, type Tree } from './blocks.ts'

/** What stands over a box of teasers, by language; "Read more" may unfold the rest of a text, and is none. */
const HEADINGS: Readonly<Record<string, string>> = {
  en: "you (?:might|may)(?: also)? (?:like|enjoy)|(?:related|similar|recommended|popular|recent|latest|more|further|trending|featured) (?:posts|articles|stories|news|reading|topics|guides|coverage|videos|links)|related|more (?:from|on) .{2,40}|recommended for you|(?:read|up) next|keep reading|also read|see also|don[’']t miss",
  de: '(?:weitere|ähnliche) (?:artikel|themen|beiträge|nachrichten|meldungen)|mehr (?:zum thema|(?:von|aus) .{2,40})|lesen sie auch|auch interessant|das könnte (?:sie|dich) auch interessieren',
  fr: 'sur le même (?:thème|sujet)|articles? (?:liés|similaires|connexes)|(?:à )?lire (?:aussi|également)|voir aussi',
  es: '(?:artículos|noticias) relacionad[oa]s|más noticias|le[ae] también|[tl]e puede interesar',
  it: '(?:articoli|notizie) correlat[ie]|potrebbe interessarti(?: anche)?|leggi anche',
  pt: '(?:notícias|artigos|matérias) relacionad[oa]s|leia também|você também pode gostar',
  nl: '(?:gerelateerde|meer) (?:artikelen|berichten)|meer over .{2,40}|lees ook',
  nb: 'les også',
  sv: 'läs också',
  da: 'læs også',
  fi: 'lue myös',
  pl: 'powiązane (?:artykuły|tematy)|może cię zainteresować|(?:czytaj|zobacz) (?:też|także|również)',
  ru: 'похожие (?:статьи|новости)|читайте также|по теме',
  uk: 'читайте також',
  ja: '関連記事|あわせて読みたい',
  zh: '相关阅读|延伸閱讀',
  ko: '관련기사',
}
const HEADING = new RegExp(`^\\P{L}*(?:${Object.values(HEADINGS).join('|')})\\P{L}*$`, 'iu')
const MAX_HEADING_WORDS = 8
/** A box that holds more of the text is the article, with such a line at its top. */
const MAX_BOX = 0.4
/** Longer paragraphs tell more than what another article is about. */
const MAX_TEASER_WORDS = 80
const LINK_SHARE = 0.8
/** No page has more boxes of teasers, nor a box more lines. */
const MAX_HEADINGS = 40
const MAX_BOX_LINES = 200

/** Leaves out teasers among the paragraphs. */
export function leaveTeasers(page: Segmentation, isChosen: Uint8Array): void {
  leaveLists(page, isChosen)
  leaveBoxes(page, isChosen)
}

/** Boxes of teasers and their titles, which are links, under such a heading, behind the beginning of the text. */
function leaveBoxes({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const begin = blocks.findIndex(({ words }, i) => isChosen[i] && words >= PARAGRAPH_WORDS)
  if (begin < 0) return
  const last = isChosen.lastIndexOf(1)
  const all = wordsIn(0, blocks.length)
  let left = MAX_HEADINGS
  for (let i = begin + 1; i < last && left > 0; i++) {
    if (blocks[i]!.words > MAX_HEADING_WORDS || !HEADING.test(blocks[i]!.text)) continue
    left--
    const end = endOfBox(tree, blocks, i)
    const isOfTeasers = blocks.slice(i, end).every(({ words }, at) => !isChosen[i + at] || words <= MAX_TEASER_WORDS)
    if (isOfTeasers && blocks.slice(i + 1, end).some(isLink) && wordsIn(i, end) <= all * MAX_BOX)
      isChosen.fill(0, i, end)
  }

  function wordsIn(from: number, to: number): number {
    let words = 0
    for (let at = from; at < to; at++) if (isChosen[at]) words += blocks[at]!.words
    return words
  }
}

const isLink = ({ letters, linkedLetters }: Block): boolean => linkedLetters >= letters * LINK_SHARE

/** Parts of a page whose first line speaks for no box. */
const PARTS: ReadonlySet<string> = new Set(['body', 'html', 'main', 'article'])

/** The block behind the largest element that begins with a block; the next one where that is more than a box. */
function endOfBox(tree: Tree, blocks: readonly Block[], first: number): number {
  const { elements, parents } = tree
  const before = first > 0 ? blocks[first - 1]!.element : -1
  let box = blocks[first]!.element
  for (let at = box; at >= 0 && !PARTS.has(elements[at]!.name) && !standsIn(tree, before, at); at = parents[at]!)
    box = at
  let end = first + 1
  while (end < blocks.length && end - first <= MAX_BOX_LINES && standsIn(tree, blocks[end]!.element, box)) end++
  return end - first > MAX_BOX_LINES ? first + 1 : end
}

const MIN_ENTRIES = 3
/** An entry in three may be written otherwise. */
const MIN_SHARE = 0.6
/** Of fewer words what is linked is a thing, its kind before it: "Best value: Example 500". */
const MIN_TITLE_WORDS = 5

/** Lists of links to other articles: "Archaeology: What the old stones say", the title a link behind its kicker. */
function leaveLists({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const lists = new Map<number, number[]>()
  blocks.forEach(({ element }, i) => {
    if (isChosen[i] && tree.elements[element]!.name === 'li') getOrMake(lists, tree.parents[element]!, () => []).push(i)
  })
  for (const entries of lists.values()) {
    if (entries.length < MIN_ENTRIES) continue
    if (entries.filter(i => isTeaser(blocks[i]!)).length < entries.length * MIN_SHARE) continue
    for (const i of entries) isChosen[i] = 0
  }
}

/** What is longer is no kicker. */
const MAX_KICKER = 200

/** Whether what is not linked is a kicker before the rest. */
function isTeaser({ text, letters, linkedLetters }: Block): boolean {
  for (const { index, 0: sign } of text.matchAll(/[:?!]\s/g)) {
    if (index > MAX_KICKER) return false
    const isKicker = lettersIn(text.slice(0, index + 1)) === letters - linkedLetters
    if (isKicker) return text.slice(index + sign.length).split(' ').length >= MIN_TITLE_WORDS
  }
  return false
}
