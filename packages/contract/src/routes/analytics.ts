import { z } from 'zod';
import { CreateWebhookBody, Dashboard, UpdateWebhookBody, Webhook, WebhookDelivery } from '../analytics.ts';
import { WebhookDeliveryId, WebhookId } from '../ids.ts';
import { define } from '../route.ts';
import { nextCursor, page } from './parts.ts';

const webhookParams = z.object({ id: WebhookId });
const secret = z.string().meta({ description: 'Shown this once: whsec_ and the key in base64.' });

export const analyticsRoutes = define({
  getDashboard: {
    method: 'GET',
    path: '/api/admin/dashboard',
    access: 'user',
    summary: 'Figures of the whole instance by day. Admin.',
    query: z.object({ days: z.enum(['7', '30', '90']).default('30').transform(Number) }),
    answer: Dashboard,
    errors: ['FORBIDDEN'],
  },
  listWebhooks: {
    method: 'GET',
    path: '/api/admin/webhooks',
    access: 'user',
    summary: 'Webhook endpoints, oldest first. Admin.',
    answer: z.object({ webhooks: z.array(Webhook) }),
    errors: ['FORBIDDEN'],
  },
  createWebhook: {
    method: 'POST',
    path: '/api/admin/webhooks',
    access: 'user',
    summary: 'Adds a webhook endpoint; its signing secret is shown this once. Admin.',
    body: CreateWebhookBody,
    answer: z.object({ webhook: Webhook, secret }),
    status: 201,
    errors: ['FORBIDDEN'],
  },
  updateWebhook: {
    method: 'PATCH',
    path: '/api/admin/webhooks/{id}',
    access: 'user',
    summary: 'Changes an endpoint, or switches it off and on. Admin.',
    params: webhookParams,
    body: UpdateWebhookBody,
    answer: Webhook,
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/api/admin/webhooks/{id}',
    access: 'user',
    summary: 'Removes an endpoint and its log. Admin.',
    params: webhookParams,
    answer: z.null(),
    status: 204,
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/api/admin/webhooks/{id}/rotate',
    access: 'user',
    summary: 'Makes a new signing secret, shown this once; the old one signs too for a day. Admin.',
    params: webhookParams,
    body: z.strictObject({}).optional(),
    answer: z.object({ webhook: Webhook, secret }),
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
  testWebhook: {
    method: 'POST',
    path: '/api/admin/webhooks/{id}/test',
    access: 'user',
    summary: 'Sends a test event to an endpoint. Admin.',
    params: webhookParams,
    body: z.strictObject({}).optional(),
    answer: WebhookDelivery,
    status: 201,
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/api/admin/webhooks/{id}/deliveries',
    access: 'user',
    summary: 'What was sent to an endpoint, newest first. Admin.',
    params: webhookParams,
    query: z.object(page),
    answer: z.object({ deliveries: z.array(WebhookDelivery), nextCursor }),
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
  replayWebhookDelivery: {
    method: 'POST',
    path: '/api/admin/deliveries/{id}/replay',
    access: 'user',
    summary: 'Sends an event once more, under the same webhook-id. Admin.',
    params: z.object({ id: WebhookDeliveryId }),
    body: z.strictObject({}).optional(),
    answer: WebhookDelivery,
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
});
