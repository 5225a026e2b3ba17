/** One kind of the plugin's own rows that manifests carry, so that a recovery from the storage alone brings them back. */
export interface SettingsPart {
  /** Key in a manifest's settings. */
  name: string;
  /** What a manifest keeps of a project; never a secret, and no row id: those are another database's. */
  collect(project: string): Promise<object[]>;
  /**
   * Makes the rows again, and returns how many. What cannot be read is left out: an older or newer plugin may have written
   * it. Where this database has rows of its kind, nothing is changed.
   */
  restore(items: unknown[]): Promise<number>;
}
