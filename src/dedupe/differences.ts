import type { RevisionDraft } from '../model.ts'

/** One field that two versions have differently; a side that has none is absent. */
export interface Difference {
  readonly field: string
  readonly from?: string
  readonly to?: string
}

type Version = Pick<RevisionDraft, 'fields' | 'attribution'>

/** As much of a value as tells two versions apart, with a little of what stands before. */
const SHOWN = 80
const BEFORE = 20

/** Which fields of two versions differ, each side cut to where they part: for people, who decide by it. */
export function differences(last: Version, next: Version): Difference[] {
  const [from, to] = [textsOf(last), textsOf(next)]
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return names.filter(name => from[name] !== to[name]).map(field => ({ field, ...apart(from[field], to[field]) }))
}

/** Every field as one text. Of the body the text comes first, so that a change of its markup alone shows as one of `markup`. */
function textsOf({ fields, attribution }: Version): Record<string, string | undefined> {
  const { body, leadImage, ...rest } = fields
  const values = {
    ...rest,
    body: body.text,
    entries: body.entries?.map(({ headline, text }) => `${headline ?? ''} ${text}`.trim()),
    markup: body.html,
    leadImage: leadImage?.url,
    caption: leadImage?.caption,
    pictureCredit: leadImage?.credit,
    sourceUrl: attribution.sourceUrl,
    copyrightNotice: attribution.copyrightNotice,
    agencyCredits: attribution.agencyCredits,
  }
  const texts = Object.entries(values).map(([name, value]) => [name, toText(value)] as const)
  const { markup, ...others } = Object.fromEntries(texts.filter(([, text]) => text !== undefined && text !== ''))
  return { ...others, ...(markup !== undefined && { markup: withoutText(markup) }) }
}

const toText = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join('; ') : value

const withoutText = (html: string): string => (html.match(/<[^>]*>/g) ?? []).join('')

/** Two texts, each cut to where they part. */
export function apart(from: string | undefined, to: string | undefined): Omit<Difference, 'field'> {
  const start = Math.max(0, parting(from ?? '', to ?? '') - BEFORE)
  return {
    ...(from !== undefined && { from: shown(from, start) }),
    ...(to !== undefined && { to: shown(to, start) }),
  }
}

function parting(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a[at] === b[at]) at++
  return at
}

function shown(text: string, start: number): string {
  const part = text.slice(start, start + SHOWN).replace(/\s+/g, ' ')
  return `${start > 0 ? '…' : ''}${part}${text.length > start + SHOWN ? '…' : ''}`
}
