import type { CSSProperties } from 'react';
import { className as join } from '../lib/className.ts';
import { hueOf, initialsOf } from './initials.ts';

interface AvatarProps {
  readonly name: string;
  readonly handle: string;
  readonly size?: 'small' | 'medium' | 'large';
}

const sizes = {
  small: 'size-6 text-[0.625rem]',
  medium: 'size-10 text-sm',
  large: 'size-16 text-lg',
} as const;

/**
 * Initials on a colour of the person's own. Decoration, so the letters are drawn by the style sheet and stay out of the
 * text: the name always stands beside it.
 */
export const Avatar = ({ name, handle, size = 'medium' }: AvatarProps) => (
  <span
    aria-hidden
    data-initials={initialsOf(name)}
    style={{ '--hue': hueOf(handle) } as CSSProperties}
    className={join(
      'avatar inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none',
      sizes[size],
    )}
  />
);
