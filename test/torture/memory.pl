# Memory that runs out, in each library and at each of its calls: rows I7 and
# I9 of docs/reliability.md.  The statement ends in HV001, or in the right
# answer where the library could do without; the session goes on, and what the
# call had begun is freed.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $QUERY = "SELECT count(callstats) || ' ' || count(display_name)
    FROM sessions_participants
    WHERE app_id = 'app-1'";

# Statements that go other ways through rtk_fdw itself.
my %OTHER = (
    keyed => "SELECT string_agg(participant_id, ',')
        FROM sessions_participants
        WHERE app_id = 'app-1' AND session_id = 'sess-1'",
    paged => "SELECT string_agg(session_id, ',')
        FROM (SELECT session_id FROM sessions WHERE app_id = 'app-1'
              OFFSET 1 LIMIT 5) s",
    joined => "SELECT count(*) || ' ' || count(participant_id)
        FROM sessions s LEFT JOIN sessions_participants p
            USING (app_id, session_id)
        WHERE app_id = 'app-1'",
    repeated => "SELECT string_agg((SELECT count(*)::text
            FROM sessions_participants p WHERE p.session_id = k), ',')
        FROM unnest(ARRAY['sess-1', 'sess-2', 'sess-1']) k");
my $ANSWER = '8 8';
my $EACH = 20;          # the first calls all, then ever fewer
my $GROWTH = 4096;      # kB

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
plan skip_all => 'no C compiler for an allocator that fails'
  if system('cc', '-D_GNU_SOURCE', '-shared', '-fPIC', '-o', "$base.so",
    "$base.c", '-ldl') != 0;

# The compiler of expressions would take more memory than is looked for.
my $rtk = RtkTest->new(server => { max_retries => 0 }, conf => 'jit = off');
{
    local $ENV{LD_PRELOAD} = "$base.so";
    local $ENV{RTK_MEMORY_PLAN} = "$base.plan";
    $rtk->node->restart;
}
my $session = RtkSession->new($rtk->node);

# The ids of these sessions have escapes, which json-c decodes.
$rtk->fault(match => '/sessions\\?', fault => 'raw',
    body => '{"success":true,"data":{"sessions":[{"id":"sess\u002d1"},'
      . '{"id":"sess\u002d2"}]},"paging":{"total_count":2}}');

is($session->answer($QUERY), $ANSWER, 'I9 memory enough');

# Run a query on fresh connections with the n-th call failing; returns
# SQLSTATE or rows, or nothing where there were fewer calls.
sub run_with_failure
{
    my ($library, $n, $query) = @_;
    my ($answer, $left);

    $session->sql("ALTER SERVER realtime OPTIONS (SET max_retries '0')");
    plan_file($session->pid, $n, $library);
    $answer = $session->answer($query);
    $left = calls_left();
    plan_file(0, 0, '');
    return $left > 0 ? undef : $answer =~ s/:.*//sr;
}

# Fail each call of a library until the query needs no so many.
foreach my $case (
    [ 'rtk_fdw.so', qr/^HV001$/ ],
    [ 'json-c', qr/^HV001$/ ],
    # Without memory for its thread, libcurl says that a host has no address.
    [ 'libcurl', qr/^HV00[1N]$/ ])
{
    my ($library, $error) = @$case;
    my (%ended, @wrong, $memory);
    my $n = 1;

    while (defined(my $answer = run_with_failure($library, $n, $QUERY)))
    {
        $ended{$answer}++;
        push @wrong, "call $n: $answer"
          unless $answer eq $ANSWER || $answer =~ $error;
        $answer = $session->answer($QUERY);
        push @wrong, "after call $n: $answer" if $answer ne $ANSWER;
        $memory //= $session->status('VmRSS');
        $n += 1 + int($n / $EACH);
    }
    is_deeply(\@wrong, [], "I9 $library: HV001 or the right answer");
    cmp_ok($ended{HV001} // 0, '>', 0, "I9 $library: HV001 was seen");
    cmp_ok($session->status('VmRSS') - $memory, '<', $GROWTH,
        "I7 $library: nothing is left behind");
    note("figures: $library: up to call $n: " . join ', ',
        map { "$ended{$_} x " . ($_ eq $ANSWER ? 'the answer' : $_) }
          sort keys %ended);
}

# Fail each call of rtk_fdw in the other statements.
foreach my $name (sort keys %OTHER)
{
    my $expected = $session->answer($OTHER{$name});
    my ($n, $failed, @wrong) = (0, 0);

    while (defined(
        my $answer = run_with_failure('rtk_fdw.so', ++$n, $OTHER{$name})))
    {
        $failed += $answer eq 'HV001';
        push @wrong, "call $n: $answer"
          unless $answer eq $expected || $answer eq 'HV001';
    }
    is_deeply(\@wrong, [], "I9 $name: HV001 or the right answer");
    cmp_ok($failed, '>', 5, "I9 $name: HV001 was seen");
    is($session->answer($OTHER{$name}), $expected,
        "I9 $name: the session goes on");
}
is($session->answer('SELECT pg_backend_pid()'), $session->pid,
    'all of this in one session');
$session->close;
done_testing();
