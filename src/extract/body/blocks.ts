/** A page as text blocks: runs of text that stand in the same block-level element, in document order. */

import { type ChildNode, type Document, Element, isTag, isText } from 'domhandler'
import { codeAt, squeeze } from '../../values/text.ts'
import { shortTextOf } from '../element-text.ts'

/** Elements that start a new line wherever they stand. */
export const BLOCK_TAGS: ReadonlySet<string> = new Set(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre search section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)

/** Elements whose content is no text of the page. */
const NOT_ENTERED: ReadonlySet<string> = new Set(
  'script style noscript svg math template head iframe textarea select object embed canvas audio video map datalist'.split(
    ' ',
  ),
)

/** Text for screen readers only: "opens new tab". */
export const SCREEN_READER = /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|a11y-?hidden)(?:\s|$)/i
const UNSEEN_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*50%/i

/** Longer hidden text inside a line may be the rest of it, behind a "read more". */
const MAX_UNSEEN = 80

/** Every element of a page in document order, in arrays: a parent's index is lower than its children's. */
export interface Tree {
  readonly elements: readonly Element[]
  /** index of the parent, -1 for the first */
  readonly parents: Int32Array
  readonly depths: Int32Array
}

/** The nearest element of some names that one stands in, or is; -1 outside. */
export function nearest({ elements, parents }: Tree, element: number, names: ReadonlySet<string>): number {
  let at = element
  while (at >= 0 && !names.has(elements[at]!.name)) at = parents[at]!
  return at
}

/** Whether an element stands in another, or is it: a parent's index is lower than its children's. */
export function standsIn({ parents }: Tree, element: number, outer: number): boolean {
  let at = element
  while (at > outer) at = parents[at]!
  return at === outer
}

/** What one look at the characters of a block tells. Counts leave out white space. */
export interface Block {
  /** index of the block-level element it stands in */
  readonly element: number
  /** the nodes of the run: texts and inline elements, children of one element */
  readonly nodes: readonly ChildNode[]
  /** white space collapsed */
  readonly text: string
  /** words; letters of scripts without blanks count as half a word */
  readonly words: number
  readonly letters: number
  readonly linkedLetters: number
  readonly italicLetters: number
  readonly capitals: number
  readonly commas: number
  readonly symbols: number
  /** images met since the block before */
  readonly imagesBefore: number
}

/** Of so many words a block is a paragraph: no line of names, no heading, no caption. */
export const PARAGRAPH_WORDS = 20

/** A picture, and the number of blocks that stand before it. */
export interface Picture {
  /** index of the img element; of one in `noscript`, which is not numbered, that of the element around it */
  readonly element: number
  readonly image: Element
  /** whether it is what browsers without scripts show */
  readonly isSilent: boolean
  readonly before: number
}

export interface Segmentation {
  readonly tree: Tree
  readonly blocks: readonly Block[]
  readonly pictures: readonly Picture[]
}

/** Those of the chosen blocks that are such, their share of all chosen words, and the words of the others. */
export function partOf(
  blocks: readonly Block[],
  isChosen: Uint8Array,
  isSuch: (block: Block, i: number) => boolean,
): { readonly found: readonly number[]; readonly share: number; readonly rest: number } {
  const found: number[] = []
  let inside = 0
  let rest = 0
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    if (!isSuch(block, i)) rest += block.words
    else {
      inside += block.words
      found.push(i)
    }
  })
  return { found, share: inside / Math.max(1, inside + rest), rest }
}

/** By element: whether chosen text stands in it. */
export function elementsWithText({ tree, blocks }: Segmentation, isChosen: Uint8Array): Uint8Array {
  const holds = new Uint8Array(tree.elements.length)
  blocks.forEach((block, i) => {
    if (isChosen[i]) for (let at = block.element; at >= 0 && !holds[at]; at = tree.parents[at]!) holds[at] = 1
  })
  return holds
}

/**
 * Cuts a document into blocks. `br` ends a block; elements that are inline by their name count as block-level when they hold
 * block-level elements or line breaks. Nothing is left out for being hidden: that is for the classifier to weigh.
 */
export function readBlocks(root: Document): Segmentation {
  const elements: Element[] = []
  const parents: number[] = []
  const depths: number[] = []
  /** what is in each element, or it is: 0, `BREAK` or `BLOCK` */
  const holds: number[] = []
  const blocks: Block[] = []
  const pictures: Picture[] = []
  let next = 0
  let imagesBefore = 0
  // One run is open at a time: it ends before a block-level element is entered.
  let run: ChildNode[] = []
  let ink = newInk()
  // Broken pages have text beside their html element: the document itself counts as the first element.
  const whole = new Element('html', {}, root.children)
  elements.push(whole)
  parents.push(-1)
  depths.push(0)
  holds.push(BLOCK)
  index(whole, 0, 1)
  walk(whole)
  return { tree: { elements, parents: Int32Array.from(parents), depths: Int32Array.from(depths) }, blocks, pictures }

  /** Numbers the elements below one, and tells the most that any of them is or holds. */
  function index(parent: Element, parentIndex: number, depth: number): number {
    let most = 0
    for (const child of parent.children) {
      if (!isTag(child)) continue
      if (isBreak(child)) {
        if (most === 0) most = BREAK
        continue
      }
      if (!isEntered(child)) continue
      const at = elements.push(child) - 1
      parents.push(parentIndex)
      depths.push(depth)
      holds.push(0)
      const below = index(child, at, depth + 1)
      const own = BLOCK_TAGS.has(child.name) ? BLOCK : below
      holds[at] = own
      if (own > most) most = own
    }
    return most
  }

  /** Same order as `index`: the n-th element met is the n-th numbered. */
  function walk(element: Element): void {
    const at = next++
    if (element.name === 'amp-img') addPicture(at, element)
    for (const child of element.children) {
      if (isText(child)) {
        readText(child.data, ink, 0)
        addToRun(child)
      } else if (!isTag(child)) continue
      else if (isBreak(child)) endRun(at)
      else if (!isEntered(child)) {
        if (PICTURES.has((child as Element).name)) imagesBefore++
        else addSilent(at, child)
      } else if (holds[next] === BREAK && isInLine(child)) readBroken(child, at, 0, [])
      else if (holds[next]! > 0) {
        endRun(at)
        walk(child)
      } else {
        readInline(child, ink, 0)
        addToRun(child)
      }
    }
    endRun(at)
  }

  /** A line break inside "<a>two<br>lines</a>" ends the run, but the element does not: what stands beside it goes on with its lines. */
  function readBroken(element: Element, block: number, style: number, around: readonly Element[]): void {
    const at = next++
    const within = style | styleOf(element.name)
    const chain = around.length < MAX_AROUND ? [...around, element] : around
    const take = (node: ChildNode): void =>
      addToRun(chain.reduceRight((inner, { name, attribs }) => new Element(name, attribs, [inner]), node))
    for (const child of element.children) {
      if (isText(child)) {
        readText(child.data, ink, within)
        take(child)
      } else if (!isTag(child)) continue
      else if (isBreak(child)) endRun(block)
      else if (!isEntered(child)) addSilent(at, child)
      else if (holds[next] === BREAK) readBroken(child, block, within, chain)
      else {
        readInline(child, ink, within)
        take(child)
      }
    }
  }

  /** Most runs are of one node, and room for one takes a seventeenth of what the first `push` sets aside. */
  function addToRun(node: ChildNode): void {
    if (run.length === 0) run = [node]
    else run.push(node)
  }

  function endRun(element: number): void {
    if (run.length === 0) return
    if (ink.letters > 0) {
      blocks.push(toBlock(element, run, ink, imagesBefore))
      imagesBefore = 0
      ink = newInk()
    } else leaveBlanks(ink)
    run = []
  }

  function readInline(element: Element, ink: Ink, style: number): void {
    const at = next++
    const { name } = element
    if (name === 'img' || name === 'amp-img') {
      imagesBefore++
      addPicture(at, element)
    }
    const within = style | styleOf(name)
    const into = isUnseen(element) ? newInk() : ink
    for (const child of element.children) {
      if (isText(child)) readText(child.data, into, within)
      else if (!isTag(child)) continue
      else if (isEntered(child)) readInline(child, into, within)
      else addSilent(at, child)
    }
  }

  function addPicture(element: number, image: Element, isSilent = false): void {
    pictures.push({ element, image, isSilent, before: blocks.length })
  }

  function addSilent(around: number, { name, children }: Element): void {
    const image = name === 'noscript' ? imageIn(children, SILENT_DEPTH) : undefined
    if (image) addPicture(around, image, true)
  }
}

/** What stands for a picture in `noscript` has little else around it. */
const SILENT_DEPTH = 3
const MAX_SILENT = 6

function imageIn(nodes: readonly ChildNode[], depth: number): Element | undefined {
  for (const node of nodes.slice(0, MAX_SILENT)) {
    if (!isTag(node)) continue
    if (node.name === 'img') return node
    const below = depth > 0 ? imageIn(node.children, depth - 1) : undefined
    if (below) return below
  }
  return undefined
}

/** The text of a run as a reader sees it, white space as it stands. */
export function textOf(node: ChildNode): string {
  if (isText(node)) return node.data
  if (!isTag(node) || !isEntered(node) || isUnseen(node)) return ''
  return node.children.map(textOf).join('')
}

/** Whether an inline element holds words that no reader sees: those for screen readers, and short ones hidden by the element's own style. */
export function isUnseen(element: Element): boolean {
  const { class: classes, style } = element.attribs
  if (classes !== undefined && SCREEN_READER.test(classes)) return true
  return style !== undefined && UNSEEN_STYLE.test(style) && shortTextOf(element, MAX_UNSEEN) !== undefined
}

/** Whether the text inside an element is text of the page. */
export function isEntered(node: ChildNode): node is Element {
  return isTag(node) && !NOT_ENTERED.has(node.name)
}

const PICTURES: ReadonlySet<string> = new Set(['video', 'iframe', 'embed', 'object', 'svg'])

const LINKED = 1
const ITALIC = 2

const styleOf = (name: string): number => (name === 'a' ? LINKED : name === 'i' || name === 'em' ? ITALIC : 0)

/** Emphasis in a link in emphasis; each piece of a broken line is set into as many elements anew. */
const MAX_AROUND = 4

/** What an element holds that parts its text. */
const BREAK = 1
const BLOCK = 2

/** Also where a script's own element stands for one: `<span class="line br"></span>`. */
export const isBreak = ({ name, children, attribs }: Element): boolean =>
  name === 'br' || (name === 'span' && children.length === 0 && /(?:^|\s)br(?:\s|$)/.test(attribs['class'] ?? ''))

/** Whether text stands right before or behind an element. */
const isInLine = ({ prev, next }: Element): boolean => isWords(prev) || isWords(next)

const isWords = (node: ChildNode | null): boolean => node !== null && isText(node) && /\S/.test(node.data)

interface Ink {
  text: string
  spaced: number
  unspaced: number
  letters: number
  linkedLetters: number
  italicLetters: number
  capitals: number
  commas: number
  symbols: number
  isInWord: boolean
  endsInBlank: boolean
  /** whether there is white space to fold */
  isRough: boolean
}

function newInk(): Ink {
  return {
    text: '',
    spaced: 0,
    unspaced: 0,
    letters: 0,
    linkedLetters: 0,
    italicLetters: 0,
    capitals: 0,
    commas: 0,
    symbols: 0,
    isInWord: false,
    endsInBlank: false,
    isRough: false,
  }
}

/** Between most elements there is nothing but white space. */
function leaveBlanks(ink: Ink): void {
  ink.text = ''
  ink.endsInBlank = false
  ink.isRough = false
}

/** One look at each character; styles are bits, so nested ones cost nothing. */
function readText(data: string, ink: Ink, style: number): void {
  let letters = 0
  const { length } = data
  for (let i = 0; i < length; i++) {
    const code = codeAt(data, i)
    if (code <= 32 || code === 0xa0 || (code >= 0x1680 && isRareBlank(code))) {
      if (code !== 32 || ink.endsInBlank) ink.isRough = true
      ink.isInWord = false
      ink.endsInBlank = true
      continue
    }
    ink.endsInBlank = false
    letters++
    if (code >= 0x0e00 && isUnspaced(code)) {
      ink.unspaced++
      ink.isInWord = false
      if (code === 0x3001) ink.commas++
      continue
    }
    if (!ink.isInWord) {
      ink.spaced++
      ink.isInWord = true
    }
    if (code >= 65 && code <= 90) ink.capitals++
    else if (code === 44 || code === 0x060c || code === 0xff0c) ink.commas++
    else if (code === 124 || code === 64 || code === 169 || code === 0x2022 || code === 0xbb || code === 62)
      ink.symbols++
  }
  ink.text += data
  ink.letters += letters
  if (style & LINKED) ink.linkedLetters += letters
  if (style & ITALIC) ink.italicLetters += letters
}

/** What else counts as white space in ECMAScript. */
const isRareBlank = (code: number): boolean =>
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000 ||
  code === 0xfeff

/** Thai to Khmer, kana, Han: scripts that put no blanks between words. */
function isUnspaced(code: number): boolean {
  return (
    (code >= 0x0e00 && code <= 0x0eff) ||
    (code >= 0x1000 && code <= 0x109f) ||
    (code >= 0x1780 && code <= 0x17ff) ||
    (code >= 0x3001 && code <= 0x30ff) ||
    (code >= 0x3400 && code <= 0x9fff)
  )
}

function toBlock(element: number, nodes: readonly ChildNode[], ink: Ink, imagesBefore: number): Block {
  return {
    element,
    nodes,
    text: ink.isRough ? squeeze(ink.text) : ink.text.trim(),
    words: ink.spaced + ink.unspaced / 2,
    letters: ink.letters,
    linkedLetters: ink.linkedLetters,
    italicLetters: ink.italicLetters,
    capitals: ink.capitals,
    commas: ink.commas,
    symbols: ink.symbols,
    imagesBefore,
  }
}
