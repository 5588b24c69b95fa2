/** The synthetic origin as a process of its own; its first line says where it listens and what it offers. */

import { parseArgs } from 'node:util'
import { startSyntheticOrigin } from './origin.ts'

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000' },
    hosts: { type: 'string', default: '20' },
    seed: { type: 'string', default: 'origin' },
    faults: { type: 'boolean', default: false },
    slow: { type: 'string', default: '0' },
  },
})

const { proxy, sources, urls } = await startSyntheticOrigin({
  pages: Number(values.pages),
  hosts: Number(values.hosts),
  seed: values.seed,
  faults: values.faults,
  slowMs: Number(values.slow),
})
console.log(JSON.stringify({ proxy, sources, urls }))
