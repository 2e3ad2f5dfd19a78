# Whatever a statement waits for, it ends at once when it is told to, and the
# error says so.  Times are far above what is needed and far below the waits.
use strict;
use warnings;

use IO::Socket::INET;
use RtkSession;
use RtkTest;
use Socket;
use Test::More;
use Time::HiRes qw(sleep time);

my $SETTLE = 0.3;       # seconds until a statement waits
my $AT_ONCE = 2;        # seconds that ending it may take
my $SLOW_NAME = 'slow.invalid';

# A wait of our own that statement_timeout would cut short is not begun.
my %TIMED_OUT = (
    backoff => qr/ERROR:  HV00M: .*HTTP 503/,
    pacing => qr/ERROR:  53400: .*the rate limit is reached/);

# A resolver that takes a minute for one name.
my $RESOLVER = <<'C';
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

typedef int (*resolver) (const char *, const char *, const struct addrinfo *,
						 struct addrinfo **);

int
getaddrinfo(const char *name, const char *service,
			const struct addrinfo *hints, struct addrinfo **result)
{
	if (name != NULL && strcmp(name, "slow.invalid") == 0)
	{
		sleep(60);
		return EAI_AGAIN;
	}
	return ((resolver) dlsym(RTLD_NEXT, "getaddrinfo"))
		(name, service, hints, result);
}
C

# The path of the resolver compiled, or undef where there is no compiler.
sub slow_resolver
{
    my $base = PostgreSQL::Test::Utils::tempdir() . '/resolver';

    open my $file, '>', "$base.c" or die "$base.c: $!";
    print $file $RESOLVER;
    close $file or die "$base.c: $!";
    return system('cc', '-D_GNU_SOURCE', '-shared', '-fPIC', '-o', "$base.so",
        "$base.c", '-ldl') == 0 ? "$base.so" : undef;
}

# A listener that never answers; what connects gets no further than TCP.
sub silent_listener
{
    my ($backlog) = @_;
    return IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', Listen => $backlog, Proto => 'tcp');
}

# Connections that fill a listener's queue, so that none is answered any more.
sub fill
{
    my ($port) = @_;
    return map {
        IO::Socket::INET->new(
            PeerAddr => '127.0.0.1', PeerPort => $port, Blocking => 0)
    } 1 .. 8;
}

my $rtk = RtkTest->new(
    conf => "rtk_fdw.allowed_hosts = '127.0.0.1, $SLOW_NAME'\n");
my $admin;
my $api = 'http://127.0.0.1:' . $rtk->port . '/client/v4';
my @states;     # schemas of tables that never come to an end

# A state to wait in: a server of its own with the tables of the API, and a
# fault that the mock strikes it with.
sub state_of
{
    my ($name, $url, $options, %fault) = @_;

    $options .= ', ' if $options ne '';
    $rtk->sql("CREATE SERVER $name FOREIGN DATA WRAPPER rtk_fdw OPTIONS
        (base_url '$url', account_id 'acc-demo', $options
            connect_timeout '1min', request_timeout '1min',
            retry_budget '10min');
        CREATE USER MAPPING FOR PUBLIC SERVER $name
        OPTIONS (api_token 'test-token');
        CREATE SCHEMA $name;
        IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER $name INTO $name");
    $rtk->fault(match => "/$name/", %fault) if %fault;
    push @states, $name;
    return;
}

my $resolver = slow_resolver();
my $mute = silent_listener(64);
my $full = silent_listener(1);
my @filling = fill($full->sockport);

state_of(dns => "https://$SLOW_NAME", '') if defined $resolver;
state_of(connecting => 'http://127.0.0.1:' . $full->sockport, '');
state_of(handshake => 'https://127.0.0.1:' . $mute->sockport, '');
state_of(headers => "$api/headers/x", '', fault => 'hang_headers');
state_of(body => "$api/body/x", '', fault => 'hang_body');
state_of(backoff => "$api/backoff/x", '', fault => 'status', status => 503,
    retry_after => '55');
state_of(pacing => "$api/pacing/x", "rate_limit '6'");

{
    local $ENV{LD_PRELOAD} = $resolver if defined $resolver;
    $rtk->node->restart;
}
$admin = RtkSession->new($rtk->node);

# What waits in a state.  Pacing lets six requests pass.
sub query
{
    my ($state) = @_;
    return "SELECT count(display_name) FROM $state.sessions_participants";
}

# Let a statement wait, do something to it, and time its end.
sub ends
{
    my ($session, $sql, $act, $done) = @_;
    my $start;

    $session->send($sql);
    sleep $SETTLE;
    $start = time;
    $act->();
    $done->();
    return time - $start;
}

# The time is reported, and compared with a bound that a busy machine holds.
sub is_at_once
{
    my ($seconds, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    note(sprintf '%s: %.3f s', $name, $seconds);
    cmp_ok($seconds, '<', $AT_ONCE, "$name at once");
    return;
}

# Wait until the backend is no more, within reason.
sub wait_until_gone
{
    my ($session) = @_;
    my $last = time + 20;

    sleep 0.005 until $session->is_gone || time > $last;
    return;
}

SKIP:
{
    skip 'no C compiler for a slow resolver', 1 unless defined $resolver;
    pass('a name that takes a minute to resolve is among the states');
}

foreach my $state (@states)
{
    my $session = RtkSession->new($rtk->node);
    my $pid = $session->pid;
    my $seconds;

    $session->send("SET statement_timeout = '300ms'; " . query($state));
    $seconds = $session->finish;
    like($session->messages, $TIMED_OUT{$state}
            // qr/ERROR:  57014: .*statement timeout/,
        "$state: statement_timeout");
    is_at_once($seconds - 0.3, "$state: statement_timeout");
    $session->sql('RESET statement_timeout');

    $seconds = ends($session, query($state),
        sub { $admin->sql("SELECT pg_cancel_backend($pid)") },
        sub { $session->finish });
    like($session->messages, qr/ERROR:  57014: .*user request/,
        "$state: cancel");
    is_at_once($seconds, "$state: cancel");
    is($session->answer('SELECT count(app_id) FROM apps'),
        2, "$state: the next query works");

    $seconds = ends($session, query($state),
        sub { $admin->sql("SELECT pg_terminate_backend($pid)") },
        sub { wait_until_gone($session) });
    like($session->error, qr/^57P01: /, "$state: terminate");
    is_at_once($seconds, "$state: terminate");
    $session->close;
}

# PL/pgSQL's WHEN OTHERS lets a cancel pass; a handler that asks for it gets
# it, and what the statement had begun is gone by then.
foreach my $state (@states)
{
    my $session = RtkSession->new($rtk->node);
    my $pid = $session->pid;
    my $query = query($state) =~ s/^SELECT/PERFORM/r;
    my $cancel = sub { $admin->sql("SELECT pg_cancel_backend($pid)") };
    my $finish = sub { $session->finish };

    ends($session, "DO \$\$ BEGIN $query;
        EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'caught'; END \$\$",
        $cancel, $finish);
    like($session->error, qr/^57014: /,
        "$state: cancel is not caught with the others");
    unlike($session->messages, qr/caught/, "$state: no handler ran");
    ends($session, "DO \$\$ BEGIN $query;
        EXCEPTION WHEN query_canceled THEN
            PERFORM set_config('test.apps', count(app_id)::text, false)
            FROM apps; END \$\$",
        $cancel, $finish);
    is($session->error, '', "$state: cancel is caught by its name");
    is($session->answer("SELECT current_setting('test.apps')"),
        2, "$state: the handler can query");
    $session->close;
}

# A client that goes away is noticed where PostgreSQL is told to look.
SKIP:
{
    my $session = RtkSession->new($rtk->node);
    my $start;

    skip 'the system cannot tell whether a client is there', 1
      if $session->error("SET client_connection_check_interval = '200ms'");
    $session->send(query('headers'));
    sleep $SETTLE;
    $start = time;
    $session->close;
    wait_until_gone($session);
    is_at_once(time - $start, 'client gone');
}

# Without its postmaster no backend stays.
{
    my @sessions = map { RtkSession->new($rtk->node) } @states;
    my $start;

    $sessions[$_]->send(query($states[$_])) foreach 0 .. $#states;
    sleep 2 * $SETTLE;
    is(scalar(grep { $_->is_gone } @sessions), 0, 'all states are waiting');
    $start = time;
    $rtk->node->kill9;
    foreach my $i (0 .. $#states)
    {
        wait_until_gone($sessions[$i]);
        is_at_once(time - $start, "$states[$i]: postmaster death");
    }
    $_->close foreach @sessions;
}

done_testing();
