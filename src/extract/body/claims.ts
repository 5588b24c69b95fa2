import type { Page } from '../page.ts'

/** What a page says of its article; blocks are compared with it. */
export interface Claims {
  readonly headline?: string | undefined
  readonly description?: string | undefined
  readonly articleBody?: string | undefined
}

/** The claims of a page, from JSON-LD first, then from its meta elements. */
export function claimsOf({ article, meta, survey }: Pick<Page, 'article' | 'meta' | 'survey'>): Claims {
  return {
    headline: article?.text('headline') ?? meta('og:title', 'twitter:title') ?? survey.title,
    description: article?.text('description') ?? meta('og:description', 'description'),
    articleBody: article?.text('articleBody'),
  }
}
