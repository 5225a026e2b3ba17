import { ProgressBar } from '@strapi/design-system';
import { styled } from 'styled-components';

/**
 * The design system's bar is made for a thumbnail's corner: fixed width, white on grey. It also keeps its value to
 * itself, so `aria-valuenow` is given apart.
 */
export const WideBar = styled(ProgressBar)`
  width: 100%;
  background-color: ${({ theme }) => theme.colors.primary200};

  & > div {
    background-color: ${({ theme }) => theme.colors.primary600};
  }
`;
