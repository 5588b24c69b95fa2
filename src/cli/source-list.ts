import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readOpml } from '../discover/opml.ts'
import { WiredeskError } from '../errors.ts'
import { parseHttpUrl } from '../values/url.ts'

export interface ListedSource {
  readonly name: string
  readonly url: string
  readonly homepage?: string
}

const jsonList = z.array(
  z.object({
    name: z.string().optional(),
    title: z.string().optional(),
    url: z.string().optional(),
    feed: z.string().optional(),
    xmlUrl: z.string().optional(),
    rss: z.string().optional(),
    host: z.string().optional(),
    homepage: z.string().optional(),
  }),
)

/** The feeds of an OPML file, folders and all, or of a JSON list of `{name, url, homepage}`. Throws BAD_ARGUMENT. */
export function readSourceList(file: string): ListedSource[] {
  const text = readFileSync(file, 'utf8')
  const listed = /^\s*[[{]/.test(text) ? fromJson(file, text) : fromOpml(file, text)
  const seen = new Set<string>()
  return listed.filter(({ url }) => !seen.has(url) && seen.add(url))
}

function fromJson(file: string, text: string): ListedSource[] {
  try {
    return jsonList
      .parse(JSON.parse(text))
      .flatMap(entry =>
        toListed(
          entry.name ?? entry.title ?? entry.host,
          entry.url ?? entry.feed ?? entry.xmlUrl ?? entry.rss,
          entry.homepage,
        ),
      )
  } catch (cause) {
    throw new WiredeskError('BAD_ARGUMENT', { detail: `${file} is not a JSON list of {name, url}`, cause })
  }
}

function fromOpml(file: string, text: string): ListedSource[] {
  const feeds = readOpml(text)
  if (!feeds) throw new WiredeskError('BAD_ARGUMENT', { detail: `${file} is neither OPML nor JSON` })
  return feeds.flatMap(({ name, url, homepage }) => toListed(name, url, homepage))
}

function toListed(name: string | undefined, address: string | undefined, homepage: string | undefined): ListedSource[] {
  const url = address === undefined ? undefined : parseHttpUrl(address)?.href
  if (url === undefined) return []
  const home = homepage === undefined ? undefined : parseHttpUrl(homepage)?.href
  return [{ name: name?.trim() || new URL(url).hostname, url, ...(home !== undefined && { homepage: home }) }]
}
