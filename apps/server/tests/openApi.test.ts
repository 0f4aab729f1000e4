import { errorCodes, routes } from '@mesh-markets/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authRoutes } from '../src/auth/authRoutes.ts';
import { type Answer, startTestServer, type TestServer } from './fixtures/testServer.ts';

let server: TestServer;
let document: Answer['body'];
beforeAll(async () => {
  server = await startTestServer();
  document = (await server.send('/api/openapi.json')).body;
});
afterAll(() => server.end());

const all = Object.entries({ ...routes, ...authRoutes });

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  test('has every route and no other', () => {
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );
    expect(operations.sort()).toEqual(all.map(([name]) => name).sort());
  });

  test.each(all)('says of %s what it takes and answers', (_name, route) => {
    const operation = document.paths[route.path][route.method.toLowerCase()];
    const status = 'status' in route ? route.status : 200;
    expect(operation.responses[status]).toBeDefined();
    const type = 'produces' in route ? route.produces : 'application/json';
    if (status !== 204) expect(operation.responses[status].content[type].schema).toBeDefined();
    expect('body' in route).toBe(operation.requestBody !== undefined);
    const named = operation.parameters.map(({ name }: { name: string }) => name);
    for (const [, name] of route.path.matchAll(/\{(\w+)\}/g)) expect(named).toContain(name);
    expect(named.includes('Idempotency-Key')).toBe('idempotent' in route);
    for (const code of 'errors' in route ? route.errors : []) {
      const problem = operation.responses[errorCodes[code].status];
      expect(problem.description).toContain(`\`${code}\``);
      expect(problem.content['application/problem+json'].schema).toBeDefined();
    }
    const schemes = operation.security.flatMap((scheme: object) => Object.keys(scheme));
    expect(schemes).toEqual(route.access === 'cron' ? ['cronSecret'] : ['session', 'apiKey']);
  });

  test('refers only to what it defines', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const names = new Set(references.map(([, name]) => name));
    expect(names.size).toBeGreaterThan(20);
    for (const name of names) expect(document.components.schemas).toHaveProperty(name as string);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });
});

test('a page to read it is served under the strict policy', async () => {
  const page = await server.send('/api/docs/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(page.body).not.toMatch(/<script>|<style>| style=/);
  for (const [, file] of page.body.matchAll(/(?:src|href)="\.?(\/?[^"]+\.(?:js|css))"/g)) {
    const url = file.startsWith('/api') ? file : `/api/docs${file}`;
    expect((await server.send(url)).status, url).toBe(200);
  }
});
