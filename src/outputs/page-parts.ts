import { decodeHTML } from 'entities'
import type { LeadImage } from '../model.ts'
import { escapeText, PARAGRAPH } from '../values/clean-html.ts'
import { isSamePicture } from '../values/picture.ts'
import { plainText } from '../values/plain-text.ts'
import { bare } from '../values/text.ts'
import type { ShownArticle } from './shown.ts'

/** An article as a page sets it: what stands above the text, and the text. */
export interface PageParts {
  readonly standfirst?: string
  readonly image?: LeadImage
  readonly html: string
}

/**
 * Each thing once. Many publishers set the standfirst as the first paragraph of the text: it stands above it, and not in it. Many summaries
 * are the beginning of the text itself, and many lead pictures its first figure: these stand in the text.
 */
export function pageParts(article: ShownArticle): PageParts {
  const { standfirst, image, contentHtml } = article
  const rest = standfirst === undefined ? undefined : withoutFirst(standfirst, contentHtml)
  const isAbove = standfirst !== undefined && (rest !== undefined || !opensText(standfirst, article))
  return {
    ...(isAbove && { standfirst }),
    ...(image && !isInText(image, article) && { image }),
    html: rest ?? contentHtml,
  }
}

/** Up to the end of the first paragraph that is no correction note. */
const FIRST_PARAGRAPH = new RegExp(
  `^((?:<div lang[^>]*>\n)?(?:<p class="correction-note">[^<]*</p>\n)?)${PARAGRAPH}\n?`,
)

/** The text without its first paragraph where that is the standfirst. */
function withoutFirst(standfirst: string, html: string): string | undefined {
  const [found = '', before = '', , words = ''] = FIRST_PARAGRAPH.exec(html) ?? []
  const isStandfirst = words !== '' && bare(plainText(words)) === bare(standfirst)
  return isStandfirst ? before + html.slice(found.length) : undefined
}

/** Some summaries are more than a line of the text, and a text in excerpt may be cut within its summary. */
function opensText(standfirst: string, { contentText, correction = '', shownAs }: ShownArticle): boolean {
  const text = contentText.startsWith(correction) ? contentText.slice(correction.length).trimStart() : contentText
  const [said = ''] = text.split('\n\n', 1)
  const [opening, summary] = [bare(said), bare(standfirst)]
  if (opening === '' || summary === '') return false
  return opening.startsWith(summary) || (shownAs === 'excerpt' && said.endsWith('...') && summary.startsWith(opening))
}

/** A credit that the text does not give keeps its picture where it is. */
function isInText({ url, credit = '' }: LeadImage, { contentHtml }: ShownArticle): boolean {
  const pictures = [...contentHtml.matchAll(/<img src="([^"]*)"/g)].map(([, address = '']) => decodeHTML(address))
  return pictures.some(address => isSamePicture(address, url)) && bare(contentHtml).includes(bare(escapeText(credit)))
}
