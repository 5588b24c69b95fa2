import { escapeHtml } from '../values/html.ts'
import { element, parent, xmlDocument } from '../values/xml.ts'
import type { FeedContent } from './index.ts'
import { MEDIA_NAMESPACE, mediaContent } from './media-rss.ts'
import type { ShownArticle } from './shown.ts'

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  ...MEDIA_NAMESPACE,
}

/** RSS 2.0; the publisher's own article stands in `source` and, with the attribution, in the content. */
export function renderRss({ title, home, self, language, description, articles }: FeedContent): string {
  const channel = parent('channel', {}, [
    element('title', title),
    element('link', home),
    element('description', description),
    element('language', language),
    element('atom:link', undefined, { rel: 'self', type: 'application/rss+xml', href: self }),
    ...articles.map(item),
  ])
  return xmlDocument(parent('rss', { version: '2.0', ...NAMESPACES }, [channel]))
}

function item(article: ShownArticle): string {
  const { attribution } = article
  return parent('item', {}, [
    element('title', article.headline),
    element('link', article.url),
    element('guid', article.id, { isPermaLink: 'false' }),
    article.published !== undefined && element('pubDate', new Date(article.published).toUTCString()),
    ...article.byline.map(name => element('dc:creator', name)),
    ...article.subjects.map(subject => element('category', subject)),
    article.language !== undefined && element('dc:language', article.language),
    element('source', attribution.sourceName, { url: attribution.sourceUrl }),
    attribution.copyrightNotice !== undefined && element('dc:rights', attribution.copyrightNotice),
    // Readers take it for HTML (RSS 2.0, elements of item): text is escaped once for them, and once for XML.
    element('description', escapeHtml(article.standfirst ?? `${attribution.creditLine}. ${attribution.sourceUrl}`)),
    element('content:encoded', article.contentHtml),
    article.image !== undefined && mediaContent(article.image),
  ])
}
