/** The configuration of a desk: loaded, checked whole, frozen, passed in. Nothing reads the environment later. */

export { findDesk, loadConfig, requireContact } from './config/load.ts'
export { ConfigError, type Problem } from './config/problems.ts'
export {
  type Config,
  configSchemas,
  consumerSchema,
  settingsSchema,
  siteSchema,
  sourceSchema,
} from './config/schema.ts'
export { watchConfig } from './config/watch.ts'
