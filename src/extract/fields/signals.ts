import type { PageSignals } from '../../model.ts'
import { instantOf, readDate } from '../../values/date.ts'
import type { Page } from '../page.ts'
import type { FieldReader } from '../reading.ts'

/** Robots directives are for all crawlers, or for named ones; what is said to others does not concern us. */
const NAMES = ['robots', 'wiredesk']

/** What the page says about its use: robots meta, X-Robots-Tag, schema.org isAccessibleForFree, TDM reservation. */
export const signals: FieldReader<PageSignals> = page => {
  const metas = NAMES.flatMap(name => page.metas(name))
  const header = ownDirectives(page.headers['x-robots-tag'])
  const value = { ...directives([...metas, ...header].join(', ')), ...accessible(page), ...reservation(page) }
  if (Object.keys(value).length === 0) return undefined
  return header.length > 0
    ? { value, from: 'header', where: 'X-Robots-Tag', confidence: 1 }
    : { value, from: 'meta', where: 'robots', confidence: 1 }
}

/** `otherbot: noindex, nofollow` is addressed to another; a directive with a value (`max-snippet: 20`) is not an address. */
function ownDirectives(header: string | undefined): string[] {
  let isOurs = true
  return (header ?? '').split(',').flatMap(part => {
    const agent = /^\s*([\w*-]+)\s*:\s*(.+)$/.exec(part)
    if (!agent || /^(?:max-snippet|max-image-preview|max-video-preview|unavailable_after)$/i.test(agent[1] as string))
      return isOurs ? [part] : []
    isOurs = agent[1] === '*' || /^wiredesk$/i.test(agent[1] as string)
    return isOurs ? [agent[2] as string] : []
  })
}

function directives(text: string): PageSignals {
  const words = new Set(text.toLowerCase().split(/[\s,]+/))
  const maxSnippet = /max-snippet\s*:\s*(-?\d+)/i.exec(text)?.[1]
  const until = /unavailable_after\s*:\s*(.+?)(?=,\s*(?:no|max-|all|index|follow)|$)/i.exec(text)?.[1]
  const date = until === undefined ? undefined : readDate(until)
  return {
    ...((words.has('noindex') || words.has('none')) && { noindex: true }),
    ...(words.has('nosnippet') && { nosnippet: true }),
    ...((words.has('noarchive') || words.has('nocache')) && { noarchive: true }),
    ...(words.has('noimageindex') && { noimageindex: true }),
    ...(maxSnippet !== undefined && { maxSnippet: Number(maxSnippet) }),
    ...(date && { unavailableAfter: instantOf(date) }),
  }
}

function accessible({ article }: Page): PageSignals {
  const said = article?.text('isAccessibleForFree')?.toLowerCase()
  if (said === undefined) return {}
  return { isAccessibleForFree: said === 'true' || said === '1' || said.endsWith('/true') }
}

/** W3C TDMRep, 4.3. */
function reservation(page: Page): PageSignals {
  const tdmReservation = page.meta('tdm-reservation')
  const tdmPolicy = page.meta('tdm-policy')
  return tdmReservation === undefined
    ? {}
    : { usage: { tdmReservation, ...(tdmPolicy !== undefined && { tdmPolicy }) } }
}
