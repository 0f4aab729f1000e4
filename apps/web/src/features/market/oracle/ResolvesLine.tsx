import type { MarketDetail, UserSummary } from '@mesh-markets/contract';
import { PersonLink } from '../PersonLink.tsx';
import { stakeWords } from './stakeWords.ts';

type ResolvedMarket = MarketDetail['market'];

const Stake = ({ market, user }: { readonly market: ResolvedMarket; readonly user: UserSummary }) => {
  const holding = market.resolverHoldings.find((one) => one.user.id === user.id);
  return holding === undefined ? null : (
    <span className="figures">{stakeWords(holding, market.state === 'RESOLVED')}</span>
  );
};

/** Who may say what happened, and what they have at stake: `Resolves: @ana (holds 40 YES) and @ben (accepted, holds nothing here)`. */
export const ResolvesLine = ({ market }: { readonly market: ResolvedMarket }) => {
  const { creator, oracle, askedOracle, state } = market;
  return (
    <p className="min-w-0 wrap-anywhere text-xs text-muted">
      {state === 'RESOLVED' ? 'Could resolve' : 'Resolves'}: <PersonLink user={creator} /> (
      <Stake market={market} user={creator} />)
      {oracle !== undefined && oracle.id !== creator.id && (
        <>
          {' '}
          and <PersonLink user={oracle} /> (accepted, <Stake market={market} user={oracle} />)
        </>
      )}
      {askedOracle !== undefined && (
        <>
          {' '}
          and <PersonLink user={askedOracle} /> (asked, has not answered)
        </>
      )}
    </p>
  );
};
