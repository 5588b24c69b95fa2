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
