/** Section pages and front pages: links to articles by a selector the operator gave, else by their shape. */

import { load } from 'cheerio/slim'
import { type ChildNode, Document, Element, isTag } from 'domhandler'
import { WiredeskError } from '../errors.ts'
import { textOf } from '../extract/element-text.ts'
import { parseHtml } from '../extract/parse-html.ts'
import type { Discovered } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { parseHttpUrl } from '../values/url.ts'
import { articleLinks, type PageLink } from './article-links.ts'
import { baseOf, readTags } from './html-tags.ts'
import type { FeedDocument } from './index.ts'
import { LINKS_LOOKED_AT, LINKS_TAKEN } from './limits.ts'

const WANTED = new Set(['base', 'a', 'title', 'link'])

/** The article links of a page. Throws FEED_UNREADABLE when it has none, PAGE_HOSTILE for markup beyond the limits. */
export function readSection(document: FeedDocument): Discovered {
  const { url, bytes, contentType, selector } = document
  const { text: html } = decodeText(bytes, { kind: 'html', ...(contentType !== undefined && { contentType }) })
  const tags = readTags(html, WANTED)
  const base = baseOf(tags, url)
  const { links, unseen } = selector === undefined ? byShape(tags, base, url) : bySelector(html, selector, base, url)
  if (links.length === 0)
    throw new WiredeskError('FEED_UNREADABLE', {
      url,
      detail: selector === undefined ? 'no links that look like articles' : `nothing matches links: ${selector}`,
    })
  const title = tags.find(tag => tag.name === 'title' && tag.text !== '')?.text
  const next = tags.find(({ attributes }) => /(?:^|\s)next(?:\s|$)/i.test(attributes.get('rel') ?? ''))
  const older = parseHttpUrl(next?.attributes.get('href') ?? '', base)?.href
  return {
    links: links.map(link => ({ url: link.url.href, hints: { from: 'section' } })),
    more: [],
    ...(unseen > 0 && { leftOut: unseen }),
    ...(title !== undefined && { title }),
    ...(older !== undefined && { older }),
  }
}

interface Looked {
  readonly links: readonly PageLink[]
  /** links that were not looked at */
  readonly unseen: number
}

function byShape(tags: ReturnType<typeof readTags>, base: string, pageUrl: string): Looked {
  const anchors = tags.filter(tag => tag.name === 'a')
  const links = anchors
    .slice(0, LINKS_LOOKED_AT)
    .map(({ attributes, text }) => ({ url: parseHttpUrl(attributes.get('href') ?? '', base), text }))
    .filter((link): link is PageLink => link.url !== undefined)
  return { links: articleLinks(links, pageUrl), unseen: Math.max(0, anchors.length - LINKS_LOOKED_AT) }
}

/** The links that match, or those within the elements that match, each address once. */
function bySelector(html: string, selector: string, base: string, pageUrl: string): Looked {
  const $ = load(inOneElement(parseHtml(html, pageUrl)))
  const links = new Map<string, PageLink>()
  let unseen = 0
  for (const anchor of anchorsIn($(selector).toArray())) {
    if (links.size === LINKS_TAKEN) {
      unseen++
      continue
    }
    const url = parseHttpUrl(anchor.attribs['href'] ?? '', base)
    if (url && !links.has(url.href)) links.set(url.href, { url, text: textOf(anchor) })
  }
  return { links: [...links.values()], unseen }
}

/** As a browser would have it. The selector engine takes quadratic time over elements that stand side by side without a parent. */
function inOneElement({ children }: Document): Document {
  const html = new Element('html', {}, children)
  for (const child of children) child.parent = html
  return new Document([html])
}

/** In their order. By hand, for the selector engine sorts what it unites in quadratic time; nothing is looked at twice, however matches stand in each other. */
function* anchorsIn(nodes: readonly ChildNode[], seen = new Set<ChildNode>()): Generator<Element> {
  for (const node of nodes) {
    if (!isTag(node) || seen.has(node)) continue
    seen.add(node)
    if (node.name === 'a' && node.attribs['href'] !== undefined) yield node
    yield* anchorsIn(node.children, seen)
  }
}
