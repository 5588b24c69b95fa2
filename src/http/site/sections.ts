import type { Store } from '../../ports.ts'

export interface SectionLink {
  readonly name: string
  readonly slug: string
}

/** Sections in the menu; the rest is found by search. */
const IN_MENU = 7

/** The largest sections. */
export async function menuOf(store: Store): Promise<SectionLink[]> {
  const sections = await store.sections()
  return sections.slice(0, IN_MENU).map(({ section }) => ({ name: section, slug: slugOf(section) }))
}

/** The section that a slug of an address stands for. */
export async function sectionOf(store: Store, slug: string): Promise<string | undefined> {
  return (await store.sections()).find(({ section }) => slugOf(section) === slug)?.section
}

/** A section's name as it stands in addresses; scripts other than Latin stay as they are. */
export const slugOf = (section: string): string =>
  section
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'section'
