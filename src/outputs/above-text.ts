import { decodeHTML } from 'entities'
import { isSamePicture } from '../extract/fields/picture-address.ts'
import type { LeadImage } from '../model.ts'
import { escapeText } from '../values/clean-html.ts'
import { bare } from '../values/text.ts'
import type { ShownArticle } from './shown.ts'

/** What a page sets above the text. */
export interface AboveText {
  readonly standfirst?: string
  readonly image?: LeadImage
}

/** Standfirst and picture, without what the text shows itself: many summaries are its beginning, many lead pictures its first figure. */
export function aboveText(article: ShownArticle): AboveText {
  const { standfirst, image } = article
  return {
    ...(standfirst !== undefined && !opensText(standfirst, article) && { standfirst }),
    ...(image && !isInText(image, article) && { image }),
  }
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
