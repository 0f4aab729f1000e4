import type { Listener } from './listener.ts';

interface Joinable {
  readonly listeners: Set<Listener>;
  readonly join: (listener: Listener, since: number | undefined) => Promise<void>;
}

/** The channels that somebody listens to, by key; one that nobody listens to is forgotten. */
export class Channels<Key extends string, Channel extends Joinable> {
  readonly #make: (key: Key) => Channel;
  readonly #open = new Map<Key, Channel>();
  readonly #joining = new Map<Key, number>();

  constructor(make: (key: Key) => Channel) {
    this.#make = make;
  }

  get size(): number {
    return this.#open.size;
  }

  get(key: Key): Channel | undefined {
    return this.#open.get(key);
  }

  all(): Channel[] {
    return [...this.#open.values()];
  }

  #forgetIfLeft(key: Key): void {
    if (this.#open.get(key)?.listeners.size === 0 && !this.#joining.has(key)) this.#open.delete(key);
  }

  async join(key: Key, listener: Listener, since: number | undefined): Promise<void> {
    const channel = this.#open.get(key) ?? this.#make(key);
    this.#open.set(key, channel);
    this.#joining.set(key, (this.#joining.get(key) ?? 0) + 1);
    try {
      await channel.join(listener, since);
    } finally {
      const others = this.#joining.get(key)! - 1;
      if (others > 0) this.#joining.set(key, others);
      else this.#joining.delete(key);
      this.#forgetIfLeft(key);
    }
  }

  leave(key: Key, listener: Listener): void {
    this.#open.get(key)?.listeners.delete(listener);
    this.#forgetIfLeft(key);
  }
}
