import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseFeed } from '../../src/discover/feed/parse.ts'
import type { ParsedFeed, ParsedItem, Person } from '../../src/discover/feed/parsed.ts'
import { plainText } from '../../src/values/plain-text.ts'
import { readCases, type Suite } from './suite.ts'

interface FeedCase {
  readonly file: string
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
}

const SUITES = ['feedparser', 'gofeed', 'miniflux-feeds']

/** The folder of one suite, or the folder that holds several; one prediction for each file. */
export const feeds: Suite = async (folder, write) => {
  const folders = existsSync(join(folder, 'cases.ndjson')) ? [folder] : SUITES.map(suite => join(folder, suite))
  for (const each of folders.filter(path => existsSync(path))) {
    const byFile = new Map(readCases<FeedCase>(join(each, 'cases.ndjson')).map(one => [one.file, one]))
    for (const [file, { url = '', headers = {} }] of byFile) {
      const head = { suite: basename(each), file }
      try {
        const bytes = readFileSync(join(each, 'files', file))
        const { 'content-type': contentType, 'content-location': contentLocation } = headers
        const feed = parseFeed({
          url,
          bytes,
          ...(contentType !== undefined && { contentType }),
          ...(contentLocation !== undefined && { contentLocation }),
        })
        write({ ...head, output: shown(feed, url) })
      } catch (error) {
        write({ ...head, error: String(error) })
      }
    }
  }
}

/** A feed in the neutral form of the suites, which ask in places for what a reader shows where the feed says nothing. */
function shown(feed: ParsedFeed, url: string) {
  const { charset, ttlMinutes, title, link = url, self = url, ...rest } = feed
  return {
    encoding: charset,
    feed: {
      ...rest,
      items: undefined,
      title: title ?? link,
      link,
      self,
      ttl: ttlMinutes,
      author: credit(feed.authors),
    },
    items: feed.items.map(item => shownItem(item, feed, link)),
  }
}

function shownItem(item: ParsedItem, feed: ParsedFeed, site: string) {
  const link = item.link ?? item.enclosures[0]?.url ?? site
  return {
    ...item,
    link,
    title: item.title ?? (beginning(item.content ?? item.summary) || link),
    author: credit(item.authors) ?? credit(feed.authors),
    language: item.language ?? feed.language,
    categories: item.categories.length > 0 ? item.categories : feed.categories,
  }
}

/** As much of a text as a title may be long. */
const beginning = (markup: string | undefined): string => (markup === undefined ? '' : plainText(markup).slice(0, 100))

function credit(people: readonly Person[]): string | undefined {
  const names = people.map(({ name, email }) => name ?? email).filter(name => name !== undefined)
  return names.length === 0 ? undefined : [...new Set(names)].join(', ')
}
