/** The commands, in the order in which `--help` shows them. */

import type { Command } from 'commander'
import { addArticle } from './article.ts'
import { addBackup, addRestore } from './backup.ts'
import { addCrawl } from './crawl.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addExplain } from './explain.ts'
import { addExtract } from './extract.ts'
import { addInit } from './init.ts'
import { addLink } from './link.ts'
import { addMigrate } from './migrate.ts'
import { addPages } from './pages.ts'
import { addQuarantine } from './quarantine.ts'
import { addReextract } from './reextract.ts'
import { addRun } from './run.ts'
import { addServe } from './serve.ts'
import { addSite } from './site.ts'
import { addSource } from './source.ts'
import { addExport, addImport } from './warc.ts'

export const commands: readonly ((program: Command) => void)[] = [
  addInit,
  addSource,
  addCrawl,
  addRun,
  addServe,
  addArticle,
  addLink,
  addExplain,
  addQuarantine,
  addExtract,
  addReextract,
  addPages,
  addExport,
  addImport,
  addBackup,
  addRestore,
  addMigrate,
  addDoctor,
  addSite,
  addDemo,
]
