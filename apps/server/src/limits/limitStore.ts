/** What one use fills. */
export interface Bucket {
  readonly key: string;
  readonly most: number;
  readonly windowMs: number;
}

/** How full a bucket is, and when it is emptied. */
export interface Level {
  readonly used: number;
  readonly endsInMs: number;
}

export interface Taken {
  /** Whether there was room in every bucket; if not, nothing was counted in any. */
  readonly allowed: boolean;
  /** After this use, in the order of the buckets. */
  readonly levels: readonly Level[];
}

/** Counts uses in windows that open with their first use. */
export interface LimitStore {
  readonly take: (buckets: readonly Bucket[]) => Taken | Promise<Taken>;
}
