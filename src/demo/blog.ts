/** The make of a small paper on blog software: the story is a minor part of its own page. */

import { escapeMarkup, figure, lastChange, type Make, openGraph, paragraphs, storyList, utf8 } from './markup.ts'
import type { Publication, Story } from './stories.ts'

const pathOf = ({ slug, published }: Story): string =>
  `/${published.toISOString().slice(0, 10).replaceAll('-', '/')}/${slug}/`
const sectionPath = (section: string): string => `/category/${section.toLowerCase()}/`

/** RSS 2.0 with excerpts at `/feed/`; one item is a section front, one has been deleted since (404). */
export const blog: Make = (publication, pictureBase) => {
  const changed = lastChange(publication)
  const sections = [...new Set(publication.stories.map(story => story.section))]
  return new Map([
    ['/robots.txt', utf8('text/plain', 'User-agent: *\nDisallow: /wp-admin/\n', changed)],
    ['/', utf8('text/html', list(publication, publication.name, publication.stories), changed)],
    ['/feed/', utf8('application/rss+xml', rss(publication), changed)],
    ...sections.map(section => {
      const stories = publication.stories.filter(story => story.section === section)
      return [sectionPath(section), utf8('text/html', list(publication, section, stories), changed)] as const
    }),
    ...publication.stories.map(
      story => [pathOf(story), utf8('text/html', page(story, publication, pictureBase), story.modified)] as const,
    ),
  ])
}

const MENU = ['Town', 'Community', 'Schools', 'Sport', 'Nature', 'Transport']
  .map(name => `<li class="menu-item"><a href="${sectionPath(name)}">${name}</a></li>`)
  .join('')
const SHARE =
  '<div class="share-bar"><span>Share this:</span><ul><li><a href="#">Email</a></li><li><a href="#">Print</a></li><li><a href="#">Copy link</a></li></ul><span class="likes">17 people like this</span></div>'
const NEWSLETTER =
  '<div class="newsletter-signup"><h3>Get the Lantern in your inbox</h3><p>Sign up for our weekly letter and never miss a story from the dale. You can unsubscribe at any time.</p><form><input type="email" placeholder="Your email address"><button>Sign me up</button></form></div>'
const COOKIES =
  '<div id="cookie-banner" role="dialog"><p>We use cookies to remember that you have seen this message about cookies. By continuing you agree.</p><button>Accept all</button><button>Settings</button></div>'
const COMMENTS = `<section id="comments"><h3>3 thoughts on this post</h3><ol>
<li class="comment"><cite class="comment-author">dalesman47</cite><p>My grandfather said the same in 1958 and nobody listened to him either. I have the letter somewhere if the editor would like to print it.</p></li>
<li class="comment"><cite class="comment-author">Aunt Peg</cite><p>Lovely to read some good news for a change. Does anyone know when the tip opens on Sundays?</p></li>
<li class="comment"><cite class="comment-author">dalesman47</cite><p>Ten o'clock, but they close the gate for their tea.</p></li></ol>
<form><h3>Leave a reply</h3><textarea></textarea><button>Post comment</button></form></section>`

function frame(publication: Publication, head: string, main: string): string {
  const name = escapeMarkup(publication.name)
  const recent = storyList(publication.stories.slice(0, 5), pathOf)
  return `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width"><meta name="generator" content="Penpress 6.2">
${head}<link rel="alternate" type="application/rss+xml" href="/feed/"><style>.site{max-width:70em}</style><script>window.dataLayer=[]</script></head>
<body class="single single-post">${COOKIES}<div id="page" class="site">
<header class="site-header"><a href="/">${name}</a><p class="site-description">${escapeMarkup(publication.about)}</p><nav class="main-navigation"><ul>${MENU}</ul></nav></header>
<div id="content"><main id="primary">${main}</main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Recent posts</h2>${recent}</section>
<section class="widget"><h2>From the small ads</h2><p>Piano, upright, one owner, several tunes. Buyer to collect with at least three friends.</p></section>
<section class="widget"><h2>Archives</h2><ul><li><a href="#">October</a></li><li><a href="#">September</a></li><li><a href="#">August</a></li></ul></section></aside></div>
<footer class="site-footer"><nav><ul><li><a href="#">Privacy</a></li><li><a href="#">Advertise with us</a></li></ul></nav><p class="copyright">${escapeMarkup(publication.copyright)}</p></footer>
</div></body></html>
`
}

function page(story: Story, publication: Publication, pictureBase: string): string {
  const text = escapeMarkup
  const url = `http://${publication.host}${pathOf(story)}`
  const all = paragraphs(story)
  const related = storyList(publication.stories.filter(each => each !== story).slice(0, 3), pathOf)
  const head = `<title>${text(story.headline)} - ${text(publication.name)}</title><link rel="canonical" href="${url}">
${openGraph(story, publication, url, pictureBase)}
`
  return frame(
    publication,
    head,
    `<article class="post type-post hentry"><header class="entry-header"><span class="cat-links"><a href="${sectionPath(story.section)}" rel="category tag">${text(story.section)}</a></span>
<h1 class="entry-title">${text(story.headline)}</h1><div class="entry-meta">Posted on <time class="entry-date published" datetime="${story.published.toISOString()}">${story.published.toUTCString()}</time> by <span class="author vcard"><a class="url fn" href="/author/staff/">${text(story.writer.name)}</a></span></div></header>
${SHARE}${figure(story, pictureBase)}
<div class="entry-content"><p><em>${text(story.standfirst)}</em></p>
${all.slice(0, 3).join('\n')}
${NEWSLETTER}
${all.slice(3).join('\n')}
${SHARE}</div>
<footer class="entry-footer">Tagged ${story.keywords.map(word => `<a rel="tag" href="/tag/${text(word)}/">${text(word)}</a>`).join(', ')}</footer>
<div class="author-box"><p>${text(story.writer.bio)}</p></div>
<div class="related-posts"><h3>You might also like</h3>${related}</div></article>
${COMMENTS}`,
  )
}

function list(publication: Publication, title: string, stories: readonly Story[]): string {
  const heading = escapeMarkup(title)
  return frame(
    publication,
    `<title>${heading} Archives</title><meta property="og:type" content="website">`,
    `<h1 class="page-title">${heading}</h1>${storyList(stories, pathOf)}`,
  )
}

function rss(publication: Publication): string {
  const base = `http://${publication.host}`
  const text = escapeMarkup
  const items = publication.stories.map(
    story => `<item><title>${text(story.headline)}</title><link>${base}${pathOf(story)}</link>
<dc:creator>${text(story.writer.name)}</dc:creator><pubDate>${story.published.toUTCString()}</pubDate><category>${text(story.section)}</category>
<guid isPermaLink="false">${base}/?p=${story.slug}</guid><description>${text(`${story.paragraphs[0]?.slice(0, 160)} […]`)}</description></item>`,
  )
  const strays = [
    ['All the news from town', sectionPath('Town')],
    ['Correction to be added to yesterday’s correction', '/2026/01/06/published-by-mistake/'],
  ].map(([title, path]) => `<item><title>${title}</title><link>${base}${path}</link></item>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${text(publication.name)}</title><link>${base}/</link>
<description>${text(publication.about)}</description>
${[...items, ...strays].join('\n')}
</channel></rss>
`
}
