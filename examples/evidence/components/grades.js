// A grade has one colour on every page.
export const GRADES = ['good', 'fair', 'poor', 'unknown'];
export const COLORS = {
	good: '#2a8c6e',
	fair: '#e8b33f',
	poor: '#c8374f',
	unknown: '#c5ced8'
};

const regions = new Intl.DisplayNames(['en'], { type: 'region' });

// The name of a country code; what is no code stays as it is.
export function country(code) {
	return /^[A-Z]{2}$/.test(code ?? '') ? regions.of(code) : (code ?? 'unknown');
}

export function number(value, digits = 0) {
	if (value === null || value === undefined || Number.isNaN(value)) return '–';
	return Number(value).toLocaleString('en', {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	});
}

// A time of day in UTC, from milliseconds since 1970.
export function clock(at, seconds = false) {
	return new Date(at).toISOString().slice(11, seconds ? 19 : 16);
}
