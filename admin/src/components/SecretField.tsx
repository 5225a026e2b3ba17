import { Button, Field, Flex, TextInput } from '@strapi/design-system';
import { useState, type FormEvent } from 'react';
import { useText } from '../hooks/useText';
import { Card } from './Card';

interface SecretFieldProps {
  /** The secret that was tried does not open the file. */
  isWrong: boolean;
  isBusy: boolean;
  onSubmit: (secret: string) => void;
}

/** Asks for the secret of an archive from elsewhere. */
export function SecretField({ isWrong, isBusy, onSubmit }: SecretFieldProps) {
  const text = useText();
  const [secret, setSecret] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secret) onSubmit(secret);
  };
  return (
    <Card title={text('keepsake.secret.title')} subtitle={text('keepsake.secret.explanation')}>
      <form onSubmit={submit}>
        <Flex gap={2} alignItems="flex-start" wrap="wrap">
          <Field.Root
            flex="1"
            minWidth="26rem"
            error={isWrong && text('keepsake.secret.wrong')}
            hint={text('keepsake.secret.hint')}
          >
            <Field.Label>{text('keepsake.secret.label')}</Field.Label>
            <Flex gap={2} alignItems="stretch">
              <Flex flex="1" direction="column" alignItems="stretch">
                <TextInput
                  type="password"
                  autoComplete="off"
                  value={secret}
                  onChange={(event) => setSecret(event.target.value)}
                />
              </Flex>
              <Button type="submit" size="L" disabled={!secret} loading={isBusy}>
                {text('keepsake.secret.submit')}
              </Button>
            </Flex>
            <Field.Error />
            <Field.Hint />
          </Field.Root>
        </Flex>
      </form>
    </Card>
  );
}
