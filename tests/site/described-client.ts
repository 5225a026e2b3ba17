import Ajv from 'ajv';

/** As far as a client needs an OpenAPI document. */
export interface Description {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, object> };
}

interface DescribedOperation {
  operationId: string;
  parameters: { name: string; in: 'path' | 'query'; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

export interface Call {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
}

export interface Answered {
  status: number;
  headers: Headers;
  /** JSON as it is described; of a file its bytes. */
  body: unknown;
}

export type Client = Record<string, (call?: Call) => Promise<Answered>>;

/**
 * A client made of nothing but the description: a function for each operation, which refuses what is not described, of
 * what it sends as of what it gets.
 */
export function clientOf(description: Description, origin: string, bearer: string): Client {
  const ajv = new Ajv({ strict: false });
  const base = `${origin}${description.servers[0]!.url}`;
  const client: Client = {};
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      client[operation.operationId] = async ({ path: given = {}, query = {}, body } = {}) => {
        const names = operation.parameters
          .filter(({ in: place }) => place === 'query')
          .map(({ name }) => name);
        for (const name of Object.keys(query))
          if (!names.includes(name)) throw new Error(`${operation.operationId} takes no ${name}.`);
        const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name]!));
        const sent = operation.requestBody?.content['application/json']!.schema;
        if (sent) assertFits(sent, body, `body of ${operation.operationId}`);
        const answer = await fetch(`${base}${address}?${new URLSearchParams(query).toString()}`, {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        const described = operation.responses[answer.status] ?? operation.responses.default!;
        const schema = described.content?.['application/json']?.schema;
        const { status, headers } = answer;
        if (!schema) return { status, headers, body: Buffer.from(await answer.arrayBuffer()) };
        const json: unknown = await answer.json();
        assertFits(schema, json, `answer ${status} of ${operation.operationId}`);
        return { status, headers, body: json };
      };
    }
  }
  return client;

  function assertFits(schema: object, value: unknown, what: string): void {
    // Its references are to the document as a whole.
    const check = ajv.compile({ ...schema, components: description.components });
    if (!check(value)) throw new Error(`The ${what} is not as described: ${ajv.errorsText(check.errors)}`);
  }
}
