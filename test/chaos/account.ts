import type { Store } from '../../src/ports.ts'

/** What became of every address that an origin offers. */
export interface Account {
  readonly discovered: number
  readonly stored: number
  readonly dropped: number
  readonly quarantined: number
  /** offered, but not in the ledger, or stored without an article that can be read */
  readonly lost: number
  /** addresses with two articles, and articles with a revision or event too many */
  readonly doubled: number
  /** neither stored, dropped nor quarantined when the crawl had come to rest */
  readonly stuck: number
  readonly withoutReason: number
  readonly reasons: Readonly<Record<string, number>>
  readonly problems: readonly string[]
}

/** Reads a desk at rest and holds it against the addresses offered; the pages of the origin did not change meanwhile. */
export async function accountFor(store: Store, offered: readonly string[]): Promise<Account> {
  const links = await store.listLinks({})
  const byUrl = new Map(links.map(link => [link.url, link]))
  const problems: string[] = []
  const lost = offered.filter(url => !byUrl.has(url))
  problems.push(...lost.map(url => `lost: ${url}`))

  const ended = links.filter(link => link.state === 'dropped' || link.state === 'quarantined')
  const withoutReason = ended.filter(link => link.reason === undefined)
  problems.push(...withoutReason.map(link => `${link.state} without a reason: ${link.url}`))
  const stuck = links.filter(link => link.state === 'due')
  problems.push(...stuck.map(link => `stuck: ${link.url} ${link.reason ?? ''}`))

  const stored = links.filter(link => link.state === 'done')
  const owners = new Map<string, string>()
  let lostArticles = 0
  let doubled = 0
  for (const link of stored) {
    const revisions = link.articleId === undefined ? [] : await store.revisions(link.articleId)
    const isShared = link.articleId !== undefined && owners.has(link.articleId)
    if (link.articleId !== undefined) owners.set(link.articleId, link.url)
    if (revisions.length === 0) lostArticles++
    if (revisions.length > 1 || isShared) doubled++
    if (revisions.length !== 1 || isShared)
      problems.push(`${revisions.length} revisions${isShared ? ', shared article' : ''}: ${link.url}`)
  }
  const events = await store.eventsAfter(0, stored.length * 2 + 10)
  const surplus = Math.abs(events.length - stored.length)
  if (surplus > 0) problems.push(`${events.length} events for ${stored.length} stored links`)

  return {
    discovered: links.length,
    stored: stored.length,
    dropped: links.filter(link => link.state === 'dropped').length,
    quarantined: links.filter(link => link.state === 'quarantined').length,
    lost: lost.length + lostArticles,
    doubled: doubled + surplus,
    stuck: stuck.length,
    withoutReason: withoutReason.length,
    reasons: countBy(ended.map(link => link.reason ?? 'none')),
    problems,
  }
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
