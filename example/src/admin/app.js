/** The panel in English, or in German: each user's choice, on the profile page. */
export default { config: { locales: ['de'] } };
