import type { ArticleEvent } from '../model.ts'

/** A line of the log as consumers get it. Why a text was corrected is text of its publisher: the article has it, under the rights of the moment. */
export function shownEvent(event: ArticleEvent): ArticleEvent {
  if (event.type !== 'article.corrected') return event
  const { reason: _note, ...shown } = event
  return shown
}
