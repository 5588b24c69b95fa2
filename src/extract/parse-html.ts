/**
 * Markup to a tree, with limits: the one parse of a page. The tree is the one that htmlparser2's `Parser` and `DomHandler` build, but for
 * comments and declarations, which no reader asks for: that is held by a property test. Why it is our own: docs/decisions/0009.
 */

import { type ChildNode, Document, Element, type ParentNode, Text } from 'domhandler'
import { decodeHTML, decodeHTMLAttribute } from 'entities'
import { WiredeskError } from '../errors.ts'
import { closedBy, RULES, rulesOf } from './html-rules.ts'
import { NameTable, ValueTable } from './string-table.ts'

/** Five times what the largest real news pages have; a page of so many is read within its time on a machine half as fast. */
const MAX_TAGS = 100_000
/** 512 is what parsers and browsers bear without harm; a few more are the page's own html, body and article around it. */
const MAX_DEPTH = 520
const MAX_ATTRIBUTES = 256
/** Of more equal elements in a row the rest says nothing new: it costs time, but no memory. */
const MAX_REPEATS = 1000

/** What tells one kind of declaration from another stands in so many characters: `<![CDATA[`. */
const LOOK_AHEAD = 9

/**
 * The tree of markup that is there whole or comes in parts, cut anywhere.
 * Throws PAGE_HOSTILE, in time linear in the markup read so far, beyond the limits on tags, depth and attributes.
 */
export function parseHtml(html: string | Iterable<string>, url: string): Document {
  return new HtmlReader(typeof html === 'string' ? [html] : html, url).read()
}

const TAB = 9
const LINE_FEED = 10
const FORM_FEED = 12
const RETURN = 13
const SPACE = 32
const EXCLAMATION = 33
const DOUBLE_QUOTE = 34
const SINGLE_QUOTE = 39
const DASH = 45
const SLASH = 47
const EQUALS = 61
const GREATER = 62
const QUESTION = 63

const isSpace = (code: number): boolean =>
  code === SPACE || code === LINE_FEED || code === TAB || code === FORM_FEED || code === RETURN
const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122

/** Most that are coded at all are addresses with parameters, or data in JSON, and have nothing but these in them. */
function decodedAttribute(text: string): string {
  if (OTHER_THAN_USUAL.test(text)) return decodeHTMLAttribute(text)
  // `&amp;` last: the others could not be told from what it leaves.
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
}
const OTHER_THAN_USUAL = /&(?!amp;|quot;|#39;|#x27;)/

/**
 * Names come from the page: none of them may be found on a prototype. And V8 keeps such an object as a hash table, instead of a shape for
 * each combination of names: readers would meet hundreds of shapes, most of them without the name they ask for.
 */
const noAttributes = (): Element['attribs'] => Object.create(null)

const SPACES = '\t\n\f\r '
const TAGS = new NameTable(`${SPACES}>/`, rulesOf)
const END_TAGS = new NameTable(`${SPACES}>`, rulesOf)
const ATTRIBUTES = new NameTable(`${SPACES}>/=`)

class HtmlReader {
  private readonly parts: Iterator<string>
  /** the part being read, with what the one before left unread */
  private html = ''
  private end = 0
  /** the first `&` behind all that was asked about */
  private nextReference = -1
  private readonly url: string
  private readonly root = new Document([])
  /** open elements, the document first */
  private readonly open: ParentNode[] = [this.root]
  private readonly names: string[] = ['']
  private readonly classes = new ValueTable()
  /** for each foreign element and each island of HTML in it: whether `/>` closes a tag */
  private readonly foreign: boolean[] = [false]
  private last: Text | null = null
  private tags = 0
  /** how many elements in a row, up to the one closed last, are the same */
  private repeats = 0
  private at = 0

  constructor(html: Iterable<string>, url: string) {
    this.parts = html[Symbol.iterator]()
    this.url = url
  }

  read(): Document {
    for (;;) {
      const open = this.html.indexOf('<', this.at)
      if (open < 0 && this.takeMore()) continue
      const stop = open < 0 ? this.end : open
      if (stop > this.at) this.text(this.at, stop)
      if (open < 0) return this.root
      this.at = open
      if (this.isCutShort(open) && this.takeMore()) continue
      this.readMarkup()
    }
  }

  /** Whether the part ends before it is told what begins with this `<`. */
  private isCutShort(open: number): boolean {
    const rest = this.end - open
    return rest === 1 || (rest < LOOK_AHEAD && this.html.charCodeAt(open + 1) === EXCLAMATION)
  }

  /**
   * Reads on behind what is unread: whoever finds the part too short asks for more and begins again at `this.at`. At least as much comes
   * as was unread, so that a long tag is not looked through once for each part. False at the end of the page.
   */
  private takeMore(): boolean {
    const unread = this.html.slice(this.at)
    let taken = ''
    do {
      const { done, value } = this.parts.next()
      if (done) break
      taken += value
    } while (taken.length < Math.max(1, unread.length))
    if (taken === '') return false
    // In one piece: `+` would make a string of two, whose every letter is found by way of the whole.
    this.html = unread === '' ? taken : [unread, taken].join('')
    this.end = this.html.length
    this.at = 0
    this.nextReference = -1
    return true
  }

  /** What begins with `<` at `this.at`; leaves `this.at` behind it. */
  private readMarkup(): void {
    const { html, at } = this
    const code = html.charCodeAt(at + 1)
    if (isLetter(code)) this.readOpenTag(at + 1)
    else if (code === SLASH) this.readCloseTag(at + 2)
    else if (code === EXCLAMATION) this.passDeclaration(at + 2)
    else if (code === QUESTION) this.passComment('>', at + 2)
    else {
      this.text(at, at + 1)
      this.at = at + 1
    }
  }

  private readOpenTag(start: number): void {
    const name = TAGS.read(this.html, start, this.end)
    const rules = TAGS.bits
    const attributes = noAttributes()
    this.at = TAGS.stop
    const isSelfClosing = this.readAttributes(attributes)
    if (isSelfClosing === undefined) {
      this.at = start - 1
      // A tag that the end of the page cuts off is none.
      if (!this.takeMore()) this.at = this.end
      return
    }
    if (rules & RULES.closes) this.closeImplied(name)
    this.openElement(name, attributes)
    if (rules & RULES.foreign) this.foreign.push(true)
    else if (rules & RULES.htmlInForeign) this.foreign.push(false)
    if (rules & RULES.void || (isSelfClosing && this.foreign.at(-1))) this.closeElement()
    else if (!isSelfClosing && rules & RULES.rawText) this.readRawText(name)
  }

  /** Attributes up to the end of the tag: whether it was `/>`, or undefined when the part ended first. */
  private readAttributes(attributes: Element['attribs']): boolean | undefined {
    const { html, end } = this
    let at = this.at
    let count = 0
    while (at < end) {
      let code = html.charCodeAt(at)
      if (code === GREATER) {
        this.at = at + 1
        return false
      }
      if (code === SLASH) {
        do code = html.charCodeAt(++at)
        while (isSpace(code))
        if (code !== GREATER) continue
        this.at = at + 1
        return true
      }
      if (isSpace(code)) {
        at++
        continue
      }
      const name = ATTRIBUTES.read(html, at, end)
      at = ATTRIBUTES.stop
      while (at < end && isSpace(html.charCodeAt(at))) at++
      let value = ''
      if (html.charCodeAt(at) === EQUALS) {
        do code = html.charCodeAt(++at)
        while (isSpace(code))
        const isQuoted = code === DOUBLE_QUOTE || code === SINGLE_QUOTE
        const from = isQuoted ? at + 1 : at
        at = isQuoted ? this.endOfQuoted(from, code) : this.endOfUnquoted(from)
        value = this.value(name, from, at)
        if (isQuoted) at++
      }
      if (++count > MAX_ATTRIBUTES) this.refuse(`more than ${MAX_ATTRIBUTES} attributes on one tag`)
      if (attributes[name] === undefined) attributes[name] = value
    }
    return undefined
  }

  private endOfQuoted(from: number, quote: number): number {
    const stop = this.html.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", from)
    return stop < 0 ? this.end : stop
  }

  private endOfUnquoted(from: number): number {
    const { html, end } = this
    let at = from
    for (; at < end; at++) {
      const code = html.charCodeAt(at)
      if (code === GREATER || isSpace(code)) break
    }
    return at
  }

  private value(name: string, start: number, stop: number): string {
    const text = name === 'class' ? this.classes.at(this.html, start, stop) : this.html.slice(start, stop)
    return this.holdsReference(start, stop) ? decodedAttribute(text) : text
  }

  /** Whether there is an `&` between two places, the first of which never lies before one that was asked about. */
  private holdsReference(start: number, stop: number): boolean {
    // Most texts and values hold none: one search over all of them takes less than one for each.
    if (this.nextReference < start) {
      const found = this.html.indexOf('&', start)
      this.nextReference = found < 0 ? this.end : found
    }
    return this.nextReference < stop
  }

  private readCloseTag(from: number): void {
    const { html, end } = this
    let at = from
    while (at < end && isSpace(html.charCodeAt(at))) at++
    if (at === end && this.takeMore()) return
    const first = html.charCodeAt(at)
    if (first === GREATER) {
      this.at = at + 1
      return
    }
    if (!isLetter(first)) return this.passComment('>', at)
    const name = END_TAGS.read(html, at, end)
    at = END_TAGS.stop
    if (at === end && this.takeMore()) return
    if (at < end) this.closeTag(name, END_TAGS.bits)
    this.passTo('>', at)
  }

  private closeTag(name: string, rules: number): void {
    if (rules & (RULES.foreign | RULES.htmlInForeign)) this.foreign.pop()
    if (rules & RULES.void) {
      if (name === 'br') this.addEmpty(name)
      return
    }
    const depth = this.names.lastIndexOf(name)
    if (depth > 0) while (this.names.length > depth) this.closeElement()
    else if (name === 'p') this.addEmpty(name)
  }

  private addEmpty(name: string): void {
    this.openElement(name, noAttributes())
    this.closeElement()
  }

  /** Text of an element that holds no markup, up to its end tag. */
  private readRawText(name: string): void {
    let text = ''
    let stop = this.endOfRawText(name)
    while (stop < 0) {
      // All but what may be the beginning of its end tag: long scripts are passed part by part, and put together only for who reads them.
      const cut = this.html.indexOf('<', Math.max(this.at, this.end - name.length - 2))
      const safe = cut < 0 ? this.end : cut
      text += this.html.slice(this.at, safe)
      this.at = safe
      stop = this.takeMore() ? this.endOfRawText(name) : this.end
    }
    text += this.html.slice(this.at, stop)
    this.at = stop
    if (text !== '') this.addText(name === 'title' ? decodeHTML(text) : text)
  }

  /** Where the end tag begins, or -1. */
  private endOfRawText(name: string): number {
    const { html } = this
    for (let at = html.indexOf('</', this.at); at >= 0; at = html.indexOf('</', at + 2)) {
      const after = at + 2 + name.length
      const code = html.charCodeAt(after)
      if ((code === GREATER || isSpace(code)) && html.slice(at + 2, after).toLowerCase() === name) return at
    }
    return -1
  }

  private text(start: number, stop: number): void {
    const text = this.html.slice(start, stop)
    this.addText(this.holdsReference(start, stop) ? decodeHTML(text) : text)
  }

  private passDeclaration(at: number): void {
    const { html } = this
    if (html.startsWith('[CDATA[', at)) this.passComment(']]>', at + 7)
    else if (html.charCodeAt(at) !== DASH) this.passComment('>', at)
    else if (html.charCodeAt(at + 1) !== DASH) this.passComment('>', at + 2)
    // From its own dashes on: a comment may be as short as `<!-->`.
    else this.passComment('-->', at)
  }

  /** Leaves out what no reader asks for; texts on its two sides stay apart. */
  private passComment(mark: string, from: number): void {
    this.last = null
    this.passTo(mark, from)
  }

  private passTo(mark: string, from: number): void {
    this.at = from
    let found = this.html.indexOf(mark, from)
    while (found < 0) {
      // The mark itself may be cut in two.
      this.at = Math.max(this.at, this.end - mark.length + 1)
      if (!this.takeMore()) break
      found = this.html.indexOf(mark)
    }
    this.at = found < 0 ? this.end : found + mark.length
  }

  private closeImplied(name: string): void {
    const closed = closedBy(name)
    if (closed) while (closed.has(this.names[this.names.length - 1]!)) this.closeElement()
  }

  private openElement(name: string, attributes: Element['attribs']): void {
    if (++this.tags > MAX_TAGS) this.refuse(`more than ${MAX_TAGS} tags`)
    const element = new Element(name, attributes)
    this.add(element)
    this.open.push(element)
    this.names.push(name)
    if (this.open.length > MAX_DEPTH) this.refuse(`elements nested more than ${MAX_DEPTH} deep`)
  }

  private closeElement(): void {
    const closed = this.open.pop() as Element
    this.names.pop()
    this.last = null
    this.repeats = repeatsBefore(closed) ? this.repeats + 1 : 0
    if (this.repeats > MAX_REPEATS) this.leaveOut(closed)
  }

  private leaveOut(element: Element): void {
    ;(element.parent as ParentNode).children.pop()
    ;(element.prev as Element).next = null
    this.tags--
  }

  private addText(text: string): void {
    if (this.last) {
      this.last.data += text
      return
    }
    const node = new Text(text)
    this.add(node)
    this.last = node
  }

  private add(node: Element | Text): void {
    const parent = this.open[this.open.length - 1]!
    const siblings = parent.children
    const before = siblings.at(-1)
    node.parent = parent
    this.last = null
    if (before) {
      node.prev = before
      before.next = node
      siblings.push(node)
    }
    // Most elements have one child, and room for one takes a seventeenth of what the first `push` sets aside.
    else parent.children = [node]
  }

  private refuse(detail: string): never {
    throw new WiredeskError('PAGE_HOSTILE', { url: this.url, detail })
  }
}

/** Whether an element without attributes and with no more in it than a text is the very same as its neighbour. */
function repeatsBefore({ prev, name, children, attribs }: Element): boolean {
  return (
    prev instanceof Element &&
    prev.name === name &&
    children.length < 2 &&
    prev.children.length === children.length &&
    textIn(children[0]) === textIn(prev.children[0]) &&
    isEmpty(attribs) &&
    isEmpty(prev.attribs)
  )
}

/** Nothing where there is nothing; where there is more than a text, what equals nothing. */
const textIn = (child: ChildNode | undefined): unknown =>
  child === undefined ? undefined : child instanceof Text ? child.data : child

function isEmpty(attributes: Element['attribs']): boolean {
  for (const _ in attributes) return false
  return true
}
