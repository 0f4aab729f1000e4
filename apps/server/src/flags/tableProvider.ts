import { type FeatureName, type Features, featureNames, type UserId } from '@mesh-markets/contract';
import {
  type EvaluationContext,
  FlagNotFoundError,
  type JsonValue,
  type Provider,
  type ResolutionDetails,
  TypeMismatchError,
} from '@openfeature/server-sdk';

const isFeature = (name: string): name is FeatureName => featureNames.some((known) => known === name);

const onlyBoolean = async (): Promise<never> => {
  throw new TypeMismatchError('Features are on or off.');
};

/** Our own table of switches, as OpenFeature asks for them. Without a targeting key it is a visitor who asks. */
export class TableProvider implements Provider {
  readonly metadata = { name: 'mesh-markets table' };
  readonly runsOn = 'server';
  readonly resolveStringEvaluation: () => Promise<never> = onlyBoolean;
  readonly resolveNumberEvaluation: () => Promise<never> = onlyBoolean;
  readonly resolveObjectEvaluation: <T extends JsonValue>() => Promise<ResolutionDetails<T>> = onlyBoolean;
  readonly #featuresOf: (userId: UserId | undefined) => Promise<Features>;

  constructor(featuresOf: (userId: UserId | undefined) => Promise<Features>) {
    this.#featuresOf = featuresOf;
  }

  async resolveBooleanEvaluation(
    name: string,
    _usual: boolean,
    { targetingKey }: EvaluationContext,
  ): Promise<ResolutionDetails<boolean>> {
    if (!isFeature(name)) throw new FlagNotFoundError(`There is no switch called ${name}.`);
    const features = await this.#featuresOf(targetingKey as UserId | undefined);
    return { value: features[name], reason: 'TARGETING_MATCH' };
  }
}
