import { element, parent, xmlDocument } from '../values/xml.ts'
import type { FeedContent } from './index.ts'
import { MEDIA_NAMESPACE, mediaContent } from './media-rss.ts'
import type { ShownArticle, WithdrawnArticle } from './shown.ts'

/** Atom (RFC 4287) with tombstones (RFC 6721); the publisher's own article is the `via` link and the `source`. */
export function renderAtom({
  title,
  home,
  self,
  language,
  description,
  articles,
  withdrawn,
  updated,
}: FeedContent): string {
  return xmlDocument(
    parent(
      'feed',
      {
        xmlns: 'http://www.w3.org/2005/Atom',
        'xmlns:at': 'http://purl.org/atompub/tombstones/1.0',
        ...MEDIA_NAMESPACE,
        'xml:lang': language,
      },
      [
        element('title', title),
        element('subtitle', description),
        element('id', self),
        element('updated', updated),
        element('link', undefined, { rel: 'self', type: 'application/atom+xml', href: self }),
        element('link', undefined, { rel: 'alternate', type: 'text/html', href: home }),
        parent('author', {}, [element('name', title)]),
        ...withdrawn.map(tombstone),
        ...articles.map(entry),
      ],
    ),
  )
}

function entry(article: ShownArticle): string {
  const { attribution } = article
  const names = article.byline.length > 0 ? article.byline : [attribution.sourceName]
  return parent('entry', article.language === undefined ? {} : { 'xml:lang': article.language }, [
    element('id', entryId(article.id)),
    element('title', article.headline),
    element('link', undefined, { rel: 'alternate', type: 'text/html', href: article.url }),
    element('link', undefined, { rel: 'via', href: attribution.sourceUrl, title: 'Source link' }),
    article.published !== undefined && element('published', article.published),
    element('updated', article.updatedAt),
    ...names.map(name => parent('author', {}, [element('name', name)])),
    ...article.subjects.map(term => element('category', undefined, { term })),
    parent('source', {}, [
      element('id', attribution.sourceUrl),
      element('title', attribution.sourceName),
      element('updated', article.updatedAt),
    ]),
    element('rights', attribution.copyrightNotice ?? `${attribution.creditLine}.`),
    article.standfirst !== undefined && element('summary', article.standfirst),
    element('content', article.contentHtml, { type: 'html' }),
    article.image !== undefined && mediaContent(article.image),
  ])
}

const tombstone = ({ id, withdrawnAt }: WithdrawnArticle): string =>
  element('at:deleted-entry', undefined, { ref: entryId(id), when: withdrawnAt })

const entryId = (id: string): string => `urn:ulid:${id}`
