/** Pictures that belong to the text: between its blocks, and in no box of their own that is about something else. */

import type { Element } from 'domhandler'
import { getOrMake } from '../../values/memo.ts'
import { collapse } from '../../values/text.ts'
import { parseHttpUrl } from '../../values/url.ts'
import { textOf } from '../element-text.ts'
import { largestSource, lazySource } from '../image-source.ts'
import { elementsWithText, type Picture, type Segmentation } from './blocks.ts'
import { captionOf } from './captions.ts'
import { attribute } from './markup.ts'

export interface Figure {
  /** number of blocks before it */
  readonly before: number
  /** the picture itself, or what stands around it, by its number in the tree */
  readonly element: number
  /** the img element */
  readonly image: string
  /** empty where the page has none for it */
  readonly caption: string
}

/** Smaller pictures are icons and marks of counters. */
const MIN_SIDE = 90

/** Further down than this from the text, a picture belongs to a box. */
const MAX_STEPS = 8

/** More words beside a picture than a caption has are a teaser. */
const MAX_LETTERS_BESIDE = 600

const PICTURE_ADDRESS = /\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])/i

/** What is shown until the picture is loaded, or an address that is not filled in, by the name of the file. */
const PLACEHOLDER =
  /placeholder|[/_-]lazy[_-]|[/_-](?:blank|spacer|pixel|1x1|clear|empty|gr[ae]y|loading|loader|lazy)\.(?:gif|png|svg|jpe?g)$|\$(?:\{|%7b)|\{\{|%7b%7b/i

/** Pictures of the site and of its writers, by where they lie and what they are called. */
const FURNITURE =
  /[/_-](?:icons(?:-svg)?|avatars?|emojis?|sprites?|badges?|star-?ratings?|newsletters?|authors?|headshots?)\/|gravatar|\/wp-content\/(?:themes|plugins)\/|default[_-]?(?:author|avatar|user)|[/_-](?:lupe|loupe|zoom)(?:-in)?\.(?:gif|png|svg)$/i
const DRAWING = /\.svg$/i
const SIGN = /[/_-](?:icons?|logo|arrow|chevron|avatar|rating|share|zoom)[_.-]/i
const IS_CLEAR = /[/_-]transparent[_.-]/i
const MOVING = /\.gif$/i

/** Boxes about writers and newsletters, of links and of advertising, by their names. */
const BOX =
  /(?<!image-|photo-)author|byline|avatar|head-?shot|newsletter|inline-teaser|(?:^|\s)(?:ads?|advert\w*|ezoic)(?=$|[\s_-])|(?:^|[\s_-])(?:bio|signup|subscribe|shar(?:e|ing)|read-?more|recommend\w*|related(?!_im)|promo(?:tion)?)(?=$|[\s_-])/i

/** The figures between the first and the last chosen block, each picture once. */
export function figuresBetween(page: Segmentation, isChosen: Uint8Array, baseUrl: string): readonly Figure[] {
  const first = isChosen.indexOf(1)
  const last = isChosen.lastIndexOf(1)
  if (first < 0) return []
  const holdsText = elementsWithText(page, isChosen)
  const seen = new Set<string>()
  const letters = new Map<number, number>()
  const texts = new Map<Element, string>()
  const figures: Figure[] = []
  const shown = shownOnce(page, first, last, baseUrl)
  shown.forEach(({ picture, src, key }, i) => {
    const box = boxOf(page, picture, holdsText, baseUrl)
    if (box < 0 || getOrMake(letters, box, () => lettersIn(page, box)) > MAX_LETTERS_BESIDE || seen.has(key)) return
    seen.add(key)
    const [before, next] = [shown[i - 1], shown.slice(i + 1, i + 1 + MAX_SIZES).find(other => other.key !== key)]
    figures.push({
      before: picture.before,
      element: picture.element,
      image: imageTag(src, picture.image),
      caption: captionOf(page, picture, box, before?.picture, next?.picture, texts),
    })
  })
  return figures
}

/** For narrow and for wide screens, there are two or three of one picture. */
const MAX_SIZES = 4

interface Shown {
  readonly picture: Picture
  readonly src: string
  /** what all its sizes have in common */
  readonly key: string
}

/** The pictures that have an address, without those of the site. One in `noscript` is taken where the one beside it, which a script is to fill, has none. */
function shownOnce(page: Segmentation, first: number, last: number, baseUrl: string): readonly Shown[] {
  const shown: Shown[] = []
  let before: Picture | undefined
  let isDone = false
  for (const picture of page.pictures) {
    if (picture.before <= first || picture.before > last) continue
    const { image, isSilent } = picture
    const src = addressOf(image, baseUrl)
    const isPair = before !== undefined && before.isSilent !== isSilent && isBeside(page, before, picture)
    const element = isPair && isSilent ? before!.element : picture.element
    // Counters stand in `noscript`, too.
    const isPicture = src !== undefined && (!isSilent || isPair || PICTURE_ADDRESS.test(src))
    const isTaken: boolean = isPicture && !(isPair && isDone)
    if (isTaken && !isFurniture(image, src!))
      shown.push({ picture: { ...picture, element }, src: src!, key: pictureKey(src!) })
    before = picture
    isDone = isSilent ? isTaken && !isPair : isPicture
  }
  return shown
}

/** How far below the element around a `noscript` the picture stands that it is for. */
const MAX_BESIDE = 3

function isBeside({ tree }: Segmentation, one: Picture, other: Picture): boolean {
  const [silent, loud] = one.isSilent ? [one, other] : [other, one]
  let at = loud.element
  for (let steps = 0; steps < MAX_BESIDE && at > silent.element; steps++) at = tree.parents[at]!
  return at === silent.element
}

function addressOf(image: Element, baseUrl: string): string | undefined {
  for (const read of [largestSource, lazySource]) {
    const src = parseHttpUrl(read(image) ?? '', baseUrl)?.href
    if (src !== undefined && src.length <= MAX_ADDRESS && !isPlaceholder(fileOf(src))) return src
  }
  return undefined
}

/** Longer ones are data. */
const MAX_ADDRESS = 2000

const isPlaceholder = (file: string): boolean => PLACEHOLDER.test(file) || (MOVING.test(file) && IS_CLEAR.test(file))

const pathOf = (address: string): string => address.replace(/[?#].*$/, '')

/** The last part of a path, with its slash. */
const fileOf = (address: string): string => {
  const path = pathOf(address)
  return path.slice(path.lastIndexOf('/'))
}

/** What all sizes and formats of a picture have in common of their addresses, as far as these are written in one of the usual ways. */
function pictureKey(address: string): string {
  const path = pathOf(address)
  // Without a file's name, the query may say which picture it is.
  const own = PICTURE_ADDRESS.test(path)
    ? path.replace(/\.(?:jpe?g|png|webp|avif)$/i, '')
    : address.replace(SIZE_PARAMETERS, '$1')
  return own
    .replace(SIZE_FOLDERS, '')
    .replace(SIZE_ENDING, '')
    .replace(/(\/csm_[^/]*)_[\da-f]{10}$/, '$1')
}

const SIZE_PARAMETERS = /([?&])(?:w|h|q|width|height|quality|dpr|auto|fit|format|fm|crop|resize|strip|ssl)=[^&]*&?/gi
const SIZE_FOLDERS = /\/(?:[a-z]{1,2}_[^/,]*,)*[wh]_\d+[^/]*(?=\/)|\/\d{2,4}x\d{1,4}(?=\/)/g
const SIZE_ENDING = /-(?:\d{2,4}x\d{2,4}|scaled|s\d{3,4}(?:-c\d+)?)$/

/**
 * The largest element around a picture that holds no chosen text; -1 for the picture of a teaser. A picture inside the text's own element is
 * its own box; one in `noscript` there has no number, and its box is a number that no element has.
 */
function boxOf({ tree }: Segmentation, picture: Picture, holdsText: Uint8Array, baseUrl: string): number {
  if (picture.isSilent && holdsText[picture.element]) return tree.elements.length
  let box = picture.element
  for (let at = box, steps = 0; steps < MAX_STEPS; at = tree.parents[at]!, steps++) {
    const element = tree.elements[at]!
    const { name, attribs } = element
    if (name === 'a' && isLinkElsewhere(attribs, baseUrl)) return -1
    if (name === 'aside' || name === 'nav' || name === 'footer' || name === 'button') return -1
    if (element !== picture.image && BOX.test(attribs['class'] ?? '')) return -1
    box = at
    const parent = tree.parents[at]!
    if (parent < 0 || holdsText[parent]) return box
  }
  return -1
}

const lettersIn = ({ tree }: Segmentation, box: number): number => textOf(tree.elements[box]).length

/** A picture that links to a page is that page's teaser; one that links to a picture, or to a page of its own, is a smaller copy of it. */
function isLinkElsewhere(attribs: Element['attribs'], baseUrl: string): boolean {
  const href = attribs['href'] ?? ''
  if (href === '' || href.startsWith('#') || PICTURE_ADDRESS.test(href)) return false
  if (OWN_PAGE.test(href) || /(?:^|\s)attachment/i.test(attribs['rel'] ?? '') || LIGHTBOX.test(attribs['class'] ?? ''))
    return false
  const page = parseHttpUrl(href, baseUrl)?.href
  const article = pathOf(baseUrl).replace(/\/$|\.html?$/, '')
  return page === undefined || !page.startsWith(article) || !IN_ARTICLE.test(page.slice(article.length))
}

/** Pages of a picture, as WordPress and MediaWiki have them. */
const OWN_PAGE = /[?&](?:attachment|image|photo)_id=|\/(?:file|datei|fichier|archivo|image|bild):/i
const LIGHTBOX = /lightbox|fancybox|magnific|photoswipe/i
/** What an article's own address ends with for one of its pictures. */
const IN_ARTICLE =
  /^(?:\.html?|\/)?(?:(?:photos?|images?|pictures?|fotos?|bild(?:er)?|galler(?:y|ies)|lightbox)(?:[/?#]|$)|[?#][^/]*(?:image|photo|foto|bild|gallery|slide))/i

/** A style that makes a picture a counter. */
const ONE_PIXEL = /(?:^|[;\s])(?:width|height)\s*:\s*[01]px/i

function isFurniture({ attribs }: Element, src: string): boolean {
  const sides = [attribs['width'], attribs['height']].map(side => Number.parseInt(side ?? '', 10))
  // A side that is to be found out is written as 0.
  const isSmall = sides.every(side => side === 0) || sides.some(side => side > 0 && side < MIN_SIDE)
  const file = fileOf(src)
  return (
    isSmall ||
    ONE_PIXEL.test(attribs['style'] ?? '') ||
    FURNITURE.test(pathOf(src)) ||
    (DRAWING.test(file) && SIGN.test(file)) ||
    ICON.test(attribs['class'] ?? '') ||
    /\bicon$/i.test(attribs['alt'] ?? '')
  )
}

const ICON = /(?:^|[\s_-])(?:icons?|flag|avatar|emoji|gravatar|author(?:[_-]?(?:photo|image|img|pic\w*))?)(?=$|[\s_-])/i

function imageTag(src: string, { attribs }: Element): string {
  // Some templates set a caption there, with its markup.
  const alt = collapse((attribs['alt'] ?? '').replace(/<\/?[a-z][^<>]*>/gi, ''))
  return `<img src="${attribute(src)}" alt="${attribute(alt)}">`
}
