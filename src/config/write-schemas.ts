/** `node src/config/write-schemas.ts` writes the JSON Schemas of `config/` again, after a change of the checks. */

import { writeFileSync } from 'node:fs'
import { configSchemas } from './schema.ts'

const { settings, source, site, consumer } = configSchemas()
const folder = new URL('../../config/', import.meta.url)
writeFileSync(new URL('wiredesk.schema.json', folder), `${JSON.stringify(settings, undefined, 2)}\n`)
writeFileSync(new URL('source.schema.json', folder), `${JSON.stringify(source, undefined, 2)}\n`)
writeFileSync(new URL('site.schema.json', folder), `${JSON.stringify(site, undefined, 2)}\n`)
writeFileSync(new URL('consumer.schema.json', folder), `${JSON.stringify(consumer, undefined, 2)}\n`)
