import { className as join } from '../lib/className.ts';

interface CharacterCountProps {
  readonly count: number;
  readonly limit: number;
}

/** `112 / 140`, red past the limit. Screen readers hear it when it begins to matter. */
export const CharacterCount = ({ count, limit }: CharacterCountProps) => {
  const left = limit - count;
  return (
    <span className={join('figures text-xs', left < 0 ? 'font-medium text-danger' : 'text-muted')}>
      <span aria-hidden>
        {count} / {limit}
      </span>
      <span role="status" className="sr-only">
        {left < 0 && `${-left} characters too many`}
        {left >= 0 && left <= 20 && `${left} characters left`}
      </span>
    </span>
  );
};
