/** Linear work takes four times as long for four times the input, and what the machine adds; quadratic work sixteen times. */
export const LINEAR = 9

const TIMES = 4
const ROUNDS = 4

/**
 * How much longer some work takes for four times the input, in CPU time of this thread: how fast the machine is cancels out, and what others
 * take in one round they leave alone in another, so the least of a few rounds counts.
 * @param work is given a size, `size` or four times that; it makes its input of that size and works on it
 */
export function growth(work: (size: number) => unknown, size: number): number {
  let least = Number.POSITIVE_INFINITY
  // The larger one first: what is to be compiled is compiled with it, and never makes the smaller one look slow.
  for (let round = 0; round < ROUNDS && least > LINEAR; round++) {
    const large = cpuMs(() => work(size * TIMES))
    least = Math.min(least, large / cpuMs(() => work(size)))
  }
  return least
}

/** The counter moves in steps of up to 4 ms: what takes less has taken one. */
const STEP_MS = 4

function cpuMs(run: () => unknown): number {
  const before = process.threadCpuUsage()
  run()
  const { user, system } = process.threadCpuUsage(before)
  return Math.max(STEP_MS, (user + system) / 1000)
}
