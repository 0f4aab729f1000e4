import { type EventType, routes, type Webhook } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { webhooksQuery } from '../../../api/adminQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { placeErrors, problemsOf } from '../../../lib/formErrors.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogFoot } from '../../../ui/DialogFoot.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { eventTypes, eventWords } from './eventWords.ts';

interface WebhookFormProps {
  /** The one to change; absent for a new one. */
  readonly webhook?: Webhook | undefined;
  readonly onClose: () => void;
  /** With the secret of a new one. */
  readonly onMade: (secret: string) => void;
}

interface Fields {
  readonly url: string;
  readonly description: string;
  readonly eventTypes: EventType[];
}

const fieldOf = { url: 'url', description: 'description', eventTypes: 'eventTypes' } as const;

const startOf = (webhook: Webhook | undefined): Fields => ({
  url: webhook?.url ?? '',
  description: webhook?.description ?? '',
  eventTypes: webhook?.eventTypes ?? ['market_created', 'market_closed', 'market_resolved'],
});

const EventBoxes = ({ register }: { readonly register: ReturnType<typeof useForm<Fields>>['register'] }) => (
  <fieldset className="grid gap-2">
    <legend className="mb-2 text-sm font-medium">What to tell</legend>
    {eventTypes.map((type) => (
      <Checkbox
        key={type}
        value={type}
        label={eventWords[type].label}
        hint={eventWords[type].hint}
        {...register('eventTypes')}
      />
    ))}
  </fieldset>
);

/** Where to send, and what. */
export const WebhookForm = ({ webhook, onClose, onMade }: WebhookFormProps) => {
  const queryClient = useQueryClient();
  const create = useApiMutation('createWebhook');
  const update = useApiMutation('updateWebhook');
  const { register, handleSubmit, setError, formState } = useForm<Fields>({
    defaultValues: startOf(webhook),
  });
  const { errors } = formState;

  const save = async (body: Fields): Promise<void> => {
    const problems = problemsOf(routes.createWebhook.body, body);
    if (problems.size > 0) return void placeErrors(problems, fieldOf, setError);
    try {
      if (webhook) {
        await update.mutateAsync({ params: { id: webhook.id }, body });
        onClose();
      } else {
        onMade((await create.mutateAsync({ body })).secret);
      }
      void queryClient.invalidateQueries({ queryKey: webhooksQuery().queryKey });
    } catch (error) {
      setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <Dialog open onClose={onClose} title={webhook ? 'Change the webhook' : 'Add a webhook'}>
      <form noValidate onSubmit={(event) => void handleSubmit(save)(event)} className="grid gap-5">
        <TextField
          label="Address"
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://example.org/hooks"
          hint="It gets a signed POST for each event."
          error={errors.url?.message}
          data-autofocus
          {...register('url')}
        />
        <TextField
          label="Note"
          autoComplete="off"
          placeholder="Our chat bot"
          hint="For you and other admins."
          error={errors.description?.message}
          {...register('description')}
        />
        <EventBoxes register={register} />
        <FormError message={errors.eventTypes?.message ?? errors.root?.message} />
        <DialogFoot>
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" pending={formState.isSubmitting} pendingLabel="Saving…">
            {webhook ? 'Save' : 'Add webhook'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
};
