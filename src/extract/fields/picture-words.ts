/** The words at a picture: what is said below it, and whom it is by. */

import { type Element, isTag } from 'domhandler'
import { bare, collapse } from '../../values/text.ts'
import { CAPTION, CREDIT, captionText } from '../caption-text.ts'

export interface PictureWords {
  /** with the credit, where that stands in it */
  readonly caption?: string
  readonly credit?: string
}

const MAX_CAPTION = 600
const MAX_CREDIT = 120

/** Further up than this from a picture, captions are not its own. */
const MAX_STEPS = 6
/** So many elements are looked through for each step up. */
const MAX_LOOKS = 150

/** In a figure, too, who took its picture may be called so. */
const MAKER = /credit|copyright|source|author|photographer|bildquelle/i

/** Whoever holds more than the picture and its words. */
const PARTS: ReadonlySet<string> = new Set(['h1', 'article', 'main', 'body'])

/** The words of the figure that a picture stands in, or else of the nearest element around it that has a caption or a credit and no other picture. */
export function pictureWords(image: Element): PictureWords {
  const around = ancestors(image)
  const figure = around.find(({ name }) => name === 'figure')
  if (figure) return wordsIn(figure, MAKER)
  for (const element of around) {
    if (holdsMore(element, image)) break
    const words = wordsIn(element, CREDIT)
    if (words.caption !== undefined || words.credit !== undefined) return words
  }
  return {}
}

function ancestors({ parent }: Element): readonly Element[] {
  const around: Element[] = []
  for (let at = parent; at && isTag(at) && around.length < MAX_STEPS; at = at.parent) around.push(at)
  return around
}

function wordsIn(element: Element, maker: RegExp): PictureWords {
  const caption =
    find(element, ({ name }) => name === 'figcaption') ?? find(element, child => CAPTION.test(classOf(child)))
  return wordsOf(captionText(caption), captionText(find(element, child => maker.test(classOf(child)))))
}

function wordsOf(caption: string, named: string): PictureWords {
  const text = caption.length > MAX_CAPTION ? '' : caption
  const credit = named.length < MAX_CREDIT && !NO_NAME.test(named) ? named : creditIn(text)
  const isAlone = credit !== undefined && bare(credit) === bare(text)
  return { ...(text && !isAlone && { caption: text }), ...(credit && { credit: collapse(credit) }) }
}

/** Of a credit that is in two elements only the first may be named so. */
const NO_NAME = /^(?:copyright|©|credits?|source|photo|image|image source,?)?\s*:?$/i

/** How a credit calls the picture, by language. */
const LABEL =
  'photo(?:graph(?:y|er|s)?|s)?|pictures?|image|img|credits?|photo[- ]illustration|illustration|foto(?:s|graf(?:ie|o|ía)?|ğraf)?|fot\\.|fotó|bild(?:er|quelle|nachweis|rechte)?|crédits?|crédito|immagine|imagen|imagem|zdjęcie|kuva|kredit|фото|写真|사진|图'
/** Who brings pictures to newsrooms. */
const AGENCY =
  'Getty(?: Images)?|AFP|AP|REUTERS|Reuters|EPA(?:-EFE)?|EFE|dpa|ANSA|LaPresse|APA|Keystone|PA(?: Wire| Media)?|TASS|ТАСС|РИА Новости|Xinhua|Kyodo|Yonhap|BELGA|Belga|ANP|NTB|Ritzau|STT|PAP|ČTK|MTI|Lusa|EPA\\/EFE|Shutterstock|iStock(?:photo)?|Alamy(?: Stock Photo)?|IMAGO|imago(?: images)?|picture[- ]alliance|Adobe Stock|Depositphotos|Dreamstime|Unsplash|Pexels|Pixabay|Flickr|Wikimedia(?: Commons)?|WireImage|FilmMagic|Bloomberg|USA TODAY(?: Sports)?|Zuma(?: Press)?|Rex Features|Contour'

/** "Photo: Pia Lens / Quay", "AP Photo/Pia Lens", "Photo by Pia Lens", "© Pia Lens" at the end of a caption, or alone. */
const LABELLED = new RegExp(
  `(?:^|[.!?)"”»|(\\[–—\\s])((?:(?:${AGENCY})\\s)?(?:©\\s?|\\(c\\)\\s|copyright\\s|(?:${LABEL})(?:\\s(?:by|credit|courtesy|von|de|di))?\\s*[:/]\\s*|(?:${LABEL})\\s(?:©|by|courtesy(?: of)?|via)\\s*|courtesy(?: of)?:?\\s)[^.|()[\\]:]{2,80}(?:\\([^()]{2,30}\\))?)[)\\]]?\\.?$`,
  'iu',
)
/** "(Pia Lens/Quay Pictures)", "(Quay via AP)", "[Reuters]": in brackets behind all else. */
const BRACKETED = /(?:^|\s)[([]([^()[\]]{2,90})[)\]]\.?$/u
const IS_SOURCE = new RegExp(`(?:^|[\\s/])(?:${AGENCY})(?![\\p{L}])|\\p{Lu}\\p{L}+\\s?/\\s?\\p{Lu}|\\svia\\s`, 'u')
/** ". Pia Lens/Getty Images", "| AFP" */
const AT_END = new RegExp(
  `(?:^|[.!?)"”»|–—]\\s{0,2})((?:[\\p{Lu}][\\p{L}.'’-]*\\s?){0,4}(?:(?:[/,|]|via|for|\\bin\\b)\\s?)?(?:${AGENCY})(?:\\s?[/,|]\\s?[\\p{Lu}][\\p{L} .'’-]{1,40})?)\\.?$`,
  'u',
)

/** The credit that ends a caption. */
function creditIn(caption: string): string | undefined {
  const labelled = LABELLED.exec(caption)?.[1]
  if (labelled !== undefined) return labelled
  const bracketed = BRACKETED.exec(caption)?.[1]
  if (bracketed !== undefined && IS_SOURCE.test(bracketed)) return bracketed
  return AT_END.exec(caption)?.[1]
}

const classOf = ({ attribs }: Element): string => attribs['class'] ?? ''

/** The first element of a kind in another. */
function find(element: Element, is: (child: Element) => boolean, looks = { left: MAX_LOOKS }): Element | undefined {
  for (const child of element.children) {
    if (!isTag(child) || looks.left-- <= 0) continue
    if (is(child) && captionText(child) !== '') return child
    const found = find(child, is, looks)
    if (found) return found
  }
  return undefined
}

/** Whether an element holds another picture, or the headline, or is so large that it may. */
function holdsMore(element: Element, image: Element): boolean {
  const looks = { left: MAX_LOOKS }
  const isMore = (child: Element): boolean => PARTS.has(child.name) || (child.name === 'img' && child !== image)
  const isIn = ({ children }: Element): boolean =>
    children.some(
      child => isTag(child) && child.name !== 'noscript' && (looks.left-- <= 0 || isMore(child) || isIn(child)),
    )
  return PARTS.has(element.name) || isIn(element)
}
