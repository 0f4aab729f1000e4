import {
  type BodyInput,
  DEFAULT_LIQUIDITY,
  MAX_LIQUIDITY,
  MIN_LIQUIDITY,
  type UserSummary,
} from '@mesh-markets/contract';
import { fromLocalInput } from '../../lib/time.ts';
import { evenPercents, oddsOf } from './openingPercents.ts';

/** What the form holds, in the shape its controls want. */
export interface AskForm {
  question: string;
  description: string;
  type: 'BINARY' | 'MULTIPLE';
  /** With the opening odds in percent, as typed; they count where `ownOdds` says so. */
  outcomes: { label: string; percent: string }[];
  ownOdds: boolean;
  /** Opening odds of YES in whole percent. */
  chance: number;
  /** A datetime-local value in the viewer's zone. */
  closesAt: string;
  liquidity: number;
  oracle: UserSummary | null;
  topics: string[];
}

export const emptyAskForm = (closesAt: string): AskForm => ({
  question: '',
  description: '',
  type: 'BINARY',
  outcomes: evenPercents(3).map((percent) => ({ label: '', percent })),
  ownOdds: false,
  chance: 50,
  closesAt,
  liquidity: DEFAULT_LIQUIDITY,
  oracle: null,
  topics: [],
});

/** Which field of the form shows what the server says of a path in the request. */
const plainFields = {
  question: 'question',
  description: 'description',
  closesAt: 'closesAt',
  b: 'liquidity',
  outcomes: 'outcomes',
  initialProbability: 'chance',
  oracleId: 'oracle',
  topics: 'topics',
} as const;

type AskField = (typeof plainFields)[keyof typeof plainFields] | `outcomes.${number}.label`;

/** With a field of its own for each outcome the form has. */
export const askFields = (form: Pick<AskForm, 'outcomes'>): Readonly<Record<string, AskField>> => ({
  ...plainFields,
  ...Object.fromEntries(
    form.outcomes.map((_, index) => [`outcomes.${index}`, `outcomes.${index}.label` as const]),
  ),
});

const evenOdds = (count: number): number[] => Array<number>(count).fill(1 / count);

type OddsForm = Pick<AskForm, 'type' | 'outcomes' | 'ownOdds' | 'chance'>;

/** The odds somebody set for several outcomes; undefined where they are even, or not right yet. */
const ownOddsOf = ({ type, outcomes, ownOdds }: OddsForm): number[] | undefined =>
  type === 'MULTIPLE' && ownOdds ? oddsOf(outcomes.map(({ percent }) => percent)) : undefined;

/** The odds the market would open with; what the cost is worked out from. */
export const openingOdds = (form: OddsForm): number[] => {
  if (form.type === 'BINARY') return [form.chance / 100, 1 - form.chance / 100];
  return ownOddsOf(form) ?? evenOdds(form.outcomes.length);
};

export const isLiquidity = (value: number, min = MIN_LIQUIDITY, max = MAX_LIQUIDITY): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** The request for what the form says. Even odds are the server's default and are left out. */
export const askBody = (form: AskForm): BodyInput<'createMarket'> => {
  const description = form.description.trim();
  const ownOdds = ownOddsOf(form);
  return {
    question: form.question,
    ...(description === '' ? {} : { description }),
    closesAt: fromLocalInput(form.closesAt)?.toISOString() ?? '',
    b: form.liquidity,
    ...(form.type === 'MULTIPLE' ? { outcomes: form.outcomes.map(({ label }) => label) } : {}),
    ...(form.type === 'BINARY' && form.chance !== 50 ? { initialProbability: form.chance / 100 } : {}),
    ...(ownOdds === undefined ? {} : { initialProbability: ownOdds }),
    ...(form.oracle === null ? {} : { oracleId: form.oracle.id }),
    ...(form.topics.length === 0 ? {} : { topics: form.topics }),
  };
};
