import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';

const badgeClass = cva('inline-flex items-center gap-1 rounded-sm px-1.5 py-0.5 text-xs font-medium', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-muted',
      accent: 'bg-accent-soft text-accent',
      yes: 'bg-yes-soft text-yes',
      no: 'bg-no-soft text-no',
      notice: 'bg-notice-soft text-notice',
      danger: 'bg-danger-soft text-danger',
    },
  },
  defaultVariants: { tone: 'neutral' },
});

interface BadgeProps extends VariantProps<typeof badgeClass> {
  readonly children: ReactNode;
}

export const Badge = ({ tone, children }: BadgeProps) => (
  <span className={badgeClass({ tone })}>{children}</span>
);
