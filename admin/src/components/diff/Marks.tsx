import { styled } from 'styled-components';

/**
 * Tinted by the loud tokens, since the pale ones are all one grey in the dark theme; struck through and underlined, so
 * that nobody has to tell red from green.
 */
export const Inserted = styled.ins`
  background-color: color-mix(in srgb, ${({ theme }) => theme.colors.success600} 20%, transparent);
  border-radius: 2px;
  text-decoration: underline;
  text-decoration-color: ${({ theme }) => theme.colors.success600};
  text-underline-offset: 0.3rem;
`;

export const Deleted = styled.del`
  background-color: color-mix(in srgb, ${({ theme }) => theme.colors.danger600} 18%, transparent);
  border-radius: 2px;
  text-decoration: line-through;
  text-decoration-color: ${({ theme }) => theme.colors.danger600};
`;

/** Stored text as it is: line ends and spaces kept, broken where it has to be. */
export const Prose = styled.div`
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  line-height: 1.5;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  min-width: 0;
`;

/** The same in letters of one width, for data. */
export const Code = styled(Prose)`
  font-family: monospace;
  font-size: ${({ theme }) => theme.fontSizes[1]};
`;
