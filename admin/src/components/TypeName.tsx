import { Typography } from '@strapi/design-system';

interface TypeNameProps {
  uid: string;
  displayName: string;
}

export function TypeName({ uid, displayName }: TypeNameProps) {
  return (
    <>
      <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
        {displayName}
      </Typography>
      <Typography tag="p" variant="pi" textColor="neutral600">
        {uid}
      </Typography>
    </>
  );
}
