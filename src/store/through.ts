import type { Store } from '../ports.ts'

/** A store whose every call goes through `around`, which runs it as often and when it sees fit. */
export function through(store: Store, around: <T>(run: () => Promise<T>) => Promise<T>): Store {
  const methods = Object.entries(store).filter(([, member]) => typeof member === 'function')
  const wrapped = methods.map(([name, method]) => [
    name,
    (...args: readonly unknown[]) => around(() => method(...args)),
  ])
  return { ...store, ...Object.fromEntries(wrapped) }
}
