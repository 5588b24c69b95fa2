/** The tags of a page in their order, read in linear time and without building a tree. */

import { decodeHTML, decodeHTMLAttribute } from 'entities'
import { readHtmlTokens } from '../values/html-tokens.ts'
import { collapse } from '../values/text.ts'

export interface Tag {
  /** in lower case */
  readonly name: string
  /** names in lower case, values decoded; the first of a name counts */
  readonly attributes: ReadonlyMap<string, string>
  /** for `a` and `title`: what stands between the tags, without markup */
  readonly text: string
}

/** Elements whose text is wanted; none of them can hold another of them. */
const WITH_TEXT = new Set(['a', 'title'])

/** More tags than any page has; the rest is not read. */
const MAX_TAGS = 200_000

/** The tags of these names. Never throws. */
export function readTags(html: string, wanted: ReadonlySet<string>): Tag[] {
  const tags: Tag[] = []
  let count = 0
  let open: { readonly name: string; readonly attributes: ReadonlyMap<string, string>; text: string } | undefined

  const close = (): void => {
    if (open) tags.push({ ...open, text: collapse(decodeHTML(open.text)) })
    open = undefined
  }
  readHtmlTokens(html, {
    open(name, written) {
      // A tag parts words, wanted or not.
      if (open) open.text += ' '
      if (!wanted.has(name) || ++count > MAX_TAGS) return
      const attributes = new Map([...written].map(([key, value]) => [key, decodeHTMLAttribute(value)]))
      if (!WITH_TEXT.has(name)) {
        tags.push({ name, attributes, text: '' })
        return
      }
      close()
      open = { name, attributes, text: '' }
    },
    close(name) {
      if (name === open?.name) close()
    },
    text(written) {
      if (open) open.text += written
    },
  })
  close()
  return tags
}

/** What relative addresses of a page are resolved against: its `base`, else its own address. */
export function baseOf(tags: readonly Tag[], url: string): string {
  const href = tags.find(tag => tag.name === 'base')?.attributes.get('href')
  return href === undefined ? url : (URL.parse(href.trim(), url)?.href ?? url)
}
