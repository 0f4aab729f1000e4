import { SEARCH_MAX } from '@mesh-markets/contract';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useFeatures } from '../../api/featureQueries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useShortcuts } from '../shell/useShortcuts.ts';
import { PopularTopics } from '../topics/PopularTopics.tsx';
import { SearchResults } from './SearchResults.tsx';
import { useResultKeys } from './useResultKeys.ts';
import { useTypedQuery } from './useTypedQuery.ts';

const route = getRouteApi('/search');

const NothingAsked = ({ markets }: { readonly markets: boolean }) => (
  <>
    {markets && <PopularTopics />}
    <p className="py-8 text-sm text-muted">
      Search goes through{' '}
      {markets
        ? 'questions, their outcomes and descriptions, posts, people and topics'
        : 'what people here write, and their names'}
      . Results come while you type; <kbd className="font-sans font-medium text-text">↓</kbd> walks through
      them.
    </p>
  </>
);

/** Results as one types. The address says what was searched, so that it can be shared and found again by going back. */
export const SearchPage = () => {
  const { q = '' } = route.useSearch();
  const navigate = useNavigate();
  const { predictionMarkets } = useFeatures();
  const field = useRef<HTMLInputElement>(null);
  useDocumentTitle(q === '' ? 'Search' : `${q} – Search`);

  const ask = useCallback(
    (query: string) =>
      void navigate({ to: paths.search(), search: query === '' ? {} : { q: query }, replace: true }),
    [navigate],
  );
  const [text, setText] = useTypedQuery(q, ask);
  const onKeyDown = useResultKeys(field);
  useShortcuts({ '/': () => field.current?.select() });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the keys of the field and the links inside
    <div onKeyDown={onKeyDown}>
      <h1 className="sr-only">Search</h1>
      <search className="block pt-4 pb-3 md:pt-6">
        <TextField
          ref={field}
          // Not for whoever comes back to results: they go on where they were.
          data-autofocus={q === '' || undefined}
          label="Search"
          labelHidden
          type="search"
          placeholder={predictionMarkets ? 'Questions, posts, people, topics' : 'Posts and people'}
          before={<Search size={18} strokeWidth={1.75} />}
          className="h-12 ps-10 [&::-webkit-search-cancel-button]:grayscale"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={SEARCH_MAX}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </search>
      {q === '' ? <NothingAsked markets={predictionMarkets} /> : <SearchResults query={q} />}
    </div>
  );
};
