/** Addresses of pictures: the largest that the page serves, and whether two are of the same picture. */

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

/** An image, and the sources of the picture element it stands in. */
function withSources(image: Element): readonly Element[] {
  const { parent } = image
  if (!parent || !('attribs' in parent) || parent.name !== 'picture') return [image]
  return [image, ...parent.children.filter((child): child is Element => 'attribs' in child && child.name === 'source')]
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

/** How image servers are asked for a width: `?w=640`, `/w_640,`, `/max/640/`, `-640x480.`. */
const WIDTH =
  /[?&;](?:w|width)=(\d+)|[/,]w(?:idth)?[_-](\d+)(?=[,/])|\/max\/(\d+)\/|[-_/](\d{2,4})x\d{2,4}(?=[./_-]|$)/i

/** The width in pixels that an address asks for. */
export function widthIn(url: string): number | undefined {
  const width = Number(
    WIDTH.exec(url)
      ?.slice(1)
      .find(digits => digits !== undefined),
  )
  return width > 0 ? width : undefined
}

/** Addresses may hold commas: candidates part at comma and blank. A density counts like a width of its own. */
function candidatesOf(srcset: string | undefined): { url: string; width: number }[] {
  if (!srcset) return []
  return srcset
    .trim()
    .split(/,\s+|,(?=https?:)/)
    .flatMap(candidate => {
      const [url, size] = candidate.trim().split(/\s+/)
      const number = Number.parseFloat(size ?? '1')
      return url && !url.startsWith('data:') ? [{ url, width: size?.endsWith('x') ? number * 10 : number }] : []
    })
}

/** Whether two addresses are of one picture: the same file name without its size, or a shared identifier. */
export const isSamePicture = (a: string, b: string): boolean => samePictureAs(b)(a)

/** Asks of many addresses whether they are of one picture. */
export function samePictureAs(address: string): (other: string) => boolean {
  const stem = stemOf(address)
  const ids = idsOf(address)
  return other => {
    if (other === address) return true
    // What makes a name or an identifier stands in the address as a piece: most addresses hold none of them.
    const written = decode(other).toLowerCase()
    if (stem.length > 5 && written.includes(stem) && stemOf(other) === stem) return true
    return ids.some(id => written.includes(id)) && idsOf(other).some(id => ids.includes(id))
  }
}

/** The file name without ending, size and the marks of content systems. */
function stemOf(url: string): string {
  const name =
    decode(url.replace(/[?#].*$/, ''))
      .split('/')
      .findLast(part => part !== '') ?? ''
  return name
    .toLowerCase()
    .replace(/\.(?:jpe?g|png|webp|avif)/g, '')
    .replace(
      /[-_](?:scaled|e\d{10,13}|\d{2,4}x\d{2,4}(?:-c)?|\d{3,4}w|large|medium|small|thumb(?:nail)?|original|landscape|square)$/g,
      '',
    )
}

/** Pieces of an address that no other picture has: long, with several digits but no date, or long words. */
function idsOf(url: string): string[] {
  return decode(url)
    .replace(/^https?:\/\/[^/]+/, '')
    .toLowerCase()
    .split(/[/?&=,.:;%\s]+/)
    .flatMap(part => [part, ...part.split(/[_-]{1,2}(?=\d{3,4}x\d{3,4}|\d{3,4}w?$)/)])
    .filter(part => part.length >= 8 && !/^(?:19|20)\d{6}$/.test(part))
    .filter(part => part.length >= 14 || (part.match(/\d/g)?.length ?? 0) >= 4)
    .filter(
      part =>
        !/^[\d-]+x[\d-]+$|^(?:width|height|quality|upload|content|images?|static|media|original|resize|crop)[\d-]*$/.test(
          part,
        ),
    )
}

function decode(url: string): string {
  if (!url.includes('%')) return url
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
