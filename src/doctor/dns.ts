/** Whether host names resolve; nobody is connected to. */

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type Finding, fail, look, ok, warn } from './finding.ts'

const DNS_MS = 5000
/** Looking up every publisher would be a burst of its own. */
const HOSTS_TRIED = 5

/** Whether host names resolve. */
export const checkDns = (hosts: readonly string[]): Promise<Finding> =>
  look(
    'dns',
    async () => {
      const tried = [...new Set(hosts)].filter(host => isIP(host) === 0).slice(0, HOSTS_TRIED)
      if (tried.length === 0) return ok('no host to look up')
      const results = await Promise.all(tried.map(resolves))
      const unknown = tried.filter((_, at) => !results[at])
      if (unknown.length === 0) return ok(`${tried.length} hosts resolve`)
      if (unknown.length === tried.length)
        return fail(`none of ${tried.join(', ')} resolves`, 'Look at /etc/resolv.conf and the way to the name server.')
      return warn(`${unknown.join(', ')} does not resolve`, 'Look whether the address of that source is right.')
    },
    'Look at /etc/resolv.conf and the way to the name server.',
  )

async function resolves(host: string): Promise<boolean> {
  const late = new Promise<false>(resolve => setTimeout(() => resolve(false), DNS_MS).unref())
  const found = lookup(host, { all: true }).then(
    addresses => addresses.length > 0,
    () => false,
  )
  return Promise.race([found, late])
}
