import type { ShownArticle, WithdrawnArticle } from './shown.ts'

/** An article as the JSON API gives it. */
export function apiArticle(article: ShownArticle): object {
  const { attribution, rights } = article
  return {
    id: article.id,
    status: 'usable',
    revision: article.revision,
    url: article.url,
    sourceId: article.sourceId,
    storyId: article.storyId,
    headline: article.headline,
    standfirst: article.standfirst,
    byline: article.byline,
    authorBio: article.authorBio,
    dateline: article.dateline,
    published: article.published,
    modified: article.modified,
    updatedAt: article.updatedAt,
    section: article.section,
    keywords: article.keywords,
    language: article.language,
    image: article.image,
    correction: article.correction,
    contentHtml: article.contentHtml,
    contentText: article.contentText,
    attribution: { ...attribution, sourceLink: { text: 'Source link', href: attribution.sourceUrl } },
    rights: { shown: rights.shown, reasons: rights.reasons, images: rights.images, indexing: rights.indexing },
  }
}

/** What the API says of a withdrawn article. */
export const apiWithdrawn = ({ id, url, withdrawnAt }: WithdrawnArticle): object => ({
  id,
  status: 'canceled',
  url,
  withdrawnAt,
})
