/** The make of a present-day news site: JSON-LD on every page, a JSON Feed, and corrections that are declared. */

import { escapeMarkup, figure, lastChange, type Make, openGraph, paragraphs, storyList, utf8 } from './markup.ts'
import type { Publication, Story } from './stories.ts'

const pathOf = ({ slug, section }: Story): string => `/${section.toLowerCase()}/${slug}`

/** JSON Feed 1.1 at `/feed.json`. */
export const liveSite: Make = (publication, pictureBase) => {
  const changed = lastChange(publication)
  return new Map([
    ['/robots.txt', utf8('text/plain', 'User-agent: *\nDisallow: /account/\n', changed)],
    ['/', utf8('text/html', front(publication), changed)],
    ['/feed.json', utf8('application/feed+json', jsonFeed(publication, pictureBase), changed)],
    ...publication.stories.map(
      story => [pathOf(story), utf8('text/html', page(story, publication, pictureBase), story.modified)] as const,
    ),
  ])
}

function page(story: Story, publication: Publication, pictureBase: string): string {
  const text = escapeMarkup
  const url = `http://${publication.host}${pathOf(story)}`
  // "<" must not end the script element from within.
  const jsonLd = JSON.stringify(newsArticle(story, publication, url, pictureBase)).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="${publication.language}"><head><meta charset="utf-8"><title>${text(story.headline)} · ${text(publication.name)}</title>
<link rel="canonical" href="${url}"><meta name="description" content="${text(story.standfirst)}">
${openGraph(story, publication, url, pictureBase)}
<script type="application/ld+json">${jsonLd}</script></head><body>
<header><a href="/">${text(publication.name)}</a><nav aria-label="Sections"><a href="/">Home</a></nav></header>
<main><article><h1>${text(story.headline)}</h1><p class="deck">${text(story.standfirst)}</p>
<div class="byline">By ${text(story.writer.name)}</div><time datetime="${story.published.toISOString()}">${story.published.toUTCString()}</time>
${figure(story, pictureBase)}
<div class="article-body">
${paragraphs(story).join('\n')}
${story.correction === undefined ? '' : `<p class="correction">${text(story.correction)}</p>`}
</div></article></main>
<footer><small>${text(publication.copyright)}</small></footer></body></html>
`
}

function newsArticle(story: Story, publication: Publication, url: string, pictureBase: string): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: url,
    headline: story.headline,
    description: story.standfirst,
    articleSection: story.section,
    keywords: story.keywords,
    inLanguage: publication.language,
    datePublished: story.published.toISOString(),
    dateModified: story.modified.toISOString(),
    author: [{ '@type': 'Person', name: story.writer.name, description: story.writer.bio }],
    publisher: { '@type': 'NewsMediaOrganization', name: publication.name },
    isAccessibleForFree: true,
    ...(story.picture && { image: `${pictureBase}/pictures/${story.slug}` }),
    ...(story.correction !== undefined && {
      correction: {
        '@type': 'CorrectionComment',
        text: story.correction,
        datePublished: story.modified.toISOString(),
      },
    }),
  }
}

function front(publication: Publication): string {
  const name = escapeMarkup(publication.name)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><link rel="alternate" type="application/feed+json" href="/feed.json"></head><body><h1>${name}</h1>${storyList(publication.stories, pathOf)}</body></html>
`
}

function jsonFeed(publication: Publication, pictureBase: string): string {
  const base = `http://${publication.host}`
  const items = publication.stories.map(story => ({
    id: `${base}/id/${story.slug}`,
    url: `${base}${pathOf(story)}`,
    title: story.headline,
    summary: story.standfirst,
    content_text: story.standfirst,
    date_published: story.published.toISOString(),
    date_modified: story.modified.toISOString(),
    authors: [{ name: story.writer.name }],
    tags: story.keywords,
    ...(story.picture && { image: `${pictureBase}/pictures/${story.slug}` }),
  }))
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: publication.name,
    home_page_url: `${base}/`,
    feed_url: `${base}/feed.json`,
    language: publication.language,
    items,
  }
  return JSON.stringify(feed)
}
