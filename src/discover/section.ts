/** Section pages and front pages: links to articles by a selector the operator gave, else by their shape. */

import { load } from 'cheerio/slim'
import { WiredeskError } from '../errors.ts'
import { parseHtml } from '../extract/parse-html.ts'
import type { Discovered } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { collapse } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import { articleLinks, type PageLink } from './article-links.ts'
import { baseOf, readTags } from './html-tags.ts'
import type { FeedDocument } from './index.ts'

/** So many links of a page are looked at; fewer are taken. */
const MAX_LINKS = 20_000

const WANTED = new Set(['base', 'a', 'title', 'link'])

/** The article links of a page. Throws FEED_UNREADABLE when it has none, PAGE_HOSTILE for markup beyond the limits. */
export function readSection(document: FeedDocument): Discovered {
  const { url, bytes, contentType, selector } = document
  const { text: html } = decodeText(bytes, { kind: 'html', ...(contentType !== undefined && { contentType }) })
  const tags = readTags(html, WANTED)
  const base = baseOf(tags, url)
  const links = selector === undefined ? articleLinks(toLinks(tags, base), url) : selected(html, selector, base, url)
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
    ...(title !== undefined && { title }),
    ...(older !== undefined && { older }),
  }
}

function toLinks(tags: ReturnType<typeof readTags>, base: string): PageLink[] {
  return tags
    .filter(tag => tag.name === 'a')
    .slice(0, MAX_LINKS)
    .map(({ attributes, text }) => ({ url: parseHttpUrl(attributes.get('href') ?? '', base), text }))
    .filter((link): link is PageLink => link.url !== undefined)
}

/** The links that match, or those within the elements that match. */
function selected(html: string, selector: string, base: string, pageUrl: string): PageLink[] {
  const $ = load(parseHtml(html, pageUrl))
  const matched = $(selector)
  const anchors = matched.filter('a[href]').add(matched.find('a[href]')).toArray().slice(0, MAX_LINKS)
  const seen = new Set<string>()
  return anchors
    .map(anchor => ({ url: parseHttpUrl($(anchor).attr('href') ?? '', base), text: collapse($(anchor).text()) }))
    .filter(
      (link): link is PageLink =>
        link.url !== undefined && !seen.has(link.url.href) && seen.add(link.url.href) !== undefined,
    )
}
