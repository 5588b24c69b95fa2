/** How many links one document may have. What it has beyond is counted, and stands in the health of its source. */

/** Links of articles that are taken from a document of any kind but a sitemap, which has the limits of its protocol. */
export const LINKS_TAKEN = 5000

/** Links of a page that are looked at to find those of articles among them: the others lead to sections, services and elsewhere. */
export const LINKS_LOOKED_AT = 20_000
