/** The largest address under which a page serves a picture. */

import type { Element } from 'domhandler'

const SRCSETS = ['srcset', 'data-srcset', 'data-lazy-srcset']
const SOURCES =
  'data-src data-lazy-src data-original data-hi-res-src data-original-src data-lazy data-cfsrc data-ezsrc data-img-url data-image src'.split(
    ' ',
  )

/** The widest candidate of the picture element and of srcset, else the plain address. */
export function largestSource(image: Element): string | undefined {
  const sets = withSources(image).flatMap(({ attribs }) => SRCSETS.map(name => attribs[name]))
  return (
    widest(sets) ??
    SOURCES.map(name => image.attribs[name]).find(url => url !== undefined && /[./]/.test(url) && !NO_ADDRESS.test(url))
  )
}

/** The address that a script is to load, under whatever name a site has for it: `data-lazyimage-src`, `nitro-lazy-srcset`. */
export function lazySource(image: Element): string | undefined {
  const attributes = withSources(image).flatMap(({ attribs }) => Object.entries(attribs))
  const sets = attributes.flatMap(([name, value]) => (LAZY_SET.test(name) ? [value] : []))
  return widest(sets) ?? attributes.find(([name, value]) => LAZY.test(name) && isPictureFile(value))?.[1]
}

const LAZY_SET = /.srcset$/i
const LAZY = /.(?:src|original|url|image|img)$/i
/** Longer values are data. */
const MAX_LAZY = 2000
const PICTURE_FILE = /\.(?:jpe?g|png|webp|gif|avif)$/i

const isPictureFile = (value: string): boolean =>
  value.length <= MAX_LAZY && !/\s/.test(value) && PICTURE_FILE.test(value.replace(/[?#].*$/, ''))

/** No picture has more parts, the blanks between them counted: each of its images looks through them. */
const MAX_PARTS = 80

/** An image, and the sources of the picture element it stands in. */
function withSources(image: Element): readonly Element[] {
  const { parent } = image
  if (!parent || !('attribs' in parent) || parent.name !== 'picture') return [image]
  return [
    image,
    ...parent.children
      .slice(0, MAX_PARTS)
      .filter((child): child is Element => 'attribs' in child && child.name === 'source'),
  ]
}

function widest(sets: readonly (string | undefined)[]): string | undefined {
  let best: string | undefined
  let bestWidth = 0
  for (const { url, width } of sets.flatMap(candidatesOf))
    if (width > bestWidth) {
      best = url
      bestWidth = width
    }
  return best
}

/** The picture itself, or what a script makes an address of; "true" and numbers have no point in them. */
const NO_ADDRESS = /^data:|^\s*[[{]/

/** An address, which may hold commas but ends with none, and its size; a comma behind the size ends it, with or without a blank (HTML, "srcset"). */
const CANDIDATE = /([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+[wxh]))?[^,]*(?:,|$)/g

/** A density counts like a width of its own. */
function candidatesOf(srcset: string | undefined): { url: string; width: number }[] {
  if (!srcset) return []
  return [...srcset.replace(/,(?=https?:)/g, ', ').matchAll(CANDIDATE)].flatMap(([, url, size]) => {
    const number = Number.parseFloat(size ?? '1')
    return url && !url.startsWith('data:') ? [{ url, width: size?.endsWith('x') ? number * 10 : number }] : []
  })
}
