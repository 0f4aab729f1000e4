import { CreateMarketBody } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormProvider, type UseFormReturn, useForm, useFormContext, useWatch } from 'react-hook-form';
import { errorSentence, fieldErrors } from '../../api/errors.ts';
import { forgetFeeds } from '../../api/forgetFeeds.ts';
import { meQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { type FieldErrors, placeErrors, problemsOf } from '../../lib/formErrors.ts';
import { paths } from '../../lib/paths.ts';
import { showToast } from '../../ui/toast.ts';
import { TopicsField } from '../topics/TopicsField.tsx';
import { AnswersField } from './AnswersField.tsx';
import { type AskForm, askBody, askFields, emptyAskForm } from './askForm.ts';
import { ClosingField } from './ClosingField.tsx';
import { CostSummary } from './CostSummary.tsx';
import { closingChoices } from './closingChoices.ts';
import { DescriptionField } from './DescriptionField.tsx';
import { LiquidityField } from './LiquidityField.tsx';
import { OracleField } from './OracleField.tsx';
import { percentsProblem } from './openingPercents.ts';
import { QuestionField } from './QuestionField.tsx';

const placeAll = (errors: FieldErrors, { getValues, setError }: UseFormReturn<AskForm>): void => {
  const homeless = placeErrors(errors, askFields(getValues()), setError);
  if (homeless.length > 0) setError('root', { message: homeless.join(' ') });
};

const useAsk = (form: UseFormReturn<AskForm>) => {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const create = useApiMutation('createMarket');

  return async (values: AskForm): Promise<void> => {
    const wrongOdds =
      values.type === 'MULTIPLE' && values.ownOdds
        ? percentsProblem(values.outcomes.map(({ percent }) => percent))
        : undefined;
    if (wrongOdds !== undefined) return form.setError('outcomes', { message: wrongOdds });
    const body = askBody(values);
    const problems = problemsOf(CreateMarketBody, body);
    if (problems.size > 0) return placeAll(problems, form);
    try {
      const market = await create.mutateAsync({ body });
      forgetFeeds(queryClient);
      void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
      showToast({ message: 'Your market is open.' });
      await navigate({ to: paths.market(market.id) });
    } catch (error) {
      const found = fieldErrors(error);
      if (found.size > 0) placeAll(found, form);
      else form.setError('root', { message: errorSentence(error) });
    }
  };
};

const AskTopics = () => {
  const { setValue, control, formState } = useFormContext<AskForm>();
  return (
    <TopicsField
      topics={useWatch({ control, name: 'topics' })}
      onChange={(topics) => setValue('topics', topics, { shouldDirty: true })}
      error={formState.errors.topics?.message}
    />
  );
};

export const QuestionForm = () => {
  const [usualClosing] = useState(() => closingChoices(new Date())[1]!.value);
  const form = useForm<AskForm>({ defaultValues: emptyAskForm(usualClosing) });
  const ask = useAsk(form);
  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={(event) => {
          // Some messages belong to parts without an input of their own; those would block the next try for ever.
          form.clearErrors();
          void form.handleSubmit(ask)(event);
        }}
        className="grid gap-6"
      >
        <QuestionField />
        <AnswersField />
        <ClosingField />
        <DescriptionField />
        <AskTopics />
        <LiquidityField />
        <OracleField />
        <CostSummary />
      </form>
    </FormProvider>
  );
};
