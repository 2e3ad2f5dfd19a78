// There may be thousands of sessions: their pages are made in the browser,
// when they are opened, and not when the site is built.
export const prerender = false;
export const ssr = false;
