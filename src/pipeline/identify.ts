import { canBeSamePage } from '../dedupe/syndication.ts'
import type { Alias, ArticleRecord, ClaimedLink, RevisionDraft } from '../model.ts'
import type { Store } from '../ports.ts'

/** The article a draft belongs to, and the names under which it may be kept. */
export interface Identity {
  readonly known: ArticleRecord | undefined
  readonly aliases: readonly Alias[]
}

/**
 * Finds the article a draft is a version of. The link's own article and the page's own address settle it. A guid or a canonical
 * URL is only a claim: it holds when the two texts can be versions of one page, and is not kept when they cannot.
 */
export async function identify(store: Store, link: ClaimedLink, draft: RevisionDraft): Promise<Identity> {
  const own = link.articleId === undefined ? undefined : await store.article(link.articleId)
  if (own) return { known: own, aliases: draft.aliases }
  const addresses = draft.aliases.filter(alias => alias.scheme === 'dedupe-key')
  const claims = draft.aliases.filter(alias => alias.scheme !== 'dedupe-key')
  // Most pages are new, and one look says so.
  if (!(await store.findArticle(link.sourceId, [...draft.aliases, ...claims.flatMap(asAddress)])))
    return { known: undefined, aliases: [...addresses, ...claims] }
  const byAddress = await store.findArticle(link.sourceId, addresses)
  if (byAddress) return { known: byAddress, aliases: draft.aliases }
  const aliases: Alias[] = [...addresses]
  let known: ArticleRecord | undefined
  for (const claim of claims) {
    const claimed = await store.findArticle(link.sourceId, [claim, ...asAddress(claim)])
    if (claimed && !canBeSamePage(textOf(claimed.revision), textOf(draft))) continue
    known ??= claimed
    aliases.push(claim)
  }
  return { known, aliases }
}

/** A page may have been stored under the very address that another one now names as its canonical. */
const asAddress = (claim: Alias): Alias[] =>
  claim.scheme === 'canonical' ? [{ scheme: 'dedupe-key', value: claim.value }] : []

const textOf = ({ fields, fingerprint }: Pick<RevisionDraft, 'fields' | 'fingerprint'>) => ({
  headline: fields.headline,
  ...(fingerprint !== undefined && { fingerprint }),
})
