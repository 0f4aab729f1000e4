import swagger, { type StaticDocumentSpec } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { createOpenApi, type OpenApiOptions } from './openApi.ts';

// The plug-in's type knows OpenAPI 3.0 alone; it hands the document on as it is.
type StaticDocument = NonNullable<StaticDocumentSpec['document']>;

/** The API's own documentation: the document for tools, and a page to read it and try it. */
export const registerDocs = async (app: FastifyInstance, options: OpenApiOptions): Promise<void> => {
  const document = createOpenApi(options);
  const text = JSON.stringify(document);
  app.get('/api/openapi.json', (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(text),
  );
  await app.register(swagger, {
    mode: 'static',
    specification: { document: document as StaticDocument },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    theme: { title: options.title },
    uiConfig: { url: '/api/openapi.json', layout: 'BaseLayout', docExpansion: 'list' },
  });
};
