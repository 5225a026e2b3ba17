/** Fields of Strapi's own types that open something, whatever their type says. */
const SECRET_FIELDS: Record<string, string[]> = {
  'plugin::users-permissions.user': ['password', 'resetPasswordToken', 'confirmationToken'],
};

/** Passwords and tokens: shown to nobody, and set from no file. `type` is the attribute's own, where it is known. */
export function isSecretField(uid: string, attribute: string, type: string | undefined): boolean {
  return type === 'password' || SECRET_FIELDS[uid]?.includes(attribute) === true;
}
