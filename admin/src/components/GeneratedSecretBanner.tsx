import { Typography } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import { Banner } from './Banner';

/** That the secret would be lost together with the server. */
export function GeneratedSecretBanner() {
  const text = useText();
  return (
    <Banner variant="warning" title={text('keepsake.generated.title')}>
      <Typography tag="p" textColor="neutral700">
        {text('keepsake.generated.text')}
      </Typography>
    </Banner>
  );
}
