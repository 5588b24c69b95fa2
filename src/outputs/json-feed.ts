import type { FeedContent } from './index.ts'
import type { ShownArticle } from './shown.ts'

/** JSON Feed 1.1; the publisher's own article is `external_url`, and what JSON Feed has no field for is in `_wiredesk`. */
export function renderJsonFeed({ title, home, self, language, description, articles, withdrawn }: FeedContent): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self,
    description,
    language,
    items: articles.map(item),
    _wiredesk: { about: 'Attribution of each item, and the items that were withdrawn.', withdrawn },
  })
}

function item(article: ShownArticle): object {
  const { attribution } = article
  return {
    id: article.id,
    url: article.url,
    external_url: attribution.sourceUrl,
    title: article.headline,
    summary: article.standfirst,
    content_html: article.contentHtml,
    date_published: article.published,
    date_modified: article.updatedAt,
    authors: article.byline.length > 0 ? article.byline.map(name => ({ name })) : undefined,
    tags: article.subjects.length > 0 ? article.subjects : undefined,
    language: article.language,
    image: article.image?.url,
    _wiredesk: {
      revision: article.revision,
      shown_as: article.shownAs,
      correction: article.correction,
      image: article.image,
      attribution,
    },
  }
}
