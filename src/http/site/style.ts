import { createHash } from 'node:crypto'

/** The hub's one style sheet: a calm page for reading, light and dark, narrow and wide, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1b1b19; --quiet: #5c5a54; --line: #d9d5ca; --accent: #8a1c1c; --box: #f3f0e8;
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #161614; --ink: #eceae3; --quiet: #aaa69b; --line: #3a3833; --accent: #f09a8f; --box: #20201d; }
}
*, *::before, *::after { box-sizing: border-box }
html { font: 100%/1.6 var(--serif); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100% }
/* anywhere: a long word must not widen the column of a grid either; in the cells of a table it may. */
body { margin: 0; overflow-wrap: anywhere }
table, button, .meta time { overflow-wrap: break-word }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: .88em }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .08em }
a:hover { color: var(--accent) }
:focus-visible { outline: .2em solid var(--accent); outline-offset: .15em; border-radius: .1em }
img { max-width: 100%; height: auto; display: block }
h1, h2, h3, h4 { line-height: 1.18; text-wrap: balance; margin: 0 }
.skip { position: absolute; inset-inline-start: -100vw }
.skip:focus { inset-inline-start: 1rem; top: .5rem; background: var(--paper); padding: .5rem 1rem; z-index: 1 }
.wrap { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem }
.masthead { border-top: .35rem solid var(--accent); border-bottom: 1px solid var(--line); padding: 1.1rem 0 .8rem }
.masthead .wrap { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: baseline; justify-content: space-between }
.masthead .name { font-size: 1.8rem; font-weight: 700; letter-spacing: -.01em; text-decoration: none }
.menu { font: .95rem/1.4 var(--sans); border-bottom: 1px solid var(--line) }
.menu ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: 0; padding: .6rem 0 }
.menu a { text-decoration: none; padding: .3rem 0; display: inline-block }
.menu a[aria-current] { font-weight: 700; color: var(--accent) }
.search { display: flex; gap: .4rem; font-family: var(--sans) }
.search input { font: inherit; padding: .35rem .6rem; border: 1px solid var(--quiet); background: var(--paper); color: var(--ink); min-width: 0; width: 13rem; border-radius: .2rem }
.search button { font: inherit; padding: .35rem .9rem; border: 1px solid var(--ink); background: var(--ink); color: var(--paper); border-radius: .2rem; cursor: pointer }
main { padding: 2rem 0 3rem }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 3rem }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 1fr) 18rem } }
.meta { font: .9rem/1.5 var(--sans); color: var(--quiet); margin: 0 }
.list { list-style: none; margin: 0; padding: 0 }
.list > li { padding: 1.3rem 0; border-bottom: 1px solid var(--line) }
.list h2, .list h3 { font-size: 1.3rem; margin: .15rem 0 .4rem }
.list h2 a, .list h3 a, .lead h2 a { text-decoration: none }
.list p { margin: 0 0 .3rem }
.lead { padding-bottom: 1.6rem; border-bottom: 2px solid var(--ink) }
.lead h2 { font-size: clamp(1.9rem, 4.5vw, 2.9rem); letter-spacing: -.015em; margin: .3rem 0 .7rem }
.lead .standfirst { font-size: 1.2rem; margin: 0 0 .6rem }
.page-title { font-size: 2.2rem; margin-bottom: .5rem }
.article { max-width: 42rem }
.article h1 { font-size: clamp(1.9rem, 5vw, 2.8rem); letter-spacing: -.015em; margin: .9rem 0 .8rem }
.breadcrumb ol { list-style: none; display: flex; flex-wrap: wrap; margin: .2rem 0 0; padding: 0 }
.breadcrumb li + li::before { content: '/'; padding: 0 .5rem; color: var(--quiet) }
.standfirst { font-size: 1.25rem; line-height: 1.45; color: var(--quiet); margin: 0 0 1rem }
.byline { font: 1rem/1.5 var(--sans); font-weight: 600; margin: 0 0 1.5rem }
.correction-note { border-inline-start: .3rem solid var(--accent); background: var(--box); padding: .8rem 1rem; margin: 0 0 1.5rem; font-size: 1rem }
.lead-image { margin: 0 0 1.5rem }
figure { margin: 1.5rem 0 }
figcaption { font: .9rem/1.45 var(--sans); color: var(--quiet); margin-top: .5rem }
.text { font-size: 1.17rem; line-height: 1.68; hanging-punctuation: first }
.text p, .text ul, .text ol, .text dl, .text blockquote, .text table, .text pre { margin: 0 0 1.15em }
.text li, .text dd { margin-bottom: .35em }
.text li > p, .text li > ul, .text li > ol, .text dd > p { margin: .35em 0 }
.text li > figure { margin: .8rem 0 }
.text dt { font-weight: 600 }
.text dd { margin-inline-start: 1.5rem }
.text h2, .text h3, .text h4 { font-size: 1.35em; margin: 1.5em 0 .5em }
.text h3 { font-size: 1.18em }
.text h4 { font-size: 1em }
.text blockquote { border-inline-start: .25rem solid var(--line); padding-inline-start: 1.1rem; margin-inline: 0; font-style: italic }
.text table { border-collapse: collapse; font: .95rem/1.45 var(--sans); display: block; overflow-x: auto }
.text th, .text td { border-bottom: 1px solid var(--line); padding: .4rem 0; padding-inline-end: .8rem; text-align: start; vertical-align: top }
.text caption { font-weight: 600; text-align: start; padding-bottom: .4rem }
.text pre { overflow-x: auto; tab-size: 4; direction: ltr; text-align: left }
.text pre code { font-size: 1em }
.text code { direction: ltr; unicode-bidi: isolate }
.live-entry { border-top: 1px solid var(--line); padding-top: 1.2rem; margin-top: 1.6rem }
.live-entry h2 { margin-top: 0 }
.text .entry-time { font: .9rem/1.5 var(--sans); color: var(--quiet); margin: 0 0 .3rem }
.dateline { font: 600 .92em/1 var(--sans); letter-spacing: .02em }
.attribution { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1.2rem; font-size: 1rem; line-height: 1.55 }
.attribution p { margin: 0 0 .6rem }
.author-bio { font-style: italic }
.copyright-notice { font: .92rem/1.5 var(--sans); color: var(--quiet) }
.credit-line { font-weight: 600 }
.source-link { display: inline-block; font: 600 1rem/1 var(--sans); border: 1px solid currentcolor; border-radius: .2rem; padding: .6rem 1rem; text-decoration: none; color: var(--accent) }
.about-box { background: var(--box); padding: 1.2rem 1.3rem; margin-top: 2.5rem; font-size: 1rem }
.about-box h2, .aside h2 { font: 700 1rem/1.3 var(--sans); margin: 0 0 .5rem }
.about-box p { margin: 0 }
.aside ol { margin: 0; padding: 0; list-style: none; counter-reset: rank }
.aside li { counter-increment: rank; display: grid; grid-template-columns: 2rem 1fr; padding: .7rem 0; border-top: 1px solid var(--line); line-height: 1.35 }
.aside li::before { content: counter(rank); font: 700 1.3rem/1.1 var(--sans); color: var(--accent) }
.aside li a { text-decoration: none }
.advertising { min-height: 16rem; border: 1px dashed var(--line); margin-top: 2rem; font: .85rem/1 var(--sans); color: var(--quiet); padding: .8rem }
.pager { font-family: var(--sans); margin-top: 1.5rem }
.foot { border-top: 1px solid var(--line); padding: 1.4rem 0 2.5rem; font: .9rem/1.6 var(--sans); color: var(--quiet) }
.foot ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; padding: 0; margin: 0 }
[dir=rtl] { text-align: right }
[dir=ltr] { text-align: left }
@media print {
  .masthead form, .menu, .aside, .foot, .skip, .advertising { display: none }
  .columns { display: block }
  .text pre { white-space: pre-wrap }
  .text table { display: table }
  figure, tr { break-inside: avoid }
  .source-link::after { content: ' ' attr(href); font-weight: 400 }
}
`

/** The address carries the content's hash, so that it may be kept for ever. */
export const STYLE_PATH = `/assets/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`
