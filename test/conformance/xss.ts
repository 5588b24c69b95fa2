import { sanitizeHtml } from '../../src/values/html.ts'
import { readCases, type Suite } from './suite.ts'

/** Each vector as an article's body: the HTML that would be stored and shown of it. */
export const xss: Suite = async (file, write) => {
  for (const { id, html } of readCases<{ readonly id: string; readonly html: string }>(file)) {
    write({ id, html: sanitizeHtml(html) })
  }
}
