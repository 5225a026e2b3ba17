import { Divider } from '@strapi/design-system';
import { SubNav } from '@strapi/strapi/admin';
import type { NavLink } from '../hooks/useNavLinks';
import { useText } from '../hooks/useText';

/** The plugin's menu beside its pages. */
export function PluginNav({ links }: { links: NavLink[] }) {
  const text = useText();
  const name = text('keepsake.plugin.name');
  return (
    <SubNav.Main aria-label={name}>
      <SubNav.Header label={name} />
      <Divider />
      <SubNav.Content>
        <SubNav.Sections>
          {[
            <SubNav.Section key="pages" label={text('keepsake.nav.section')}>
              {links.map(({ to, label }) => (
                <SubNav.Link key={to} to={to} label={label} />
              ))}
            </SubNav.Section>,
          ]}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
}
