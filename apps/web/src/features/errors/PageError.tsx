import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { errorSentence } from '../../api/errors.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';

/** A page that broke; the frame around it stands. A missing piece of code (a new release) asks for a reload. */
export const PageError = ({ error, reset }: ErrorComponentProps) => {
  useDocumentTitle('Something went wrong');
  const router = useRouter();
  const codeIsGone =
    error instanceof Error && /dynamically imported module|module script/i.test(error.message);
  return (
    <>
      <h1 className="sr-only">Something went wrong</h1>
      <ErrorState
        title={codeIsGone ? 'A new version is out' : 'This page broke'}
        message={codeIsGone ? 'Reload to get it.' : errorSentence(error)}
        onRetry={() => {
          if (codeIsGone) window.location.reload();
          reset();
          void router.invalidate();
        }}
      />
    </>
  );
};
