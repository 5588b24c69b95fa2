import type { FoundLink } from '../model.ts'

/**
 * The newest links of a sitemap, as many as are wanted, so that a first look does not fetch an archive. Links without a date stand where the
 * order of the file puts them: some write what is new first, some last, so that half is taken from either end.
 */
export function newestLinks(links: readonly FoundLink[], max: number): readonly FoundLink[] {
  if (links.length <= max) return links
  const dated = links.filter(link => timeOf(link) !== undefined)
  if (dated.length >= max) return dated.toSorted((a, b) => Number(timeOf(b)) - Number(timeOf(a))).slice(0, max)
  const undated = links.filter(link => timeOf(link) === undefined)
  const room = max - dated.length
  const first = Math.ceil(room / 2)
  return [...dated, ...undated.slice(0, first), ...undated.slice(undated.length - (room - first))]
}

function timeOf({ hints }: FoundLink): number | undefined {
  const date = hints.published ?? hints.modified
  return date === undefined ? undefined : Date.parse(date)
}
