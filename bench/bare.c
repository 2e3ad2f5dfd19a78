/*
 * bare.c
 *		As little of a client as libcurl allows: bare URL COUNT
 *
 * URL is a format for printf with one %d, the number of the request from 1 on.
 * The replies are thrown away.  Prints the CPU and wall seconds of all, and the
 * median milliseconds of one.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static size_t
discard(char *bytes, size_t size, size_t count, void *unused)
{
	(void) bytes;
	(void) unused;
	return size * count;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static double
cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int
compare(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

static double
request(CURL *easy, const char *format, int number)
{
	char		url[1024];
	double		start = now();
	CURLcode	code;

	snprintf(url, sizeof(url), format, number);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	code = curl_easy_perform(easy);
	if (code != CURLE_OK)
	{
		fprintf(stderr, "bare: %s: %s\n", url, curl_easy_strerror(code));
		exit(1);
	}
	return now() - start;
}

int
main(int argc, char **argv)
{
	int			count = argc > 2 ? atoi(argv[2]) : 0;
	double	   *taken = calloc(count + 1, sizeof(double));
	double		start = now();
	CURL	   *easy;

	if (count < 1 || taken == NULL || (easy = curl_easy_init()) == NULL)
	{
		fprintf(stderr, "usage: bare URL COUNT\n");
		return 1;
	}
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
	curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
	for (int i = 0; i < count; i++)
		taken[i] = request(easy, argv[1], i + 1);
	qsort(taken, count, sizeof(double), compare);
	printf("%f|%f|%f\n", cpu(), now() - start, taken[count / 2] * 1000);
	curl_easy_cleanup(easy);
	free(taken);
	return 0;
}
