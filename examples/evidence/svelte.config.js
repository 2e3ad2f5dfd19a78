import adapter from '@sveltejs/adapter-static';

// 404.html is what a web server sends for a page that no file has: that of a
// session, which the browser then makes.
export default {
	kit: {
		adapter: adapter({ pages: './build', fallback: '404.html', strict: false })
	}
};
