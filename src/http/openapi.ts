const text = { type: 'string' } as const
const parameter = (name: string, schema: object, description: string) => ({ name, in: 'query', schema, description })
const id = { name: 'id', in: 'path', required: true, schema: text, description: "the article's id" }
const answer = (description: string) => ({ description, content: { 'application/json': {} } })
const errors = { 404: { description: 'no such article' }, 410: { description: 'the article was withdrawn' } }

/** The API described as OpenAPI 3.1. */
export const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Wiredesk',
    version: '1',
    description: 'Republished news; every article carries its attribution and its Source link.',
  },
  paths: {
    '/v1/articles': {
      get: {
        summary: 'Articles, newest first',
        parameters: [
          parameter('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }, 'how many'),
          parameter('cursor', text, 'next of the page before'),
          parameter('source', text, 'only of this source'),
          parameter('section', text, 'only of this section'),
          parameter('q', text, 'only with these words'),
          parameter('since', { type: 'string', format: 'date-time' }, 'only changed since then'),
          parameter('include_canceled', { type: 'boolean', default: false }, 'withdrawn ones too, without their text'),
        ],
        responses: { 200: answer('articles, and next for the page after') },
      },
    },
    '/v1/articles/{id}': {
      get: { summary: 'One article', parameters: [id], responses: { 200: answer('the article'), ...errors } },
    },
    '/v1/articles/{id}/revisions': {
      get: {
        summary: 'Its versions, oldest first',
        parameters: [id],
        responses: { 200: answer('revisions'), ...errors },
      },
    },
    '/v1/events': {
      get: {
        summary: 'What happened, in order: published, updated, corrected, killed, rights_changed',
        parameters: [
          parameter('after', { type: 'integer', default: 0 }, 'the number of the last event that was read'),
          parameter('limit', { type: 'integer', maximum: 500, default: 100 }, 'how many'),
        ],
        responses: { 200: answer('events, and next to go on from') },
      },
    },
  },
} as const
