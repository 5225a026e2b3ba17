import {
  Badge,
  Button,
  Flex,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
  Typography,
  VisuallyHidden,
} from '@strapi/design-system';
import { Link as LinkIcon } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Export } from '../../../shared/contracts/exports';
import type { ShareLink } from '../../../shared/contracts/links';
import { useFailureText } from '../hooks/useFailureText';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { useLinksQuery, useRevokeLinkMutation } from '../services/links';
import { Card } from './Card';
import { HeadCell } from './HeadCell';
import { LoadFailure } from './LoadFailure';
import { Section } from './Section';

const COLUMNS = 5;

interface ShareLinksProps {
  of: Export;
  onShare: () => void;
}

/** Who else may fetch the file, and how often it was. */
export function ShareLinks({ of: { documentId }, onShare }: ShareLinksProps) {
  const text = useText();
  const { data: links, error, refetch } = useLinksQuery(documentId, { refetchOnMountOrArgChange: true });
  if (error) return <LoadFailure error={error} onRetry={refetch} />;
  if (!links) return null;
  if (links.length === 0) {
    return (
      <Card
        title={text('keepsake.links.title')}
        subtitle={text('keepsake.links.none')}
        action={
          <Button variant="tertiary" startIcon={<LinkIcon />} onClick={onShare}>
            {text('keepsake.exports.share')}
          </Button>
        }
      />
    );
  }
  return (
    <Section title={text('keepsake.links.title')} subtitle={text('keepsake.links.explanation')}>
      <Table colCount={COLUMNS} rowCount={links.length + 1} aria-label={text('keepsake.links.title')}>
        <Thead>
          <Tr>
            <HeadCell minWidth="16rem">{text('keepsake.links.for')}</HeadCell>
            <HeadCell>{text('keepsake.column.state')}</HeadCell>
            <HeadCell>{text('keepsake.links.until')}</HeadCell>
            <HeadCell>{text('keepsake.links.downloads')}</HeadCell>
            <Th>
              <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {links.map((link) => (
            <LinkRow key={link.documentId} link={link} />
          ))}
        </Tbody>
      </Table>
    </Section>
  );
}

function LinkRow({ link, ...position }: { link: ShareLink; 'aria-rowindex'?: number }) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [revokeLink, { isLoading }] = useRevokeLinkMutation();
  const isOpen = link.state === 'open';

  const revoke = async () => {
    try {
      await revokeLink(link.documentId).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.links.revoked') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Tr {...position}>
      <Td>
        <Typography tag="p" textColor={link.label ? 'neutral800' : 'neutral500'} ellipsis>
          {link.label || text('keepsake.links.anybody')}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600">
          {link.author}
        </Typography>
      </Td>
      <Td>
        <Badge variant={isOpen ? 'success' : undefined}>{text(`keepsake.linkState.${link.state}`)}</Badge>
      </Td>
      <Td>
        <Typography style={{ whiteSpace: 'nowrap' }}>{dateTime(link.expiresAt)}</Typography>
        {link.oneUse && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {text('keepsake.links.once')}
          </Typography>
        )}
      </Td>
      <Td>
        <Typography>{text('keepsake.links.times', { count: link.downloads })}</Typography>
        {link.lastDownloadAt && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {dateTime(link.lastDownloadAt)}
          </Typography>
        )}
      </Td>
      <Td>
        <Flex justifyContent="flex-end">
          {isOpen && (
            <Button variant="danger-light" size="S" loading={isLoading} onClick={revoke}>
              {text('keepsake.links.revoke')}
            </Button>
          )}
        </Flex>
      </Td>
    </Tr>
  );
}
