/** The vocabularies that feeds are written in. */

/** A vocabulary by the prefix it mostly has; `core` is RSS and Atom of every version, which mean the same by the same names. */
export type Space =
  | 'core'
  | 'xhtml'
  | 'rdf'
  | 'dc'
  | 'dcterms'
  | 'content'
  | 'media'
  | 'itunes'
  | 'googleplay'
  | 'feedburner'
  | 'sy'
  | 'history'
  | 'prism'
  | 'other'

const BY_ADDRESS = new Map<string, Space>(
  Object.entries({
    'my.netscape.com/rdf/simple/0.9': 'core',
    'channel.netscape.com/rdf/simple/0.9': 'core',
    'purl.org/rss/1.0': 'core',
    'purl.org/net/rss1.1': 'core',
    'backend.userland.com/rss': 'core',
    'backend.userland.com/rss2': 'core',
    'blogs.law.harvard.edu/tech/rss': 'core',
    'purl.org/atom/ns': 'core',
    'purl.org/atom': 'core',
    'www.w3.org/2005/atom': 'core',
    'www.w3.org/1999/xhtml': 'xhtml',
    'www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
    'purl.org/dc/elements/1.0': 'dc',
    'purl.org/dc/elements/1.1': 'dc',
    'purl.org/dc/terms': 'dcterms',
    'purl.org/rss/1.0/modules/content': 'content',
    'search.yahoo.com/mrss': 'media',
    'search.yahoo.com/rss': 'media',
    'video.search.yahoo.com/mrss': 'media',
    'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
    'www.google.com/schemas/play-podcasts/1.0': 'googleplay',
    'rssnamespace.org/feedburner/ext/1.0': 'feedburner',
    'purl.org/rss/1.0/modules/syndication': 'sy',
    'purl.org/syndication/history/1.0': 'history',
    'prismstandard.org/namespaces/basic/2.0': 'prism',
  } as const),
)

/** For prefixes that were not declared, or for a misspelled namespace: broken feeds use them as if everybody knew what they mean. */
const BY_PREFIX = new Map<string, Space>(
  Object.entries({
    '': 'core',
    rss: 'core',
    atom: 'core',
    atom10: 'core',
    atom03: 'core',
    xhtml: 'xhtml',
    rdf: 'rdf',
    dc: 'dc',
    dcterms: 'dcterms',
    content: 'content',
    media: 'media',
    itunes: 'itunes',
    googleplay: 'googleplay',
    feedburner: 'feedburner',
    sy: 'sy',
    fh: 'history',
    prism: 'prism',
  } as const),
)

const known = new Map<string, Space>()

/**
 * The vocabulary of an element.
 * Addresses are compared without scheme, case, and what stands at their end, since feeds misspell them in all three.
 * @param address the namespace that the prefix was declared for
 */
export function spaceOf(prefix: string, address: string | undefined): Space {
  const byPrefix = BY_PREFIX.get(prefix) ?? 'other'
  if (address === undefined || address === '') return byPrefix
  const found = known.get(address) ?? BY_ADDRESS.get(plain(address))
  if (found === undefined) return byPrefix
  // The map holds known namespaces only, so no feed can make it grow without bounds; spellings of them are few.
  if (known.size < 200) known.set(address, found)
  return found
}

const plain = (address: string): string =>
  address
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/#?]+$/, '')
