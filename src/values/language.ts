/** A language tag as BCP 47 writes it: `de-DE` of `de_DE`; undefined for what is none. */
export function languageTag(text: string): string | undefined {
  const tag = text
    .trim()
    .replace(/_/g, '-')
    .replace(/[,;.].*$/, '')
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/** Scripts written from right to left (ISO 15924). */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set('Adlm Arab Armi Hebr Mand Nkoo Rohg Samr Syrc Thaa'.split(' '))

/** The direction in which a language is written, by its own script where the tag names none: `az-Arab` and `ur` run from the right. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const tag = languageTag(language)
  const script = tag === undefined ? '' : (new Intl.Locale(tag).maximize().script ?? '')
  return RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr'
}
