import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findFeeds, isFeedUrl, knownFeeds, mightBeFeedUrl } from '../../src/discover/find-feeds.ts'
import { readSitemap } from '../../src/discover/sitemap.ts'
import type { FoundLink } from '../../src/model.ts'
import { readCases, type Suite } from './suite.ts'

interface FindingCase {
  readonly id: string
  readonly task: 'html' | 'known-site' | 'is_feed_url' | 'might_be_feed_url'
  readonly url: string
  readonly html: string
}

interface SitemapCase {
  readonly id: string
  readonly file: string
  readonly url: string
  readonly content_type: string
}

/** What a page advertises, what a site's address gives, and what an address alone tells: the folder holds `cases.ndjson`. */
export const feedFinding: Suite = async (folder, write) => {
  for (const { id, task, url, html } of readCases<FindingCase>(join(folder, 'cases.ndjson'))) {
    write({ id, value: answer(task, url, html) })
  }
}

function answer(task: FindingCase['task'], url: string, html: string): unknown {
  if (task === 'is_feed_url') return isFeedUrl(url)
  if (task === 'might_be_feed_url') return mightBeFeedUrl(url)
  if (task === 'known-site') return knownFeeds(url).map(feed => ({ url: feed }))
  const advertised = findFeeds(html, url).filter(({ from }) => from === 'advertised')
  return advertised.map(feed => ({ ...feed, title: feed.title ?? feed.url }))
}

/** The folder holds `cases.ndjson` and the bytes under `files`. */
export const sitemaps: Suite = async (folder, write) => {
  for (const { id, file, url, content_type } of readCases<SitemapCase>(join(folder, 'cases.ndjson'))) {
    const bytes = readFileSync(join(folder, 'files', file))
    write({ id, value: sitemapIn(url, bytes, content_type) })
  }
}

function sitemapIn(url: string, bytes: Uint8Array, contentType: string) {
  try {
    const { links, more } = readSitemap({ url, bytes, ...(contentType !== '' && { contentType }) })
    return { type: more.length > 0 ? 'index' : 'urlset', pages: links.map(pageOf), sitemaps: more }
  } catch (error) {
    return { error: String(error) }
  }
}

function pageOf({ url, hints }: FoundLink) {
  const { headline: title, published, publication, language } = hints
  return { loc: url, lastmod: hints.modified, news: { title, published, publication, language } }
}
