import { useQuery } from '@tanstack/react-query';
import { topicsQuery } from '../../api/discoveryQueries.ts';
import { useMarketsAreOpen } from '../../api/featureQueries.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TopicChips } from './TopicChips.tsx';

/** One line of what people here write about most; it scrolls sideways where it is too long. */
export const PopularTopics = () => {
  const { data, isPending } = useQuery({ ...topicsQuery(), enabled: useMarketsAreOpen() });
  const topics = data?.topics.map(({ name }) => name) ?? [];
  if (!isPending && topics.length === 0) return null;
  return (
    <nav
      aria-label="Popular topics"
      className="border-b border-line py-2.5 [&_ul]:flex-nowrap [&_ul]:overflow-x-auto"
    >
      {isPending ? <Skeleton className="h-7 w-2/3" /> : <TopicChips topics={topics} />}
    </nav>
  );
};
