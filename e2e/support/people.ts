import { type Client, createClient } from '@mesh-markets/client';
import type { Me } from '@mesh-markets/contract';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { ConsoleGuard } from './consoleGuard.ts';

/** Somebody with an account, a browser of their own and a program that acts in their name. */
export interface Person {
  readonly page: Page;
  readonly client: Client;
  readonly me: Me;
  readonly email: string;
}

export const password = 'correct horse battery';

let made = 0;

/** An address nobody else has, in this worker and in any other. */
export const newEmail = (name: string): string => {
  made += 1;
  return `${name.toLowerCase().replace(/\W+/g, '.')}.${process.pid}.${made}@example.org`;
};

const cookieHeader = async (context: BrowserContext, url: string): Promise<string> =>
  (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ');

/** Opens browsers for the people of a test; each is alone in theirs. */
export class People {
  readonly #browser: Browser;
  readonly #guard: ConsoleGuard;
  readonly #url: string;
  readonly #contexts: BrowserContext[] = [];
  readonly #elsewhere: People[] = [];

  constructor(browser: Browser, guard: ConsoleGuard, url: string) {
    this.#browser = browser;
    this.#guard = guard;
    this.#url = url;
  }

  /** The same people on another server. */
  at(url: string): People {
    const others = new People(this.#browser, this.#guard, url);
    this.#elsewhere.push(others);
    return others;
  }

  /** A browser in which nobody is signed in. */
  async visitor(): Promise<Page> {
    const context = await this.#browser.newContext({ baseURL: this.#url });
    this.#contexts.push(context);
    this.#guard.watch(context);
    return context.newPage();
  }

  /** Signs up past the screen, for tests that are about something else. */
  async signUp(name: string): Promise<Person> {
    const page = await this.visitor();
    const email = newEmail(name);
    const answer = await page.request.post('/api/auth/sign-up/email', { data: { name, email, password } });
    if (!answer.ok()) throw new Error(`${name} could not sign up: ${await answer.text()}`);
    const cookie = await cookieHeader(page.context(), this.#url);
    const client = createClient({ baseUrl: this.#url, headers: { cookie } });
    return { page, client, me: (await answer.json()) as Me, email };
  }

  async leave(): Promise<void> {
    for (const others of this.#elsewhere) await others.leave();
    for (const context of this.#contexts) await context.close();
  }
}
