import type { EventType, Webhook, WebhookDelivery } from '@mesh-markets/contract';

/** What each event tells, as the form offers it. */
export const eventWords: Readonly<Record<EventType, { readonly label: string; readonly hint: string }>> = {
  market_created: { label: 'Market created', hint: 'Somebody asked a question.' },
  market_traded: { label: 'Trade', hint: 'One for every trade; many on a busy day.' },
  market_closed: { label: 'Market closed', hint: 'Early, or because its time was up.' },
  market_proposed: { label: 'Result proposed', hint: 'Nothing is paid yet.' },
  market_disputed: { label: 'Result disputed', hint: 'With the reason.' },
  market_resolved: { label: 'Market resolved', hint: 'With what was paid.' },
  market_corrected: { label: 'Result corrected', hint: 'After it had been paid.' },
  user_signed_up: { label: 'New person', hint: 'An id, no name and no address.' },
};

export const eventTypes = Object.keys(eventWords) as EventType[];

export const eventLabel = (type: string): string =>
  type === 'test' ? 'Test' : (eventWords[type as EventType]?.label ?? type);

export const disabledWords: Readonly<Record<NonNullable<Webhook['disabledReason']>, string>> = {
  ADMIN: 'Switched off',
  GONE: 'Off: the receiver said it wants nothing more',
  FAILING: 'Off: nothing got through for five days',
};

export const stateWords: Readonly<
  Record<WebhookDelivery['state'], { readonly label: string; readonly tone: 'yes' | 'notice' | 'danger' }>
> = {
  DELIVERED: { label: 'Delivered', tone: 'yes' },
  PENDING: { label: 'Waiting', tone: 'notice' },
  FAILED: { label: 'Given up', tone: 'danger' },
};
