import { isOrganisation } from '../values/names.ts'
import type { ShownArticle } from './shown.ts'

/** schema.org NewsArticle; the publisher is the source, and the article is based on its page. */
export function schemaOrg(article: ShownArticle): object {
  const { attribution, byline, image, keywords } = article
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': article.url,
    headline: article.headline,
    description: article.standfirst,
    datePublished: article.published,
    dateModified: article.modified ?? article.updatedAt,
    author: byline.length > 0 ? byline.map(name => author(name)) : undefined,
    articleSection: article.section,
    keywords: keywords.length > 0 ? keywords : undefined,
    inLanguage: article.language,
    publisher: { '@type': 'NewsMediaOrganization', name: attribution.sourceName },
    isBasedOn: attribution.sourceUrl,
    creditText: attribution.creditLine,
    copyrightNotice: attribution.copyrightNotice,
    correction: article.correction,
    image: image && {
      '@type': 'ImageObject',
      url: image.url,
      caption: image.caption,
      creditText: image.credit,
      width: image.width,
      height: image.height,
    },
  }
}

const author = (name: string): object => ({ '@type': isOrganisation(name) ? 'Organization' : 'Person', name })
