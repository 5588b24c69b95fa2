/** A wire agency's make: plain pages that end with the writer and the notice, and an RSS feed that says everything. */

import { escapeMarkup, figure, lastChange, type Make, openGraph, paragraphs, storyList, utf8 } from './markup.ts'
import type { Publication, Story } from './stories.ts'

const pathOf = ({ slug }: Story): string => `/story/${slug}`

/** Closed by robots.txt, and in the feed all the same: such things happen. */
const CLOSED_PATH = '/partners-only/embargoed-budget-briefing'

/** RSS 2.0 at `/rss.xml`; one item leads where robots.txt does not let crawlers go. */
export const wire: Make = (publication, pictureBase) => {
  const changed = lastChange(publication)
  return new Map([
    ['/robots.txt', utf8('text/plain', 'User-agent: *\nDisallow: /partners-only/\n', changed)],
    ['/', utf8('text/html', front(publication), changed)],
    ['/rss.xml', utf8('application/rss+xml', rss(publication), changed)],
    [CLOSED_PATH, utf8('text/html', '<!doctype html><title>Partners only</title><p>For partners.', changed)],
    ...publication.stories.map(
      story => [pathOf(story), utf8('text/html', page(story, publication, pictureBase), story.modified)] as const,
    ),
  ])
}

function page(story: Story, publication: Publication, pictureBase: string): string {
  const url = `http://${publication.host}${pathOf(story)}`
  const text = escapeMarkup
  return `<!doctype html>
<html lang="${publication.language}"><head><meta charset="utf-8"><title>${text(story.headline)} | ${text(publication.name)}</title>
<link rel="canonical" href="${url}">
<meta name="description" content="${text(story.standfirst)}"><meta name="author" content="${text(story.writer.name)}">
<meta name="keywords" content="${text(story.keywords.join(', '))}">
${openGraph(story, publication, url, pictureBase)}
</head><body>
<header class="masthead"><a href="/">${text(publication.name)}</a><nav><a href="/">All stories</a> <a href="/about">About us</a></nav></header>
<main><article>
<p class="section">${text(story.section)}</p>
<h1>${text(story.headline)}</h1>
<p class="standfirst">${text(story.standfirst)}</p>
<p class="byline">By <a rel="author" href="/staff">${text(story.writer.name)}</a></p>
<time datetime="${story.published.toISOString()}">${story.published.toUTCString()}</time>
${figure(story, pictureBase)}
<div class="story-body" itemprop="articleBody">
${paragraphs(story).join('\n')}
</div>
<div class="author-bio"><p>${text(story.writer.bio)}</p></div>
<p class="copyright">${text(publication.copyright)}</p>
</article></main>
<footer><p>${text(publication.about)}</p></footer>
</body></html>
`
}

function front(publication: Publication): string {
  const name = escapeMarkup(publication.name)
  return `<!doctype html><html lang="${publication.language}"><head><meta charset="utf-8"><title>${name}</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body><h1>${name}</h1>${storyList(publication.stories, pathOf)}</body></html>
`
}

function rss(publication: Publication): string {
  const { host, name, about, language, stories } = publication
  const items = stories.map(story => item(story, `http://${host}${pathOf(story)}`))
  const closed = `<item><title>Embargoed: budget briefing</title><link>http://${host}${CLOSED_PATH}</link><guid isPermaLink="false">wire-partners-1</guid></item>`
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>${escapeMarkup(name)}</title><link>http://${host}/</link><description>${escapeMarkup(about)}</description><language>${language}</language>
${[...items, closed].join('\n')}
</channel></rss>
`
}

function item(story: Story, url: string): string {
  const text = escapeMarkup
  return `<item><title>${text(story.headline)}</title><link>${url}</link><guid isPermaLink="false">wire-${story.slug}</guid>
<pubDate>${story.published.toUTCString()}</pubDate><dc:creator>${text(story.writer.name)}</dc:creator>
<category>${text(story.section)}</category><description>${text(story.standfirst)}</description></item>`
}
