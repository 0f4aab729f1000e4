import { characterCount, POST_MAX, routes } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForm, useWatch } from 'react-hook-form';
import { errorSentence } from '../../api/errors.ts';
import { forgetFeeds } from '../../api/forgetFeeds.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { placeErrors, problemsOf } from '../../lib/formErrors.ts';
import { paths } from '../../lib/paths.ts';
import { Button } from '../../ui/Button.tsx';
import { CharacterCount } from '../../ui/CharacterCount.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { showToast } from '../../ui/toast.ts';
import { TopicsField } from '../topics/TopicsField.tsx';

export const PostForm = () => {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const create = useApiMutation('createPost');
  const { register, handleSubmit, setError, setValue, control, formState } = useForm<{
    body: string;
    topics: string[];
  }>({
    defaultValues: { body: '', topics: [] },
  });
  const [text, topics] = useWatch({ control, name: ['body', 'topics'] });

  const publish = async (body: { body: string; topics: string[] }): Promise<void> => {
    const problems = problemsOf(routes.createPost.body, body);
    if (problems.size > 0) return void placeErrors(problems, { body: 'body', topics: 'topics' }, setError);
    try {
      await create.mutateAsync({ body });
      forgetFeeds(queryClient);
      showToast({ message: 'Posted.' });
      await navigate({ to: paths.feed() });
    } catch (error) {
      setError('body', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(publish)(event)} className="grid gap-4">
      <TextArea
        label="Post"
        rows={6}
        placeholder="What do you see that the odds do not?"
        aside={<CharacterCount count={characterCount(text)} limit={POST_MAX} />}
        error={formState.errors.body?.message}
        {...register('body')}
      />
      <TopicsField
        topics={topics}
        onChange={(next) => setValue('topics', next, { shouldDirty: true })}
        error={formState.errors.topics?.message}
      />
      <Button
        type="submit"
        className="w-fit"
        pending={formState.isSubmitting}
        pendingLabel="Posting…"
        disabledReason={text.trim() === '' ? 'Write something first.' : undefined}
      >
        Post
      </Button>
    </form>
  );
};
