# What scans leave behind in a backend that lives on: nothing, however they end.
# Rows I5, I6 and I11 of docs/reliability.md.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $KEPT = 8;               # connections that a pool may keep
my $GROWTH = 1024;          # kB of memory that may be noise
my $QUERY = "SELECT count(display_name) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-big'";
my $FAILING = "$QUERY AND search = 'fail'";
my $ROWS = $QUERY =~ s/count\((.*?)\)/$1/r;
my $HANGING = "$QUERY AND search = 'hang'";

my $rtk = RtkTest->new(server => { max_retries => 0 });
my $session = RtkSession->new($rtk->node);

# A loop whose every turn runs in a subtransaction of its own and must end in
# the named way: "none" or the name of a condition.
sub turns
{
    my ($n, $statement, $end) = @_;
    my $good = $end eq 'none' ? 'good := good + 1;' : '';
    my $handler = $end eq 'none' ? ''
      : "EXCEPTION WHEN $end THEN good := good + 1;";

    $session->sql("DO \$\$ DECLARE good integer := 0; BEGIN
        FOR i IN 1 .. $n LOOP
            BEGIN $statement; $good $handler END;
        END LOOP;
        PERFORM set_config('test.good', good::text, false); END \$\$");
    return $session->sql("SELECT current_setting('test.good')");
}

# Run something a few times to warm up, then often, and compare what the
# backend holds.
sub stays
{
    my ($name, $n, $run) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;
    my ($descriptors, $threads, $memory, $growth);

    $run->(10);
    $descriptors = $session->connections;
    $threads = $session->status('Threads');
    $memory = $session->status('VmRSS');
    is($run->($n), $n, "$name: $n times");
    cmp_ok($session->connections, '<=', $descriptors + $KEPT,
        "$name: open descriptors");
    is($session->status('Threads'), $threads, "$name: threads");
    $growth = $session->status('VmRSS') - $memory;
    note("$name: $growth kB more after $n times");
    cmp_ok($growth, '<', $GROWTH, "$name: memory");
    return;
}

# As often as it is cancelled, one after the other.
sub cancel
{
    my ($n, $statement) = @_;
    my $cancelled = 0;

    $session->sql("SET statement_timeout = '20ms'");
    foreach (1 .. $n)
    {
        $cancelled++ if $session->error($statement) =~ /^57014: /;
    }
    $session->sql('RESET statement_timeout');
    return $cancelled;
}

# PERFORM instead of SELECT, for PL/pgSQL.
sub perform { return $_[0] =~ s/^SELECT/PERFORM/r; }

# One page of 200 kB or so, so that to lose one in ten of them shows.
$rtk->config(list_size => 200);
$rtk->fault(match => 'search=fail', fault => 'shortclose');
$rtk->fault(match => 'search=hang', fault => 'hang_body');

stays('I11 scans', 200, sub { turns($_[0], perform($QUERY), 'none') });
stays('I5 failed scans', 200,
    sub { turns($_[0], perform($FAILING), 'fdw_unable_to_create_reply') });
stays('I1, I5 cancelled scans', 100, sub { cancel($_[0], $HANGING) });
stays('I6 scans left early', 100,
    sub { turns($_[0], 'PERFORM * FROM sessions_participants LIMIT 1', 'none') }
);
stays('I5, I6 cursors left open', 100,
    sub {
        turns($_[0],
            'DECLARE c CURSOR FOR SELECT participant_id
                FROM sessions_participants;
            BEGIN OPEN c; MOVE c; RAISE division_by_zero; END',
            'division_by_zero');
    });
stays('scans side by side', 100,
    sub { turns($_[0], perform("$ROWS UNION ALL $ROWS"), 'none') });
stays('I5 failed scans side by side', 100,
    sub {
        turns($_[0], perform("$ROWS UNION ALL $ROWS AND search = 'fail'"),
            'fdw_unable_to_create_reply');
    });
stays('I1, I5 cancelled scans side by side', 100,
    sub { cancel($_[0], "$QUERY UNION ALL $HANGING UNION ALL $HANGING") });
stays('I6 scans side by side left early', 100,
    sub {
        turns($_[0],
            "PERFORM * FROM ($ROWS UNION ALL $ROWS) AS twice
                WHERE display_name >= '' LIMIT 1",
            'none');
    });
stays('I13 new connections', 50,
    sub {
        turns($_[0],
            "ALTER SERVER realtime OPTIONS (SET max_retries '0'); "
              . perform($QUERY),
            'none');
    });

# A failed part of a transaction takes nothing from the scan around it.
$session->sql('BEGIN;
    DECLARE c CURSOR FOR SELECT participant_id FROM sessions_participants;
    FETCH 1 FROM c; SAVEPOINT s');
like($session->error($FAILING), qr/^HV00M: /, 'I5 a savepoint fails');
$session->sql('ROLLBACK TO s');
is(scalar(split /\n/, $session->sql('FETCH ALL FROM c')),
    11, 'I5 the cursor opened before goes on');
$session->sql('COMMIT');

is($session->answer($QUERY), 200, 'all of this in one session');
$session->close;
done_testing();
