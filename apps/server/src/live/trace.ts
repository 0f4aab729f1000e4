/**
 * Something about a topic that its version does not count, and that leaves a number in the database which is another one after every
 * change. A change made here is told at once; one made elsewhere when a look finds its trace.
 */
export class Trace {
  /** What the last look found, or the one before the first reading; -1 before that. */
  #found = -1;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** A change was told whose trace is still to be found. */
  #here = false;

  known(): number {
    return this.#found;
  }

  begin(found: number): void {
    if (this.#found === -1) this.#found = found;
  }

  /** Somebody here changed it. */
  onChange(): void {
    this.#here = true;
    this.#toldAt = performance.now();
  }

  /** Found by a look that began at `askedAt`. Whether it is a change that nobody here has been told of. */
  isNews(found: number, askedAt: number): boolean {
    if (found === this.#found || this.#toldAt >= askedAt) return false;
    const news = this.#found !== -1 && !this.#here;
    this.#found = found;
    this.#here = false;
    return news;
  }
}
