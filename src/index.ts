/** Wiredesk as a library: `import { extract } from 'wiredesk'`. */

export { ERRORS, type ErrorCode, WiredeskError } from './errors.ts'
export { type ExtractInput, extract } from './extract/index.ts'
export type {
  Body,
  ExtractedArticle,
  ExtractedFields,
  FieldName,
  FieldValues,
  LeadImage,
  PageKind,
  PageSignals,
  ReadFrom,
  Reading,
} from './model.ts'
