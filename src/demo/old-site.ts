/** The make of a site that was built once and left alone: tables, windows-1250, and an Atom feed in the same encoding. */

import iconv from 'iconv-lite'
import { escapeMarkup, figure, lastChange, type Make, paragraphs, type Resource, storyList } from './markup.ts'
import type { Publication, Story } from './stories.ts'

const CHARSET = 'windows-1250'
const pathOf = ({ slug, published }: Story): string => `/artykul/${published.getUTCFullYear()}/${slug}.html`

/** Atom at `/atom.xml`. Pages name their encoding in a meta element only, as the server never knew it. */
export const oldSite: Make = (publication, pictureBase) => {
  const changed = lastChange(publication)
  return new Map([
    ['/robots.txt', legacy('text/plain', 'User-agent: *\nAllow: /\n', changed)],
    ['/', legacy('text/html', front(publication), changed)],
    ['/atom.xml', legacy('application/atom+xml', atom(publication), changed)],
    ...publication.stories.map(
      story => [pathOf(story), legacy('text/html', page(story, publication, pictureBase), story.modified)] as const,
    ),
  ])
}

function legacy(type: string, text: string, modified: Date): Resource {
  return { type, bytes: iconv.encode(text, CHARSET), modified }
}

const head = (title: string): string =>
  `<html lang="pl"><head><meta http-equiv="Content-Type" content="text/html; charset=${CHARSET}"><title>${escapeMarkup(title)}</title>`

function page(story: Story, publication: Publication, pictureBase: string): string {
  const text = escapeMarkup
  const day = story.published.toISOString()
  return `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
${head(`${story.headline} - ${publication.name}`)}
<link rel="canonical" href="http://${publication.host}${pathOf(story)}">
<meta name="author" content="${text(story.writer.name)}"><meta name="description" content="${text(story.standfirst)}">
<meta name="date" content="${day}"><meta property="article:section" content="${text(story.section)}"></head>
<body bgcolor="#fffff4"><table width="900" align="center"><tr><td colspan="2"><font size="6"><a href="/">${text(publication.name)}</a></font><hr></td></tr>
<tr><td width="160" valign="top"><a href="/">Strona główna</a><br><a href="/kontakt.html">Kontakt</a><br><a href="/ogloszenia.html">Ogłoszenia</a></td>
<td valign="top"><h1>${text(story.headline)}</h1>
<p class="lead"><b>${text(story.standfirst)}</b></p>
<p class="author"><i>${text(story.writer.name)}</i>, <time datetime="${day}">${day.slice(0, 10)}</time></p>
${figure(story, pictureBase)}
<div class="tresc">
${paragraphs(story).join('\n')}
</div>
<div class="author-bio"><p>${text(story.writer.bio)}</p></div>
</td></tr><tr><td colspan="2"><div id="footer"><p class="copyright">${text(publication.copyright)}</p></div></td></tr></table></body></html>
`
}

function front(publication: Publication): string {
  return `${head(publication.name)}</head><body><h1>${escapeMarkup(publication.name)}</h1>${storyList(publication.stories, pathOf)}</body></html>
`
}

function atom(publication: Publication): string {
  const base = `http://${publication.host}`
  const text = escapeMarkup
  const entries = publication.stories.map(
    story => `<entry><id>tag:${publication.host},2026:${story.slug}</id><title>${text(story.headline)}</title>
<link rel="alternate" href="${base}${pathOf(story)}"/><published>${story.published.toISOString()}</published><updated>${story.modified.toISOString()}</updated>
<author><name>${text(story.writer.name)}</name></author><category term="${text(story.section)}"/><summary>${text(story.standfirst)}</summary></entry>`,
  )
  return `<?xml version="1.0" encoding="${CHARSET}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pl"><id>${base}/</id><title>${text(publication.name)}</title>
<link rel="self" href="${base}/atom.xml"/><updated>${lastChange(publication).toISOString()}</updated>
${entries.join('\n')}
</feed>
`
}
