import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const LeaderboardPage = () => {
  useDocumentTitle('Leaderboard');
  return <PageHeader title="Leaderboard" />;
};
