import { Button, Flex } from '@strapi/design-system';
import { useText } from '../hooks/useText';

interface ShowMoreButtonProps {
  /** How many are not shown yet; the button goes with the last of them. */
  rest: number;
  onClick: () => void;
}

export function ShowMoreButton({ rest, onClick }: ShowMoreButtonProps) {
  const text = useText();
  if (rest === 0) return null;
  return (
    <Flex justifyContent="center" paddingTop={3}>
      <Button variant="tertiary" onClick={onClick}>
        {text('keepsake.action.showMore', { count: rest })}
      </Button>
    </Flex>
  );
}
