import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** The new page names itself in an effect of its own, just after the router is done. */
const titleSettlesMilliseconds = 150;

/** Where a page is for typing, typing may begin; but a phone's keyboard does not jump up unasked. */
const focusContent = (): void => {
  const content = document.getElementById('content');
  const field = content?.querySelector<HTMLElement>('[data-autofocus]');
  if (field && window.matchMedia('(pointer: fine)').matches) field.focus();
  else content?.focus({ preventScroll: true });
};

/**
 * A page change without a load is silent for screen readers and leaves the focus on a link that may be gone: move it
 * to the content and say the title.
 */
export const RouteAnnouncer = () => {
  const router = useRouter();
  const [title, setTitle] = useState('');

  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        focusContent();
        setTimeout(() => setTitle(document.title), titleSettlesMilliseconds);
      }),
    [router],
  );

  return (
    <p role="status" className="sr-only">
      {title}
    </p>
  );
};
