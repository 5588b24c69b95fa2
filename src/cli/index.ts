/** The commands, in the order in which `--help` shows them. Each is loaded when it is asked for: all together take most of a second. */

import type { Command } from 'commander'

type AddCommand = (program: Command) => void

export const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import('./init.ts')).addInit,
  source: async () => (await import('./source.ts')).addSource,
  consumer: async () => (await import('./consumer.ts')).addConsumer,
  crawl: async () => (await import('./crawl.ts')).addCrawl,
  run: async () => (await import('./run.ts')).addRun,
  serve: async () => (await import('./serve.ts')).addServe,
  article: async () => (await import('./article.ts')).addArticle,
  link: async () => (await import('./link.ts')).addLink,
  explain: async () => (await import('./explain.ts')).addExplain,
  quarantine: async () => (await import('./quarantine.ts')).addQuarantine,
  extract: async () => (await import('./extract.ts')).addExtract,
  reextract: async () => (await import('./reextract.ts')).addReextract,
  pages: async () => (await import('./pages.ts')).addPages,
  export: async () => (await import('./warc.ts')).addExport,
  import: async () => (await import('./warc.ts')).addImport,
  backup: async () => (await import('./backup.ts')).addBackup,
  restore: async () => (await import('./backup.ts')).addRestore,
  migrate: async () => (await import('./migrate.ts')).addMigrate,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  site: async () => (await import('./site.ts')).addSite,
  demo: async () => (await import('./demo.ts')).addDemo,
}
