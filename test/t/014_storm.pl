# The rate limit is reached by many backends at once: row H13 of
# docs/reliability.md.  None makes it worse: each asks once more and not before
# it may.  (That they do not all come back together is in test_wait.c.)
use strict;
use warnings;

use IPC::Run;
use JSON::PP;
use RtkTest;
use Test::More;

my $BACKENDS = 20;

my $rtk = RtkTest->new;
my $script = PostgreSQL::Test::Utils::tempdir() . '/script.sql';

# A wrong answer is a division by zero.
PostgreSQL::Test::Utils::append_to_file($script,
    "SELECT 1 / (count(display_name) = 5)::integer
        FROM sessions_participants
        WHERE app_id = 'app-1' AND session_id = 'sess-1';\n");

# All backends at once, and as many refusals; returns the seconds between each
# refused request and the one that repeats it.
sub storm
{
    my ($name, %fault) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my ($out, $requests, %refused, @waits) = '';

    $rtk->reset;
    $rtk->fault(fault => 'status', status => 429, times => $BACKENDS, %fault);
    ok(
        IPC::Run::run(
            [
                'pgbench', '-n', '-c', $BACKENDS, '-j', 2, '-t', 1,
                '-f', $script, '-d', $rtk->node->connstr('postgres')
            ],
            '<', \undef, '>', \$out, '2>&1'),
        "H13 $name: right answers")
      or diag($out);
    $requests = decode_json($rtk->control('requests'));
    is(scalar(@$requests), 2 * $BACKENDS,
        "H13 $name: each refusal is asked again once");
    foreach my $request (@$requests)
    {
        my ($backend, $start) = @$request{qw(connection start)};

        push @waits, $start - $refused{$backend} if $refused{$backend};
        $refused{$backend} = $request->{status} == 429 ? $start : 0;
    }
    is(scalar(@waits), $BACKENDS, "H13 $name: by the same backend");
    return @waits;
}

is_deeply([ grep { $_ < 1 } storm('Retry-After', retry_after => 1) ],
    [], 'H13 Retry-After: no one was early');
storm('no Retry-After');
done_testing();
