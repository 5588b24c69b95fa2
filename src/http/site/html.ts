import { escapeHtml } from '../../values/html.ts'

/** Markup that is safe to stand in a page as it is. */
export interface Html {
  readonly markup: string
}

type Value = Html | string | number | false | undefined | readonly Value[]

/** Markup from a template: every value is escaped, except markup made here. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let markup = strings[0] ?? ''
  values.forEach((value, index) => {
    markup += write(value) + (strings[index + 1] ?? '')
  })
  return { markup }
}

/** Markup that was made safe elsewhere: the sanitised text of an article. */
export const raw = (markup: string): Html => ({ markup })

function write(value: Value): string {
  if (value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(write).join('')
  if (typeof value === 'object') return (value as Html).markup
  return escapeHtml(String(value))
}
