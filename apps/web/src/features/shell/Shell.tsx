import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFeatures } from '../../api/featureQueries.ts';
import { meQuery } from '../../api/queries.ts';
import { className as join } from '../../lib/className.ts';
import { paths } from '../../lib/paths.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Toasts } from '../../ui/Toasts.tsx';
import { SignInPrompt } from '../account/SignInPrompt.tsx';
import { VerifyNotice } from '../account/VerifyNotice.tsx';
import { MarketsNotOpen } from '../errors/MarketsNotOpen.tsx';
import { NotificationWatch } from '../notifications/NotificationBell.tsx';
import { BooksBanner } from '../transparency/BooksBanner.tsx';
import { BanNotice } from './BanNotice.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { DemoBanner } from './DemoBanner.tsx';
import { FeaturesWatch } from './FeaturesWatch.tsx';
import { KeyboardHelp } from './KeyboardHelp.tsx';
import { LeftRail } from './LeftRail.tsx';
import { PhoneTabs, PhoneTop } from './PhoneFrame.tsx';
import { RightRail } from './RightRail.tsx';
import { RouteAnnouncer } from './RouteAnnouncer.tsx';
import { useShortcuts } from './useShortcuts.ts';

const SkipLink = () => (
  <a
    href="#content"
    className="fixed start-4 top-2 z-50 -translate-y-20 rounded-md bg-accent px-4 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
  >
    Skip to content
  </a>
);

interface PageProps {
  readonly personal: boolean;
  readonly ofMarkets: boolean;
}

/** A page about the person who reads it waits until it is known who that is; should that not be known, the page tells. */
const Page = ({ personal, ofMarkets }: PageProps) => {
  const { data: me, errorUpdateCount } = useQuery(meQuery());
  const { predictionMarkets } = useFeatures();
  if (ofMarkets && !predictionMarkets) return <MarketsNotOpen />;
  if (!personal || me) return <Outlet />;
  if (me === null) return <SignInPrompt />;
  return errorUpdateCount > 0 ? <Outlet /> : <Skeleton className="mt-6 h-96" />;
};

/** The frame around every page. */
export const Shell = () => {
  const { data: me } = useQuery(meQuery());
  const navigate = useNavigate();
  const [helpShown, setHelpShown] = useState(false);
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData });
  const wide = page?.wide === true;

  const showHelp = (): void => setHelpShown(true);
  useShortcuts({
    '/': () => void navigate({ to: paths.search() }),
    n: () => void navigate({ to: paths.ask() }),
    '?': showHelp,
  });

  return (
    <>
      <SkipLink />
      <PhoneTop me={me} onShowHelp={showHelp} />
      <div className="mx-auto flex max-w-[77.5rem] justify-center">
        <LeftRail me={me} onShowHelp={showHelp} besideRightRail={!wide} />
        <main
          id="content"
          tabIndex={-1}
          className={join(
            'min-h-[calc(100dvh-3.5rem)] w-full min-w-0 px-4 pb-28 md:min-h-dvh md:px-6 md:pb-16 lg:px-8',
            wide ? 'max-w-[64.5rem]' : 'max-w-[46.5rem]',
          )}
        >
          <ConnectionBanner />
          <DemoBanner />
          <BooksBanner />
          <BanNotice />
          <VerifyNotice />
          <Page personal={page?.account === true} ofMarkets={page?.ofMarkets === true} />
        </main>
        {!wide && <RightRail me={me} />}
      </div>
      <PhoneTabs />
      <KeyboardHelp open={helpShown} onClose={() => setHelpShown(false)} />
      {me && <NotificationWatch />}
      <FeaturesWatch />
      <Toasts />
      <RouteAnnouncer />
    </>
  );
};
