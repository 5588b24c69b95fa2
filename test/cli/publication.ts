/** A small publication on loopback, and a desk that takes its news. */

import { onTestFinished } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { type Publisher, startPublisher } from '../pipeline/publisher.ts'

const SENTENCES = [
  'The harbour council met on Tuesday evening to settle the dispute over the northern pier.',
  'Fishermen had asked for a longer season, while the ferry company wanted the berth for itself.',
  'After four hours the members agreed on a plan that gives each side three days of the week.',
  'The mayor called the result a fair one and thanked both sides for their patience.',
  'Work on the new mooring posts is to begin in spring, once the surveyors have finished.',
  'A second meeting in May will decide how the costs are shared among the parties.',
]

/** An article page that any engine can read; the number makes its text its own. */
export const articlePage = (number: number): string => `<!doctype html><html lang="en"><head>
<title>Harbour council settles dispute number ${number}</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-2${number}T08:00:00Z">
</head><body><article><h1>Harbour council settles dispute number ${number}</h1>
<p class="byline">By <a rel="author">Ada Example</a></p>
${SENTENCES.map(sentence => `<p>${sentence} It was case ${number} of this year in the port.</p>`).join('\n')}
</article></body></html>`

const feedOf = (urls: readonly string[]): string => `<?xml version="1.0"?><rss version="2.0"><channel>
<title>The Example Herald</title><link>http://herald.example/</link><description>News</description>
${urls.map(url => `<item><title>Item</title><link>${url}</link><guid>${url}</guid></item>`).join('\n')}
</channel></rss>`

/** Starts a publication with two articles and a page that is missing. */
export async function startHerald(): Promise<Publisher> {
  const publisher = await startPublisher()
  onTestFinished(() => publisher.close())
  const paths = ['/1', '/2', '/missing']
  const items = feedOf(paths.map(path => publisher.origin + path))
  publisher.answers.set('/rss', { body: items, headers: { 'content-type': 'application/rss+xml' } })
  publisher.answers.set('/1', { body: articlePage(1) })
  publisher.answers.set('/2', { body: articlePage(2) })
  return publisher
}

/** A desk with this publication as its only source. */
export function deskFor(publisher: Publisher, settings = ''): string {
  return makeDesk({
    'wiredesk.yaml': `fetch: { delayMs: 0, allowPrivate: [127.0.0.0/8] }\nlog: { level: error }\n${settings}`,
    'sources/herald.yaml': `name: The Example Herald\nfeed: ${publisher.origin}/rss\n`,
  })
}
