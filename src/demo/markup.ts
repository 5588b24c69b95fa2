/** Small pieces of markup that the made-up publishers share. */

import type { Publication, Story } from './stories.ts'

/** One answer of a made-up publisher. */
export interface Resource {
  readonly type: string
  readonly bytes: Uint8Array
  readonly modified: Date
}

/** What a publisher serves, by path. */
export type Site = ReadonlyMap<string, Resource>

/** A publisher's make: a publication to everything its server answers. */
export type Make = (publication: Publication, pictureBase: string) => Site

/** Text for element content and quoted attributes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}

/** Paragraph elements of a story, the dateline before the first where there is one. */
export function paragraphs({ paragraphs: texts, dateline }: Story): string[] {
  return texts.map((text, index) => {
    const opening = index === 0 && dateline !== undefined ? `${dateline} — ` : ''
    return `<p>${escapeMarkup(opening + text)}</p>`
  })
}

/** The lead picture's figure, or nothing. */
export function figure({ slug, picture }: Story, pictureBase: string): string {
  if (!picture) return ''
  const caption = escapeMarkup(picture.caption)
  return `<figure><img src="${pictureBase}/pictures/${slug}" alt="${caption}" width="1200" height="675">
<figcaption>${caption} <span class="credit">${escapeMarkup(picture.credit)}</span></figcaption></figure>`
}

/** Open Graph metas that most publishers set. */
export function openGraph(story: Story, publication: Publication, url: string, pictureBase: string): string {
  const metas = [
    ['og:type', 'article'],
    ['og:title', story.headline],
    ['og:description', story.standfirst],
    ['og:url', url],
    ['og:site_name', publication.name],
    ['article:published_time', story.published.toISOString()],
    ['article:modified_time', story.modified.toISOString()],
    ['article:section', story.section],
    ...(story.picture ? [['og:image', `${pictureBase}/pictures/${story.slug}`]] : []),
  ] as const
  return metas
    .map(([property, content]) => `<meta property="${property}" content="${escapeMarkup(content as string)}">`)
    .join('\n')
}

/** A list of stories as links under headings: section fronts and home pages. */
export function storyList(stories: readonly Story[], pathOf: (story: Story) => string): string {
  return stories
    .map(
      story =>
        `<div class="teaser"><h2><a href="${pathOf(story)}">${escapeMarkup(story.headline)}</a></h2><p>${escapeMarkup(story.standfirst)}</p></div>`,
    )
    .join('\n')
}

/** A text as a resource in UTF-8. */
export function utf8(type: string, text: string, modified: Date): Resource {
  return { type: `${type}; charset=utf-8`, bytes: Buffer.from(text), modified }
}

/** The last change to anything in the publication. */
export function lastChange({ stories }: Publication): Date {
  return new Date(Math.max(...stories.map(story => story.modified.getTime())))
}
