import { Outlet } from '@tanstack/react-router';
import { Toasts } from '../../ui/Toasts.tsx';

export const Shell = () => (
  <>
    <main id="content">
      <Outlet />
    </main>
    <Toasts />
  </>
);
