import type { MarketDetail } from '@mesh-markets/contract';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Tabs } from '../../ui/Tabs.tsx';
import { Discussion } from '../discussion/Discussion.tsx';
import { HoldersTab } from './HoldersTab.tsx';
import { RulesTab } from './RulesTab.tsx';
import { TradesTab } from './TradesTab.tsx';

const route = getRouteApi('/market/$id');

type Tab = 'discussion' | 'trades' | 'holders' | 'rules';

/** Everything about the market that is not its odds. */
export const MarketTabs = ({ market, trades }: MarketDetail) => {
  const { by } = route.useSearch();
  const [tab, setTab] = useState<Tab>(by === undefined ? 'discussion' : 'trades');
  return (
    <Tabs
      label="About this market"
      value={tab}
      onValueChange={setTab}
      tabs={[
        {
          value: 'discussion',
          label: 'Discussion',
          content: <Discussion postId={market.postId} market={market} />,
        },
        { value: 'trades', label: 'Trades', content: <TradesTab market={market} newest={trades} /> },
        { value: 'holders', label: 'Holders', content: <HoldersTab market={market} /> },
        { value: 'rules', label: 'Rules', content: <RulesTab market={market} /> },
      ]}
    />
  );
};
