/** Pages made up for the tests of single fields. */

export interface Parts {
  readonly title?: string
  readonly head?: string
  readonly h1?: string
  /** what stands right under the headline */
  readonly under?: string
  readonly first?: string
  readonly last?: string
  /** what stands after the text */
  readonly after?: string
  readonly language?: string
}

const SENTENCES = [
  'The harbour council met on the evening of the spring tide to settle the dispute over the northern pier.',
  'The fishers had asked for a longer season, while the ferry company wanted the berth for itself alone.',
  'After four hours the members agreed on a plan that gives each side three days of the week in turn.',
  'The mayor called the result a fair one and thanked both sides for their patience and their humour.',
  'Work on the new mooring posts is to begin once the surveyors have finished with the western basin.',
]

/** An article that any engine can read, with these parts. */
export function articleWith(parts: Parts): string {
  const { title = 'Harbour council votes on dredging', head = '', under = '', first, last, after = '' } = parts
  const { h1 = '<h1>Harbour council votes on dredging</h1>', language = 'en' } = parts
  const lines = [...(first === undefined ? [] : [first]), ...SENTENCES, ...(last ? [last] : [])]
  return `<!doctype html><html lang="${language}"><head><title>${title}</title>${head}</head>
<body><article>${h1}${under}<div class="article-body">${lines.map(line => `<p>${line}</p>`).join('')}</div></article>${after}</body></html>`
}

export const page = (html: string): Uint8Array => new TextEncoder().encode(html)
