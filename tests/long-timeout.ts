// A boot of Strapi, or a page of its admin panel, takes seconds. Set here because Jest ignores
// `testTimeout` in the configuration of a project.
jest.setTimeout(180_000);
