import type { Source } from '../model.ts'
import { registrableDomain } from '../values/url.ts'

/**
 * Finds the source that an address is of: by its host, else by its registrable domain. A source's hosts are that of its homepage, else
 * those of its feeds. Of two sources on one domain the first by id has what neither names.
 */
export function sourceFinder(sources: readonly Source[]): (url: string) => Source | undefined {
  const byHost = new Map<string, Source>()
  const byDomain = new Map<string, Source>()
  for (const source of sources.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const host of hostsOf(source)) {
      if (!byHost.has(host)) byHost.set(host, source)
      const domain = registrableDomain(host)
      if (!byDomain.has(domain)) byDomain.set(domain, source)
    }
  }
  return url => {
    const host = bare(new URL(url).hostname)
    return byHost.get(host) ?? byDomain.get(registrableDomain(host))
  }
}

// A feed may lie with a service that serves a thousand publishers; the homepage is the publisher's own.
const hostsOf = ({ homepage, feeds }: Source): string[] =>
  (homepage === undefined ? feeds.map(feed => feed.url) : [homepage]).map(url => bare(new URL(url).hostname))

const bare = (host: string): string => host.replace(/^www\./, '')
