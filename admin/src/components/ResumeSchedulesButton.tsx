import { Button } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useResumeSchedulesMutation } from '../services/storage';

/** Lets the schedules go on that a recovery brought back, paused. */
export function ResumeSchedulesButton() {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [resume, { isLoading }] = useResumeSchedulesMutation();
  const [isDone, setDone] = useState(false);

  const onClick = async () => {
    try {
      const { resumed } = await resume().unwrap();
      setDone(true);
      toggleNotification({
        type: 'success',
        message: text('keepsake.recovered.resumed', { count: resumed }),
      });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Button variant="secondary" startIcon={<Play />} loading={isLoading} disabled={isDone} onClick={onClick}>
      {text('keepsake.recovered.resume')}
    </Button>
  );
}
