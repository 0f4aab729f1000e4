import type { Pool } from 'pg';
import type { EngineSettings } from './api.ts';
import type { NewsDesk } from './news.ts';
import type { Consumer } from './outbox/facts.ts';

/** What a part of the engine beside the books is made from. */
export interface SliceOptions {
  readonly pool: Pool;
  readonly settings: EngineSettings;
  readonly news: NewsDesk;
}

/** A part of the engine beside the books: its verbs and reads, and what it writes from facts of the outbox. */
export interface Slice<Verbs> {
  readonly verbs: Verbs;
  readonly consumers: readonly Consumer[];
}
