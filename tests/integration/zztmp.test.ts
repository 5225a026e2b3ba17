import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
it.each([postgres, mariadb])('$name', async (kind) => {
  expect(kind.whySkip()).toBeNull();
  const t = Date.now();
  const server = await kind.start();
  console.log(kind.name, Date.now() - t, await server.createDatabase());
  await server.stop();
  console.log(Date.now() - t);
});
