import type { Element } from 'domhandler'
import type { LeadImage } from '../../model.ts'
import { isSamePicture, samePictureAs, widthIn } from '../../values/picture.ts'
import { plainText } from '../../values/plain-text.ts'
import { parseHttpUrl } from '../../values/url.ts'
import { largestSource } from '../image-source.ts'
import type { JsonLdNode } from '../json-ld.ts'
import { ZONES } from '../look.ts'
import { distance, isWithin, type Page, zoneOf } from '../page.ts'
import { type Candidate, type FieldReader, withVotes } from '../reading.ts'
import { letters } from '../site-keys.ts'
import type { Spot } from '../survey.ts'
import { pictureWords } from './picture-words.ts'

/** In the path of an address: pictures of the site or of its writers, not of the article. "Port-authority" and "google-pixel" are of articles. */
const FURNITURE = new RegExp(
  [
    '(?<![a-z])(?:logos?|gravatar|blavatar|sprites?|spacer)(?![a-z])|[/_-]1x1[./_-]|(?:site|institution|brand|header|footer)logo',
    // What is only that: a folder of them, or a file.
    '(?:^|[/_-])(?:avatars?|authors?|badges?|icons?|profiles?|staff)/',
    '(?:^|/)(?:avatars?|badge|pixel|loading|blank)(?:[-_]?\\d[\\dx_-]*)?\\.\\w+$|(?<![a-z])author\\.\\w+$',
    '(?<![a-z])(?:fav)?icon(?:[-_]?\\d[\\dx_-]*)?\\.\\w+$|/icon[_-][^/]*\\.png$|(?<![a-z])transparent[^/]*\\.png$',
    'placeholder[^/]*$|default[-_]?(?:image|img|og|share)|(?:social|some|facebook|twitter|og)[-_]default|banner-ad|\\.(?:svg|gif)$',
  ].join('|'),
  'i',
)
/** "LogoSlogan", "BLBLLogo", and no catalogue. */
const LOGO = /Logo|LOGO/

/** Image servers take the picture's own address as a parameter. */
const PARAMETER = /[?&][\w-]+=([^&]*(?:\/|%2f)[^&]*)/i

function isFurniture(url: string): boolean {
  const path = url.replace(/^https?:\/\/[^/]+|[?#].*$/g, '')
  if (FURNITURE.test(path) || LOGO.test(path)) return true
  const inner = url.includes('?') ? PARAMETER.exec(url)?.[1]?.replace(/%2f/gi, '/') : undefined
  return inner !== undefined && (FURNITURE.test(inner) || LOGO.test(inner))
}

/** Shorter sides belong to icons. */
const MIN_SIDE = 100

/** Narrower copies are what a page shows before the picture is loaded, or of a teaser. */
const MIN_WIDTH = 200

/** Pictures further from the headline, in elements and texts, illustrate the text or another article. */
const NEAR = 300
const MAX_IMAGES = 80

type Found = Candidate<LeadImage>

/**
 * The picture that stands for the article. The declared one says which picture it is, the page in which address and with what words
 * it is shown; where the page shows another one at its top, that is the picture its readers see.
 */
export const leadImage: FieldReader<LeadImage> = page => {
  const declared = declaredImages(page)
  const shown = shownImages(page)
  const first = firstPicture(page, shown, isWide)
  const isAboveText = first !== undefined && textAbove(page, first) <= MAX_TEXT_ABOVE
  const shownFirst = first && firstFound(first)
  const found = [
    ownCopy(shown, declared),
    topPicture(page, shown),
    ...(isAboveText ? [shownFirst, ...declared] : [...declared, shownFirst]),
  ].filter(each => each !== undefined)
  const thumbnail = found.length > 0 ? undefined : firstPicture(page, shown, isThumbnail)
  const best = found[0] ?? (thumbnail && firstFound(thumbnail))
  return best && withVotes(best, found, (a, b) => isSamePicture(a.url, b.url))
}

function declaredImages(page: Page): Found[] {
  const nodes = page.article?.nodes('image') ?? []
  const found: (readonly [Found['from'], string, LeadImage | undefined])[] = [
    ['meta', 'og:image', metaImage(page)],
    ['json-ld', 'image', nodes.map(node => nodeImage(page, node)).find(image => image !== undefined)],
    ['meta', 'twitter:image', imageAt(page, page.meta('twitter:image', 'twitter:image:src'))],
    ['json-ld', 'thumbnailUrl', imageAt(page, page.article?.text('thumbnailUrl'))],
    ['feed', 'image', imageAt(page, page.hints?.image)],
  ]
  return found.flatMap(([from, where, value]) => (value ? [{ from, where, value }] : []))
}

const META_IMAGES = ['og:image:secure_url', 'og:image', 'og:image:url']

function metaImage(page: Page): LeadImage | undefined {
  const [first, ...others] = META_IMAGES.flatMap(page.metas).map(address => imageAt(page, address))
  // Some templates declare the site's own picture before the article's; words and sizes are those of the first.
  if (!first) return others.find(image => image !== undefined)
  const [alt, width, height] = [
    page.meta('og:image:alt'),
    sizeOf(page.meta('og:image:width')),
    sizeOf(page.meta('og:image:height')),
  ]
  return { ...first, ...(alt && { alt: plainText(alt) }), ...(width && { width }), ...(height && { height }) }
}

function nodeImage(page: Page, node: JsonLdNode): LeadImage | undefined {
  const image = imageAt(page, node.text('contentUrl') ?? node.text('url') ?? node.text('name') ?? node.text('@id'))
  const [caption, credit] = [node.text('caption'), node.text('creditText')]
  const [width, height] = [sizeOf(node.text('width')), sizeOf(node.text('height'))]
  return (
    image && {
      ...image,
      ...(caption && { caption }),
      ...(credit && { credit }),
      ...(width && { width }),
      ...(height && { height }),
    }
  )
}

function imageAt(page: Page, address: string | undefined): LeadImage | undefined {
  const url = address === undefined ? undefined : parseHttpUrl(address, page.baseUrl)?.href
  return url === undefined || isFurniture(url) ? undefined : { url }
}

const sizeOf = (text: string | undefined): number | undefined => {
  const size = Number.parseInt(text ?? '', 10)
  return size > 0 && size < 20_000 ? size : undefined
}

interface ShownImage {
  readonly spot: Spot
  readonly away: number
  /** Its address, and the width in pixels as far as the page says it; undefined for furniture. Read when it is asked for: most are not. */
  readonly read: () => { readonly url: string; readonly width: number | undefined } | undefined
}

/** Pictures outside comments, navigation and teasers, in the order of the page. */
function shownImages(page: Page): ShownImage[] {
  const never = ZONES.comments | ZONES.nav | ZONES.bio
  const writers = new Set(
    [page.meta('author'), ...(page.article?.texts('author') ?? [])].map(name => letters(name ?? '')),
  )
  writers.delete('')
  return page.survey.images
    .filter(spot => !(zoneOf(page, spot) & never))
    .slice(0, MAX_IMAGES)
    .filter(
      ({ element: { attribs } }) =>
        !isSmall(attribs) && !/\b(?:logo|avatar|icon)\b/i.test(`${attribs['class'] ?? ''} ${attribs['alt'] ?? ''}`),
    )
    .map(spot => ({
      spot,
      away: distance(page, spot),
      read: once(() => {
        const { attribs } = spot.element
        const image = imageAt(page, largestSource(spot.element))
        if (!image || (attribs['alt'] !== undefined && writers.has(letters(attribs['alt'])))) return undefined
        return { url: image.url, width: widthIn(image.url) ?? sizeOf(attribs['width']) }
      }),
    }))
}

const isSmall = ({ width, height }: Element['attribs']): boolean =>
  [width, height].some(side => Number(side) > 0 && Number(side) < MIN_SIDE)

/** What counts readers has no words and shows nothing; sides of zero may be a script's that fits a picture in. */
function isCounter({ element: { attribs }, zone }: Spot): boolean {
  const { alt = '', width, height, srcset, style = '' } = attribs
  if (alt !== '') return false
  const isNowhere = (zone & ZONES.hidden) !== 0 || (width === '0' && height === '0' && srcset === undefined)
  return isNowhere || /(?<![-\w])(?:width|height)\s*:\s*1px/.test(style)
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const isNarrow = (width: number | undefined): boolean => width !== undefined && width < MIN_WIDTH

function isWide({ read }: ShownImage): boolean {
  const image = read()
  return image !== undefined && !isNarrow(image.width)
}

const isThumbnail = ({ read }: ShownImage): boolean => isNarrow(read()?.width) && (read()?.width ?? 0) >= MIN_SIDE

/** The page's own copy of a declared picture; its words alone where all its copies are narrow ones. */
function ownCopy(shown: readonly ShownImage[], declared: readonly Found[]): Found | undefined {
  for (const { value } of declared) {
    const isSame = samePictureAs(value.url)
    const copies = shown.filter(each => addressesOf(each.spot.element).some(isSame) && each.read() !== undefined)
    const nearest = copies.sort((a, b) => Number(isWide(b)) - Number(isWide(a)) || a.away - b.away)[0]
    if (!nearest) continue
    const image = described(nearest, value)
    return {
      from: 'dom',
      where: 'img of the declared picture',
      value: isWide(nearest) || isNarrow(widthIn(value.url)) ? image : { ...image, ...value },
    }
  }
  return undefined
}

const addressesOf = ({ attribs }: Element): string[] =>
  [
    attribs['src'],
    attribs['data-src'],
    attribs['srcset'],
    attribs['data-srcset'],
    attribs['data-lazy-src'],
    attribs['data-original'],
  ].filter(text => text !== undefined)

/** A picture that the page itself calls its first: loaded at once, or of a hero class. */
function topPicture(page: Page, shown: readonly ShownImage[]): Found | undefined {
  const heroes = new Set(page.survey.marked.hero.map(({ element }) => element))
  const isTop = ({ element }: Spot): boolean =>
    /^high$/i.test(element.attribs['fetchpriority'] ?? '') ||
    /^eager$/i.test(element.attribs['loading'] ?? '') ||
    isWithin(element, heroes)
  const top = shown.find(each => each.away <= NEAR && !isElsewhere(page, each.spot) && isTop(each.spot) && isWide(each))
  return top && { from: 'dom', where: 'eager or hero picture', value: described(top) }
}

/** A standfirst and the first paragraph: behind more text a picture illustrates the text, and does not stand for it. */
const MAX_TEXT_ABOVE = 400
/** Shorter runs are labels. */
const MIN_RUN = 80

/** The first picture of a kind behind the headline. */
function firstPicture(
  page: Page,
  shown: readonly ShownImage[],
  isWanted: (image: ShownImage) => boolean,
): ShownImage | undefined {
  const after = page.heading?.order ?? 0
  return shown.find(
    each => each.spot.order > after && each.away <= NEAR && !isElsewhere(page, each.spot) && isWanted(each),
  )
}

const firstFound = (image: ShownImage): Found => ({
  from: 'dom',
  where: 'first picture after the headline',
  value: described(image),
})

/** Letters of text between the headline and a picture. */
function textAbove({ survey, heading }: Page, { spot }: ShownImage): number {
  const from = heading?.order ?? 0
  let letters = 0
  for (const { order, text, isLinked } of survey.pieces)
    if (order > from && order < spot.order && !isLinked && text.length > MIN_RUN) letters += text.length
  return letters
}

const isElsewhere = (page: Page, spot: Spot): boolean =>
  (zoneOf(page, spot) & (ZONES.teaser | ZONES.aside | ZONES.footer)) !== 0 || isCounter(spot)

/** A picture with the words beside it; what the page does not show of them is taken from what it declares. */
function described({ spot, read }: ShownImage, declared?: LeadImage): LeadImage {
  const { attribs } = spot.element
  const alt = plainText(attribs['alt'] ?? '') || declared?.alt
  const words = pictureWords(spot.element)
  const caption = words.caption ?? declared?.caption
  const credit = words.credit ?? declared?.credit
  const [width, height] = [sizeOf(attribs['width']), sizeOf(attribs['height'])]
  return {
    url: read()?.url ?? '',
    ...(alt && { alt }),
    ...(caption && { caption }),
    ...(credit && { credit }),
    ...(width && height && { width, height }),
  }
}
