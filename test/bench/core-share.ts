import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const PERIOD_US = 20_000

/**
 * Gives a process no more than a part of a core, by a control group of its own (Linux, root): so that two can be compared with one where cores are
 * few. Ends with the process that asks for it.
 * @param share of one core, 0 to 1 or more
 */
export function limitCpu(pid: number, share: number): void {
  const [first] = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'].filter(at => existsSync(join(at, 'cgroup.procs')))
  if (first === undefined) throw new Error('--share needs control groups under /sys/fs/cgroup, and root')
  const group = join(first, `wiredesk-bench-${pid}`)
  const quotaUs = Math.round(share * PERIOD_US)
  mkdirSync(group)
  process.once('exit', () => {
    try {
      rmdirSync(group)
    } catch {
      // The process in it has not quite ended: an empty group costs nothing.
    }
  })
  if (existsSync(join(group, 'cpu.max'))) writeFileSync(join(group, 'cpu.max'), `${quotaUs} ${PERIOD_US}`)
  else {
    writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD_US))
    writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quotaUs))
  }
  writeFileSync(join(group, 'cgroup.procs'), String(pid))
}

/** Holds all threads of a process, and those that they start, to one core, or to all but that one (Linux). */
export function holdTo(pid: number, core: number, side: 'on' | 'off'): void {
  const cores = Array.from({ length: availableParallelism() }, (_, at) => at).filter(
    at => (at === core) === (side === 'on'),
  )
  const { status } = spawnSync('taskset', ['-a', '-c', '-p', cores.join(','), String(pid)])
  if (status !== 0) throw new Error(`--core ${core} needs taskset of util-linux, and a second core`)
}
