import { characterCount, QUESTION_MAX } from '@mesh-markets/contract';
import { useFormContext, useWatch } from 'react-hook-form';
import { CharacterCount } from '../../ui/CharacterCount.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import type { AskForm } from './askForm.ts';

/** Grows to the lines it needs but takes no line breaks: Enter belongs to the form. */
export const QuestionField = () => {
  const { register, control, formState } = useFormContext<AskForm>();
  const question = useWatch({ control, name: 'question' });
  return (
    <TextArea
      label="Question"
      data-autofocus
      rows={2}
      placeholder="Will it rain in Lisbon on Saturday?"
      hint="Ask so that anybody can later tell how it came out."
      aside={<CharacterCount count={characterCount(question.trim())} limit={QUESTION_MAX} />}
      error={formState.errors.question?.message}
      className="text-lg"
      {...register('question', { setValueAs: (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' ') })}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.currentTarget.form?.requestSubmit();
      }}
    />
  );
};
