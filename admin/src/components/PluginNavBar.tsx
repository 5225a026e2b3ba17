import { Box, Flex, Typography } from '@strapi/design-system';
import { NavLink as RouterLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { NavLink } from '../hooks/useNavLinks';
import { useText } from '../hooks/useText';

const Tab = styled(RouterLink)`
  text-decoration: none;
  white-space: nowrap;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[1]}`};
  border-bottom: 2px solid transparent;

  &.active {
    border-bottom-color: ${({ theme }) => theme.colors.primary600};
  }
`;

/** The same menu above the pages, where the window is too narrow for one beside them. */
export function PluginNavBar({ links }: { links: NavLink[] }) {
  const text = useText();
  return (
    <Box
      tag="nav"
      aria-label={text('keepsake.plugin.name')}
      display={{ initial: 'block', medium: 'none' }}
      background="neutral0"
      paddingLeft={4}
      paddingRight={4}
    >
      <Flex gap={5}>
        {links.map(({ to, label }) => (
          <Tab key={to} to={to}>
            <Typography fontWeight="semiBold" textColor="neutral800">
              {label}
            </Typography>
          </Tab>
        ))}
      </Flex>
    </Box>
  );
}
