import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** The new page names itself in an effect of its own, just after the router is done. */
const titleSettlesMilliseconds = 150;

/**
 * A page change without a load is silent for screen readers and leaves the focus on a link that may be gone: move it
 * to the content and say the title.
 */
export const RouteAnnouncer = () => {
  const router = useRouter();
  const [title, setTitle] = useState('');

  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        document.getElementById('content')?.focus({ preventScroll: true });
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
