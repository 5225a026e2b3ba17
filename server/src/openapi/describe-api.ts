import { z } from 'zod';

import { pluginVersion } from '../plugin-version';
import { ROUTES } from '../routes/content-api';
import schemas from './contract-schemas.json';
import { OPERATIONS } from './operations';
import type { Operation } from './operations';

type Json = Record<string, unknown>;

/** The content API as an OpenAPI document (3.1), of the routes that there are. `base` is their address before each path. */
export function describeApi(base: string): Json {
  const paths: Record<string, Json> = {};
  for (const [method, path, handler] of ROUTES) {
    const address = path.replace(/:(\w+)/g, '{$1}');
    paths[address] = { ...paths[address], [method.toLowerCase()]: operationOf(method, path, handler) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Keepsake', version: pluginVersion, license: { name: 'MIT' } },
    servers: [{ url: base }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token of Strapi, or the session of an end user.',
        },
      },
    },
  };
}

function operationOf(method: string, path: string, handler: string): Json {
  const operation = OPERATIONS[handler];
  if (!operation) throw new Error(`The action ${handler} is described nowhere.`);
  const { summary, body, status = 200 } = operation;
  return {
    operationId: idOf(method, path, handler),
    summary,
    description: `Scope \`plugin::keepsake.${handler}\`.`,
    tags: [handler.split('.')[0]],
    parameters: [...pathParameters(path), ...queryParameters(operation)],
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body)) } } : {}),
    responses: {
      [status]: answerOf(operation),
      default: { description: 'Refused', content: json(REFUSAL) },
    },
  };
}

const REFUSAL = {
  type: 'object',
  properties: { data: { type: 'null' }, error: { $ref: '#/components/schemas/ApiError' } },
  required: ['data', 'error'],
};

/** `projectExportsCreate`; what may be asked for by POST as by GET has two. */
function idOf(method: string, path: string, handler: string): string {
  const id = handler.replace(/[-.](\w)/g, (_, letter: string) => letter.toUpperCase());
  const isTwice = ROUTES.filter(([, one, other]) => one === path && other === handler).length > 1;
  return isTwice && method === 'POST' ? `${id}ByPost` : id;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query, isList }: Operation): Json[] {
  const own = query ? propertiesOf(schemaOf(query)) : [];
  return isList && !own.some(({ name }) => name === 'page') ? [...own, ...PAGING] : own;
}

/** Strapi's own. */
const PAGING: Json[] = [
  {
    name: 'pagination',
    in: 'query',
    style: 'deepObject',
    explode: true,
    schema: {
      type: 'object',
      properties: { page: { type: 'integer' }, pageSize: { type: 'integer', maximum: 100 } },
    },
  },
  { name: 'sort', in: 'query', schema: { type: 'string' } },
  { name: 'filters', in: 'query', style: 'deepObject', explode: true, schema: { type: 'object' } },
];

function propertiesOf({ properties = {}, required = [] }: Json): Json[] {
  const needed = required as string[];
  return Object.entries(properties as Json).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needed.includes(name),
    schema,
  }));
}

function answerOf({ answer, isList, isAllAtOnce, summary }: Operation): Json {
  if (answer === 'file') return { description: summary, content: { 'application/octet-stream': {} } };
  if (answer === 'events') return { description: summary, content: { 'text/event-stream': {} } };
  if (answer === 'description') return { description: summary, content: json({ type: 'object' }) };
  const one = answer === 'deleted' ? DELETED : { $ref: `#/components/schemas/${answer}` };
  const data = isList || isAllAtOnce ? { type: 'array', items: one } : one;
  return { description: summary, content: json(withData(data)) };
}

const DELETED = {
  type: 'object',
  properties: { documentId: { type: 'string' } },
  required: ['documentId'],
};

function withData(data: Json): Json {
  return {
    type: 'object',
    properties: { data, meta: { type: 'object' } },
    required: ['data'],
  };
}

/** As the schema takes it, before it fills in what is left out. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _$schema, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return described;
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}
