/*
 * fault_server.h
 *		Runs http_fault_server.py for a test, and requests to it.
 */
#ifndef RTK_FAULT_SERVER_H
#define RTK_FAULT_SERVER_H

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http.h"
#include "tap.h"

#ifndef FAULT_SERVER
#define FAULT_SERVER "test/unit/http_fault_server.py"	/* from the top */
#endif

#define TOKEN "secret-token"
#define MEGABYTE 1048576

typedef struct Server
{
	pid_t		pid;
	int			input;			/* closed to end it */
	char		url[64];		/* without a slash at the end */
} Server;

/* Start the server, with TLS when certificate and key are not NULL. */
static Server
start_server(const char *certificate, const char *key)
{
	Server		server = {0};
	int			in[2];
	int			out[2];
	int			number;
	FILE	   *port;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		exit(2);
	server.pid = fork();
	if (server.pid < 0)
		exit(2);
	if (server.pid == 0)
	{
		dup2(in[0], 0);
		dup2(out[1], 1);
		execlp("python3", "python3", FAULT_SERVER, certificate, key,
			   (char *) NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	server.input = in[1];
	port = fdopen(out[0], "r");
	if (port == NULL || fscanf(port, "%d", &number) != 1)
	{
		puts("Bail out! the server does not start");
		exit(2);
	}
	fclose(port);
	snprintf(server.url, sizeof(server.url), "http%s://127.0.0.1:%d",
			 certificate != NULL ? "s" : "", number);
	return server;
}

static void
stop_server(const Server *server)
{
	close(server->input);
	waitpid(server->pid, NULL, 0);
}

static RtkHttpOptions
default_options(void)
{
	RtkHttpOptions options = {0};

	options.token = TOKEN;
	options.connect_timeout = 5000;
	options.request_timeout = 10000;
	options.max_connections = 8;
	options.max_response_size = MEGABYTE;
	return options;
}

static RtkHttp *
new_pool(const RtkHttpOptions *options)
{
	RtkHttpOptions fallback = default_options();
	RtkFailure	failure;
	RtkHttp    *http;

	http = rtk_http_new(options != NULL ? options : &fallback, &failure);
	if (http == NULL)
	{
		printf("Bail out! %s\n", failure.summary);
		exit(2);
	}
	return http;
}

static RtkTransfer *
start(RtkHttp *http, const char *base, const char *path)
{
	char		url[512];
	RtkTransfer *transfer;

	snprintf(url, sizeof(url), "%s%s", base, path);
	transfer = rtk_http_get(http, url);
	if (transfer == NULL)
		exit(2);
	return transfer;
}

/* Move a transfer to its end, waiting as a host would. */
static const RtkReply *
finish(RtkHttp *http, RtkTransfer *transfer)
{
	struct pollfd wait = {rtk_http_fd(http), POLLIN, 0};

	for (;;)
	{
		rtk_http_step(http);
		if (rtk_transfer_reply(transfer)->result != RTK_TRANSFER_RUNNING)
			return rtk_transfer_reply(transfer);
		rtk_http_attend(http);
		if (poll(&wait, 1, -1) < 0)
			exit(2);
	}
}

#endif							/* RTK_FAULT_SERVER_H */
