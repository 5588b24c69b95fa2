/** The made-up publications of the demo desk, read from `fixtures/demo`: settings in YAML, articles in Markdown. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

export interface Writer {
  readonly name: string
  readonly bio: string
}

export interface Picture {
  /** what is drawn, see `drawPicture` */
  readonly scene: string
  readonly caption: string
  readonly credit: string
}

export interface Story {
  readonly slug: string
  readonly headline: string
  readonly standfirst: string
  readonly writer: Writer
  readonly section: string
  readonly dateline?: string
  readonly published: Date
  readonly modified: Date
  readonly keywords: readonly string[]
  readonly picture?: Picture
  readonly paragraphs: readonly string[]
  /** the note that admits an error, shown with the text */
  readonly correction?: string
}

/** How a story changes while the demo is watched. */
export interface Rewrite {
  readonly slug: string
  readonly kind: 'update' | 'correction'
  readonly headline?: string
  readonly standfirst?: string
  readonly correction?: string
  readonly replace: readonly { readonly from: string; readonly to: string }[]
}

export interface Publication {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly language: string
  readonly about: string
  readonly copyright: string
  /** newest first */
  readonly stories: readonly Story[]
  readonly rewrites: readonly Rewrite[]
}

interface Settings extends Pick<Publication, 'name' | 'host' | 'language' | 'about' | 'copyright'> {
  readonly authors: Readonly<Record<string, Writer>>
}

interface FrontMatter extends Pick<Story, 'headline' | 'standfirst' | 'section' | 'dateline' | 'keywords'> {
  readonly author: string
  readonly hoursAgo: number
  readonly image?: Picture
}

const HOUR_MS = 3_600_000

/** Beside the sources in a checkout, one level further up in the compiled package. */
const FIXTURES = ['../../fixtures/demo', '../../../fixtures/demo']
  .map(path => fileURLToPath(new URL(path, import.meta.url)))
  .find(path => existsSync(path)) as string

/**
 * Reads one publication.
 * @param now the instant from which the stories' ages are counted; news should be fresh whenever the demo is started
 */
export function readPublication(id: string, now: Date): Publication {
  const folder = join(FIXTURES, id)
  const { authors, ...settings } = parse(readFileSync(join(folder, 'publisher.yaml'), 'utf8')) as Settings
  const stories = markdownIn(join(folder, 'articles')).map(([slug, text]) => toStory(slug, text, authors, now))
  const rewrites = markdownIn(join(folder, 'revisions')).map(
    ([slug, text]) => ({ slug, ...(split(text)[0] as Omit<Rewrite, 'slug'>) }) satisfies Rewrite,
  )
  return { id, ...settings, stories: stories.toSorted((a, b) => +b.published - +a.published), rewrites }
}

/** The publication with its rewrites of that kind made at that instant. Throws when a passage to replace is not there. */
export function rewrite(publication: Publication, kind: Rewrite['kind'], at: Date): Publication {
  const wanted = publication.rewrites.filter(each => each.kind === kind)
  const stories = publication.stories.map(story => {
    const change = wanted.find(each => each.slug === story.slug)
    return change ? apply(change, story, at) : story
  })
  return { ...publication, stories }
}

function apply({ replace, headline, standfirst, correction }: Rewrite, story: Story, at: Date): Story {
  const before = story.paragraphs.join('\n\n')
  const after = replace.reduce((text, { from, to }) => {
    if (!text.includes(from)) throw new Error(`${story.slug} has no passage "${from}" to replace`)
    return text.replace(from, to)
  }, before)
  return {
    ...story,
    paragraphs: after.split('\n\n'),
    modified: at,
    ...(headline !== undefined && { headline }),
    ...(standfirst !== undefined && { standfirst }),
    ...(correction !== undefined && { correction }),
  }
}

function toStory(slug: string, text: string, authors: Settings['authors'], now: Date): Story {
  const [front, body] = split(text)
  const { author, hoursAgo, image, ...rest } = front as FrontMatter
  const writer = authors[author]
  if (!writer) throw new Error(`${slug} names the author "${author}", whom the publisher does not know`)
  // Whole minutes: feeds and pages carry seconds at most, and both must say the same.
  const published = new Date(Math.floor((now.getTime() - hoursAgo * HOUR_MS) / 60_000) * 60_000)
  const paragraphs = body.trim().split(/\n{2,}/)
  return { slug, ...rest, writer, published, modified: published, paragraphs, ...(image && { picture: image }) }
}

function split(text: string): readonly [front: unknown, body: string] {
  const [, front = '', ...body] = text.split(/^---$/m)
  return [parse(front), body.join('---')]
}

function markdownIn(folder: string): (readonly [slug: string, text: string])[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter(name => name.endsWith('.md'))
  return names.map(name => [name.slice(0, -'.md'.length), readFileSync(join(folder, name), 'utf8')])
}
