import type { BrowserContext } from '@playwright/test';

/** A visitor's page asks who is signed in; the browser notes the refusal, which is the answer. */
const nobodyIsSignedIn = /status of 401 .*\/api\/me$/;

/**
 * Hears everything the browser complains about: errors in scripts, what the content policy refused, files that did not
 * load. A test that provokes one says so beforehand with `expect`.
 */
export class ConsoleGuard {
  readonly #heard: string[] = [];
  readonly #expected: RegExp[] = [nobodyIsSignedIn];

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#heard.push(`${message.text()} ${message.location().url}`);
    });
    context.on('weberror', (webError) => this.#heard.push(String(webError.error())));
  }

  expect(complaint: RegExp): void {
    this.#expected.push(complaint);
  }

  unexpected(): string[] {
    return this.#heard.filter((complaint) => !this.#expected.some((pattern) => pattern.test(complaint)));
  }
}
