/** The look of a tab, also for links between pages that are tabs to the eye. */
export const tabClass =
  '-mb-px h-11 shrink-0 border-b-2 border-transparent text-sm font-medium text-muted transition-colors hover:text-text ' +
  'aria-selected:border-accent aria-selected:text-text data-[status=active]:border-accent data-[status=active]:text-text';
