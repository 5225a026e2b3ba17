import type { SVGProps } from 'react';
import { useTheme } from 'styled-components';

/** A box with a keyhole, drawn on the grid of 32 that Strapi's icons use; like theirs it is filled by a token. */
export function PluginIcon({ fill = 'currentColor', ...props }: SVGProps<SVGSVGElement>) {
  const colors: Partial<Record<string, string>> = { ...useTheme().colors };
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox="0 0 32 32"
      width={16}
      height={16}
      fill={colors[fill] ?? fill}
      {...props}
    >
      <path
        fillRule="evenodd"
        clipRule="evenodd"
        d="M5 4a2 2 0 0 0-2 2v4a2 2 0 0 0 1 1.73V25a3 3 0 0 0 3 3h18a3 3 0 0 0 3-3V11.73A2 2 0 0 0 29 10V6a2 2 0 0 0-2-2H5Zm1 8h20v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V12Zm10 2.5a3 3 0 0 1 1.5 5.6V22a1.5 1.5 0 0 1-3 0v-1.9a3 3 0 0 1 1.5-5.6Z"
      />
    </svg>
  );
}
