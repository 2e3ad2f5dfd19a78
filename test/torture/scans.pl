# Many scans in one backend leave nothing behind: row I11 of
# docs/reliability.md.  SCANS is their number, 100,000 unless set.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;
use Time::HiRes qw(time);

my $SCANS = $ENV{SCANS} || 100_000;
my $WARM = 1_000;           # scans until all caches are filled
my $RESCANS = $SCANS / 10;  # of one scan
my $GROWTH = 1024;          # kB
my $KEPT = 8;               # connections that a pool may keep

my $rtk = RtkTest->new(
    server => { max_requests => 0 }, conf => 'log_min_messages = warning');
my $session = RtkSession->new($rtk->node);

# So many scans, of another session each time, one statement each; returns how
# many rows they gave in all.
sub scan
{
    my ($n) = @_;
    my $rows = 0;

    $session->sql('CREATE PROCEDURE pg_temp.scan(n integer) LANGUAGE plpgsql
        AS $$ DECLARE found integer; total integer := 0; BEGIN
            FOR i IN 1 .. n LOOP
                SELECT count(display_name) INTO found
                FROM sessions_participants WHERE app_id = \'app-1\'
                    AND session_id = \'sess-\' || 1 + i % 3;
                total := total + found;
            END LOOP;
            PERFORM set_config(\'test.rows\', total::text, false);
        END $$') if $session->error('SELECT \'pg_temp.scan\'::regproc');
    while ($n > 0)
    {
        my $part = $n < 300 ? $n : 300;     # whole rounds of three

        $session->sql("CALL pg_temp.scan($part)");
        $rows += $session->sql("SELECT current_setting('test.rows')");
        $rtk->control('reset', only => 'log');
        $n -= $part;
    }
    return $rows;
}

# The rows of sess-1, sess-2 and sess-3, in turn.
sub expected
{
    my ($n) = @_;
    my $rest = $n % 3;

    return int($n / 3) * 10 + ($rest > 0 ? 3 : 0) + ($rest > 1 ? 2 : 0);
}

# One statement that scans so many lists, one after the other: those of three
# sessions in turn, which are remembered, and of sessions that are not there.
sub rescan
{
    my ($n) = @_;
    my $rows = $session->sql("SELECT count(p.participant_id)
        FROM generate_series(0, $n - 1) i, LATERAL (
            SELECT participant_id FROM sessions_participants
            WHERE app_id = 'app-1' AND session_id =
                CASE WHEN i % 2 = 0 THEN 'sess-' || 1 + (1 + i / 2) % 3
                    ELSE 'none-' || i END
            OFFSET 0) p");

    $rtk->control('reset', only => 'log');
    return $rows;
}

my ($memory, $threads, $connections, $start, $grown);

scan($WARM);
$memory = $session->status('VmRSS');
$threads = $session->status('Threads');
$connections = $session->connections;
$start = time;
is(scan($SCANS), expected($SCANS), "I11 $SCANS scans: rows");
$grown = $session->status('VmRSS') - $memory;
note(sprintf 'figures: %d scans in %.0f s: %d kB more',
    $SCANS, time - $start, $grown);
cmp_ok($grown, '<', $GROWTH, "I11 $SCANS scans: memory");
is($session->status('Threads'), $threads, "I11 $SCANS scans: threads");
cmp_ok($session->connections, '<=', $connections + $KEPT,
    "I11 $SCANS scans: open descriptors");

rescan($WARM);
$memory = $session->status('VmRSS');
$start = time;
is(rescan($RESCANS), expected($RESCANS / 2), "I11 $RESCANS rescans: rows");
$grown = $session->status('VmRSS') - $memory;
note(sprintf 'figures: %d rescans in %.0f s: %d kB more',
    $RESCANS, time - $start, $grown);
cmp_ok($grown, '<', $GROWTH, "I11 $RESCANS rescans: memory");
cmp_ok($session->connections, '<=', $connections + $KEPT,
    "I11 $RESCANS rescans: open descriptors");
$session->close;
done_testing();
