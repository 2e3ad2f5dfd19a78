# Memory that runs out, in each library and at each of its calls: rows I7 and
# I9 of docs/reliability.md.  The statement ends in HV001 (PostgreSQL's own
# memory: 53200), or in the right answer where the library could do without; the
# session goes on, and what the call had begun is freed.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use RtkTls;
use Test::More;

my $EACH = 20;          # the first calls all, then ever fewer
my $GROWTH = 4096;      # kB
my $ONE = "app_id = 'app-1' AND session_id = 'sess-1'";

# Statements, each of which goes another way.
my %STATEMENT = (
    details => "SELECT count(callstats) || ' ' || count(display_name)
        FROM sessions_participants WHERE app_id = 'app-1'",
    keyed => "SELECT string_agg(participant_id, ',')
        FROM sessions_participants WHERE $ONE",
    paged => "SELECT string_agg(session_id, ',')
        FROM (SELECT session_id FROM sessions WHERE app_id = 'app-1'
              OFFSET 1 LIMIT 5) s",
    joined => "SELECT count(*) || ' ' || count(participant_id)
        FROM sessions s LEFT JOIN sessions_participants p
            USING (app_id, session_id)
        WHERE app_id = 'app-1'",
    repeated => "SELECT string_agg((SELECT count(*)::text
            FROM sessions_participants p WHERE p.session_id = k), ',')
        FROM unnest(ARRAY['sess-1', 'sess-2', 'sess-1']) k",
    appended => "SELECT string_agg(id, ',' ORDER BY id) FROM
        (SELECT app_id AS id FROM apps
         UNION ALL SELECT participant_id FROM sessions_participants
             WHERE $ONE) a",
    counted => "SELECT count(*) FROM meetings WHERE app_id = 'app-1'",
    sorted => "SELECT string_agg(session_id, ',') FROM (SELECT session_id
        FROM sessions WHERE app_id = 'app-2'
        ORDER BY created_at DESC LIMIT 2) s",
    converted => "SELECT string_agg(concat(name, enabled, events, created_at),
            ',')
        FROM webhooks WHERE app_id = 'app-1'",
    redacted => "SELECT string_agg(data::text, ',') FROM livestreams
        WHERE app_id = 'app-1'",
    missing => "SELECT count(display_name) FROM sessions_participants
        WHERE app_id = 'app-1' AND session_id IN ('sess-1', 'none')",
    refused => "SELECT count(name) FROM presets WHERE app_id = 'app-2'",
    cached => "SELECT string_agg(participant_id, ',')
        FROM cached.sessions_participants WHERE app_id = 'app-1'",
    told => "SET client_min_messages = debug2;
        SELECT count(app_id) FROM apps; RESET client_min_messages",
    explained => "DO \$\$ DECLARE line text; BEGIN
        FOR line IN EXPLAIN (ANALYZE, VERBOSE) SELECT s.status
            FROM sessions s JOIN sessions_participants p
                USING (app_id, session_id)
            WHERE app_id = 'app-1'
        LOOP
        END LOOP; END \$\$",
    analyzed => 'ANALYZE meetings',
    pinged => "SELECT ok FROM rtk_ping('realtime')",
    unknown => "SELECT count(app_id) FROM unknown.apps",
    secure => "SELECT count(app_id) FROM secure.apps");

# Other servers than "realtime" that statements use, by the name of both.
my %SERVER = map { $_ => $_ } qw(cached unknown secure);

# malloc and its like, which fail once: in the n-th call from one library, as
# the plan says that is shared with the test.
my $ALLOCATOR = <<'C';
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef struct Plan
{
	int			pid;			/* whose calls count */
	int			left;			/* calls until one fails, 0: none does */
	char		library[56];	/* part of its file's name */
} Plan;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern int	getpid(void);

static Plan *plan;

static void __attribute__((constructor))
begin(void)
{
	int			fd = open(getenv("RTK_MEMORY_PLAN"), O_RDWR);
	void	   *mapped = mmap(NULL, sizeof(Plan), PROT_READ | PROT_WRITE,
							  MAP_SHARED, fd, 0);

	if (mapped != MAP_FAILED)
		plan = mapped;
}

static int
fails(void *caller)
{
	Dl_info		info;

	if (plan == NULL || plan->left == 0 || plan->pid != getpid() ||
		dladdr(caller, &info) == 0 || info.dli_fname == NULL ||
		strstr(info.dli_fname, plan->library) == NULL)
		return 0;
	return --plan->left == 0;
}

#define FAILS() fails(__builtin_return_address(0))

void *
malloc(size_t size)
{
	return FAILS() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return FAILS() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *old, size_t size)
{
	return FAILS() ? NULL : __libc_realloc(old, size);
}

char *
strdup(const char *text)
{
	size_t		size = strlen(text) + 1;
	char	   *copy = FAILS() ? NULL : __libc_malloc(size);

	return copy != NULL ? memcpy(copy, text, size) : NULL;
}
C

my $base = PostgreSQL::Test::Utils::tempdir() . '/allocator';

# The plan's file, as the allocator maps it.
sub plan_file
{
    my ($pid, $left, $library) = @_;

    open my $file, '+<', "$base.plan" or die "$base.plan: $!";
    print { $file } pack 'llZ56', $pid, $left, $library;
    close $file or die "$base.plan: $!";
    return;
}

# How many of the calls have not been made.
sub calls_left
{
    open my $file, '<', "$base.plan" or die "$base.plan: $!";
    read $file, my $plan, 8;
    return (unpack 'll', $plan)[1];
}

PostgreSQL::Test::Utils::append_to_file("$base.c", $ALLOCATOR);
PostgreSQL::Test::Utils::append_to_file("$base.plan", "\0" x 64);
plan skip_all => 'I7, I9 no C compiler for an allocator that fails'
  if system('cc', '-D_GNU_SOURCE', '-shared', '-fPIC', '-o', "$base.so",
    "$base.c", '-ldl') != 0;

# The compiler of expressions would take more memory than is looked for.
my $rtk = RtkTest->new(server => { max_retries => 0 }, conf => "jit = off
    rtk_fdw.allowed_hosts = '127.0.0.1, nonexistent.invalid'\n");
my $certificate = RtkTls::certificate();
{
    local $ENV{LD_PRELOAD} = "$base.so";
    local $ENV{RTK_MEMORY_PLAN} = "$base.plan";
    $rtk->node->restart;
}
my $session = RtkSession->new($rtk->node);

# The same tables on another server.
sub serve
{
    my ($server, $url, $option) = @_;

    $session->sql("CREATE SERVER $server FOREIGN DATA WRAPPER rtk_fdw OPTIONS
        (base_url '$url/client/v4', account_id 'acc-demo', rate_limit '0',
            max_retries '0', $option);
        CREATE USER MAPPING FOR PUBLIC SERVER $server
        OPTIONS (api_token 'test-token');
        CREATE SCHEMA $server;
        IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER $server INTO $server");
    return;
}

# Run a statement on fresh connections with the n-th call failing; returns
# SQLSTATE or rows, or nothing where there were fewer calls.
sub run_with_failure
{
    my ($library, $n, $name) = @_;
    my $server = $SERVER{$name} // 'realtime';
    my ($answer, $left);

    $session->sql("ALTER SERVER $server OPTIONS (SET max_retries '0')");
    plan_file($session->pid, $n, $library);
    $answer = $session->answer($STATEMENT{$name});
    $left = calls_left();
    plan_file(0, 0, '');
    return $left > 0 ? undef : $answer =~ s/:.*//sr;
}

# Fail the calls of a library, of the first ones each, until a statement needs
# no so many.
sub fail_calls
{
    my ($library, $error, $name) = @_;
    my $expected = $session->answer($STATEMENT{$name}) =~ s/:.*//sr;
    my ($n, $failed, %ended, @wrong, $memory) = (1, 0);

    while (defined(my $answer = run_with_failure($library, $n, $name)))
    {
        $ended{ $answer eq $expected ? 'the answer' : $answer }++;
        push @wrong, "call $n: $answer"
          unless $answer eq $expected || $answer =~ $error;
        $answer = $session->answer($STATEMENT{$name}) =~ s/:.*//sr;
        push @wrong, "after call $n: $answer" if $answer ne $expected;
        $memory //= $session->status('VmRSS');
        $n += 1 + int($n / $EACH);
    }
    is_deeply(\@wrong, [],
        "I9 $library, $name: out of memory, or the right answer");
    cmp_ok(scalar(grep { $_ ne 'the answer' } keys %ended),
        '>', 0, "I9 $library, $name: out of memory was seen");
    cmp_ok($session->status('VmRSS') - $memory,
        '<', $GROWTH, "I7 $library, $name: nothing is left behind");
    note("figures: $library, $name: up to call $n: " . join ', ',
        map { "$ended{$_} x $_" } sort keys %ended);
    return;
}

serve('cached', 'http://127.0.0.1:' . $rtk->port, "cache_ttl '1h'");
serve('unknown', 'https://nonexistent.invalid', "max_concurrency '1'");

# The ids of these sessions have escapes, which json-c decodes.
$rtk->fault(match => 'app-1/sessions\\?', fault => 'raw',
    body => '{"success":true,"data":{"sessions":[{"id":"sess\u002d1",'
      . '"status":"ENDED"},{"id":"sess\u002d2","status":"ENDED"}]},'
      . '"paging":{"total_count":2}}');
$rtk->fault(match => 'app-2/presets', fault => 'status', status => 400);
is($session->answer($STATEMENT{details}), '8 8', 'I9 memory enough');

# rtk_ping() gives no error but a row that says what is wrong.
foreach my $name (sort grep { $_ ne 'secure' } keys %STATEMENT)
{
    fail_calls('rtk_fdw.so', $name eq 'pinged' ? qr/^(?:HV001|f)$/ : qr/^HV001$/,
        $name);
}
fail_calls('json-c', qr/^HV001$/, 'details');

# Without memory for its thread, libcurl says that a host has no address.
fail_calls('libcurl', qr/^HV00[1N]$/, $_) foreach qw(details unknown);

# The server's own allocations, by the title of its process.
fail_calls('postgres: ', qr/^53200$/, $_) foreach qw(details joined appended);

SKIP:
{
    my @libraries = qw(libcurl libssl libcrypto);

    skip 'I9 no openssl to make a certificate with', 3 * @libraries
      unless defined $certificate;
    serve('secure', 'https://127.0.0.1:'
          . RtkTest->another_mock('--tls', "$certificate.crt",
            "$certificate.key"), "ca_file '$certificate.crt'");
    fail_calls($_, qr/^HV00[1MN]$/, 'secure') foreach @libraries;
}
is($session->answer('SELECT pg_backend_pid()'), $session->pid,
    'all of this in one session');
$session->close;
done_testing();
