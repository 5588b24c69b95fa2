import type { ShownArticle } from './shown.ts'

/** schema.org NewsArticle; the publisher is the source, and the article is based on its page. */
export function schemaOrg(article: ShownArticle): object {
  const { attribution } = article
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': article.url,
    headline: article.headline,
    description: article.standfirst,
    datePublished: article.published,
    dateModified: article.modified ?? article.updatedAt,
    author: article.byline.map(name => ({ '@type': 'Person', name })),
    articleSection: article.section,
    inLanguage: article.language,
    publisher: { '@type': 'NewsMediaOrganization', name: attribution.sourceName },
    isBasedOn: attribution.sourceUrl,
    creditText: attribution.creditLine,
    copyrightNotice: attribution.copyrightNotice,
    correction: article.correction,
    image: article.image?.url,
  }
}
