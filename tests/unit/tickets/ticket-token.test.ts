import {
  issueToken,
  LINK_PURPOSE,
  purposeKey,
  readToken,
  TICKET_PURPOSE,
} from '../../../server/src/services/tickets/ticket-token';

const key = purposeKey('an app key', TICKET_PURPOSE);

describe('the token of a ticket', () => {
  it('gives back its id to who has the key', () => {
    const { token, id } = issueToken(key);
    expect(token).toMatch(/^[\w-]{64}$/);
    expect(readToken(key, token)).toBe(id);
  });

  it('opens with no other key, not even the app key that it comes from', () => {
    const { token } = issueToken(key);
    expect(readToken(purposeKey('another app key', TICKET_PURPOSE), token)).toBeNull();
    expect(readToken(purposeKey('an app key', LINK_PURPOSE), token)).toBeNull();
    expect(readToken(Buffer.from('an app key'), token)).toBeNull();
  });

  it('cannot be made out of its id', () => {
    const { id } = issueToken(key);
    const guessed = Buffer.concat([Buffer.from(id, 'base64url'), Buffer.alloc(32)]).toString('base64url');
    expect(readToken(key, guessed)).toBeNull();
  });

  it('is nothing with one character changed, cut or added', () => {
    const { token } = issueToken(key);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(readToken(key, token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    }
    for (const odd of ['', token.slice(1), `${token}A`, token.replace(/^./, '/'), 'nosuchid'])
      expect(readToken(key, odd)).toBeNull();
  });
});
