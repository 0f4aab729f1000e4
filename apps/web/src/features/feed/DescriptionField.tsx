import { characterCount, DESCRIPTION_MAX } from '@mesh-markets/contract';
import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '../../ui/Button.tsx';
import { CharacterCount } from '../../ui/CharacterCount.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import type { AskForm } from './askForm.ts';

/** The counter shows when the text is long enough for the limit to matter. */
const counterFrom = DESCRIPTION_MAX * 0.8;

const label = 'How it resolves (optional)';

export const DescriptionField = () => {
  const { register, control, formState } = useFormContext<AskForm>();
  const text = useWatch({ control, name: 'description' });
  const [previewed, setPreviewed] = useState(false);
  const count = characterCount(text);
  const toggle = (
    <span className="flex items-center gap-3">
      {count > counterFrom && <CharacterCount count={count} limit={DESCRIPTION_MAX} />}
      {text.trim() !== '' && (
        <Button
          variant="ghost"
          className="h-6 px-1 text-xs text-accent"
          onClick={() => setPreviewed((before) => !before)}
        >
          {previewed ? 'Write' : 'Preview'}
        </Button>
      )}
    </span>
  );
  return (
    <>
      {/* Hidden rather than gone, so that the form keeps its text. */}
      <div className={previewed ? 'hidden' : undefined}>
        <TextArea
          label={label}
          rows={3}
          placeholder="By which source, until when, and what happens in doubtful cases."
          hint="Markdown works: **bold**, lists, tables, links."
          aside={toggle}
          error={formState.errors.description?.message}
          {...register('description')}
        />
      </div>
      {previewed && (
        <section aria-label={`Preview: ${label}`} className="grid gap-1">
          <div className="flex items-baseline justify-between gap-3">
            <p aria-hidden className="text-sm font-medium">
              {label}
            </p>
            {toggle}
          </div>
          <div className="rounded-md border border-line p-3">
            <Markdown text={text} />
          </div>
        </section>
      )}
    </>
  );
};
