import { comments, type DemoComment } from './comments.ts';
import { type Belief, type DemoMarket, markets } from './markets.ts';
import { type DemoPerson, people } from './people.ts';
import { type DemoPost, posts } from './posts.ts';
import type { Random } from './random.ts';

const DAY = 24 * 60 * 60 * 1000;
const HOUR = DAY / 24;
const FIRST_HOUR = 7;
/** Apart enough that no two events can swap places while the clock runs on during the first. */
const BETWEEN_EVENTS = 1_000;

/** A comment, or one that answers it. */
export type Said = Omit<DemoComment, 'about' | 'answers'>;

export type DemoEvent = { readonly at: number } & (
  | { readonly kind: 'join'; readonly person: DemoPerson }
  | { readonly kind: 'follow'; readonly person: DemoPerson }
  | { readonly kind: 'post'; readonly post: DemoPost }
  | { readonly kind: 'comment'; readonly comment: Said; readonly under: DemoComment }
  | { readonly kind: 'ask'; readonly market: DemoMarket; readonly closesAt: number }
  | {
      readonly kind: 'trade';
      readonly market: DemoMarket;
      readonly person: DemoPerson;
      readonly belief: readonly number[];
    }
  | { readonly kind: 'close'; readonly market: DemoMarket }
  | { readonly kind: 'resolve'; readonly market: DemoMarket }
);

const vectorOf = (belief: Belief): readonly number[] =>
  typeof belief === 'number' ? [belief, 1 - belief] : belief;

/** What is believed when such a part of a market's time has passed. */
export const beliefAt = (beliefs: readonly Belief[], part: number): number[] => {
  const place = part * (beliefs.length - 1);
  const before = vectorOf(beliefs[Math.floor(place)]!);
  const after = vectorOf(beliefs[Math.ceil(place)]!);
  const share = place - Math.floor(place);
  return before.map((probability, i) => probability * (1 - share) + after[i]! * share);
};

/** People sleep: what falls into the night happens in the morning, as far as that is still in time. */
const awake = (at: number, latest: number): number => {
  const hour = Math.floor((at % DAY) / HOUR);
  const morning = at + FIRST_HOUR * HOUR;
  return hour < FIRST_HOUR && morning < latest ? morning : at;
};

const tradesOf = (market: DemoMarket, now: number, random: Random): DemoEvent[] => {
  const opened = now - market.openedDaysAgo * DAY;
  const last = now + Math.min(market.closesInDays, -(market.closedEarlyDaysAgo ?? 0)) * DAY;
  // An hour for the first to notice, and nobody trades in the very last minutes.
  const [from, to] = [opened + HOUR / 2, last - HOUR / 4];
  return Array.from({ length: market.trades }, (): DemoEvent => {
    const at = awake(from + random.next() * (to - from), to);
    const present = people.filter(({ joinedDaysAgo }) => now - joinedDaysAgo * DAY < at);
    const person = random.pick(present, ({ activity }) => activity);
    return { at, kind: 'trade', market, person, belief: beliefAt(market.beliefs, (at - from) / (to - from)) };
  });
};

/** People set closing times to the hour. */
const closingOf = ({ closesInDays }: DemoMarket, now: number): number =>
  Math.ceil((now + closesInDays * DAY) / HOUR) * HOUR;

const eventsOf = (market: DemoMarket, now: number, random: Random): DemoEvent[] => {
  const closesAt = closingOf(market, now);
  const early = market.closedEarlyDaysAgo;
  const events: DemoEvent[] = [{ at: now - market.openedDaysAgo * DAY, kind: 'ask', market, closesAt }];
  events.push(...tradesOf(market, now, random));
  if (early !== undefined) events.push({ at: now - early * DAY, kind: 'close', market });
  if (market.resolved) events.push({ at: now - market.resolved.daysAgo * DAY, kind: 'resolve', market });
  return events;
};

/** Three weeks of a club's life up to `now`, in order of time. The same for the same moment and the same random numbers. */
export const planTimeline = (now: number, random: Random): DemoEvent[] => {
  const joins = people.map(
    (person): DemoEvent => ({ at: now - person.joinedDaysAgo * DAY, kind: 'join', person }),
  );
  // Whom they follow has joined by then.
  const follows = people.map(
    (person, i): DemoEvent => ({ at: now - (15 - i) * DAY, kind: 'follow', person }),
  );
  const written = posts.map((post): DemoEvent => ({ at: now - post.daysAgo * DAY, kind: 'post', post }));
  const said = comments.flatMap((under) =>
    [under, ...(under.answers ?? [])].map(
      (comment): DemoEvent => ({ at: now - comment.daysAgo * DAY, kind: 'comment', comment, under }),
    ),
  );
  const asked = markets.flatMap((market) => eventsOf(market, now, random));
  const events = [...joins, ...follows, ...written, ...said, ...asked].sort((a, b) => a.at - b.at);
  let earliest = 0;
  return events.map((event) => {
    const at = Math.max(event.at, earliest);
    earliest = at + BETWEEN_EVENTS;
    return { ...event, at };
  });
};
