# 64 backends at once on an API that fails in one request of twenty, for
# SOAK_SECONDS (60 unless set): row I12 of docs/reliability.md.  No crash, no
# wrong row, no SQLSTATE that the manual does not name, no growth, and no more
# requests than the rate limit allows.
use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;
use RtkSession;
use RtkTest;
use Test::More;
use Time::HiRes qw(sleep time);

my $SECONDS = $ENV{SOAK_SECONDS} || 60;
my $CHECKED = 48;       # backends that compare what they read with the truth
my $CANCELLED = 14;     # backends whose statements are cancelled, or fail
my $PACED = 2;          # backends that are held to a rate limit
my $RATE = 120;         # requests in five minutes
my $GROWTH = 4096;      # kB that a backend may hold more, for reasons of malloc
my $DESCRIPTORS = 16;   # that it may: connections that were just not there

# One request in twenty is struck by one of these.
my @FAULTS = (
    [ fault => 'status', status => 500 ],
    [ fault => 'status', status => 503, retry_after => 0 ],
    [ fault => 'status', status => 429 ],
    [ fault => 'status', status => 520, envelope => 'html' ],
    [ fault => 'redirect', to => 'https://example.com' ],
    (map { [ fault => $_ ] } qw(reset short chunktrunc shortclose stale nojson
        html empty200 success_false nul invalid_utf8 deep garbage http09
        hang_headers hang_body)));

# What is asked, and what the answer is.
my $ONE = "app_id = 'app-1' AND session_id = 'sess-1'";
my @QUERIES = (
    [ "SELECT count(display_name) FROM sessions_participants WHERE $ONE", 5 ],
    [
        'SELECT count(display_name) || \' \' || sum(duration)
            FROM sessions_participants', '12 340'
    ],
    [
        'SELECT count(p.display_name) || \' \' || count(DISTINCT s.session_id)
            FROM sessions s JOIN sessions_participants p
                USING (app_id, session_id)', '12 4'
    ],
    [
        "SELECT string_agg(p.display_name, ', ' ORDER BY participant_id)
            FROM generate_series(1, 2) i, LATERAL (SELECT *
                FROM sessions_participants WHERE app_id = 'app-1'
                    AND session_id = 'sess-' || i
                    AND display_name LIKE 'A%') p",
        'Asha Rao, Asha Rao, Ann "Q" O\'Neil'
    ],
    [ "SELECT count(callstats) FROM sessions_participants WHERE $ONE", 5 ],
    [
        "SELECT count(*) || ' ' || count(DISTINCT participant_id)
            FROM sessions_participants
            WHERE app_id = 'app-1' AND session_id = 'sess-big'", '300 300'
    ],
    [
        'SELECT count(*) FROM (SELECT participant_id
            FROM sessions_participants LIMIT 3) p', 3
    ],
    [
        "SELECT count(display_name) FROM sessions_participants
            WHERE $ONE AND search = 'fail'", 'HV00L'
    ]);

# What docs/errors.md says of the faults above; with a fault that comes again
# and again, a statement may run into any of them.
my @STATES = qw(HV00N HV00M HV00L 53400 54001 22021 22P05);

my $rtk = RtkTest->new(
    server => {
        per_page => 100, request_timeout => '2s', max_requests => 0
    },
    conf => "log_min_messages = warning\nmax_connections = 100\nrtk_fdw.allowed_hosts = '127.0.0.1'\n");
my $quiet = bless { port => RtkTest->another_mock }, 'RtkTest';
my $admin = RtkSession->new($rtk->node);
my $started = $admin->sql('SELECT pg_postmaster_start_time()');
my @running;            # programs
my @answers;            # files of what they print

# A function that runs one of the queries: a wrong answer is RT001, an error
# that there should not be RT002.
sub create_check
{
    my $states = join ', ', map { "'$_'" } @STATES;

    $admin->sql("CREATE TABLE query (n integer, text text, answer text);
        CREATE SEQUENCE answered; CREATE SEQUENCE failed;
        CREATE FUNCTION checked(which integer) RETURNS void
        LANGUAGE plpgsql AS \$\$
        DECLARE
            q query; found text;
        BEGIN
            SELECT * INTO q FROM query WHERE n = which;
            BEGIN
                EXECUTE q.text INTO found;
                PERFORM nextval('answered');
            EXCEPTION WHEN OTHERS THEN
                PERFORM nextval('failed');
                found := SQLSTATE;
                IF found IN ($states) THEN RETURN; END IF;
                RAISE EXCEPTION '% in %', found, q.text
                    USING ERRCODE = 'RT002';
            END;
            IF found IS DISTINCT FROM q.answer THEN
                RAISE EXCEPTION '% in %', found, q.text
                    USING ERRCODE = 'RT001';
            END IF;
        END \$\$");
    foreach my $n (0 .. $#QUERIES)
    {
        my ($text, $answer) = @{ $QUERIES[$n] };
        $admin->sql("INSERT INTO query
            VALUES ($n, \$q\$$text\$q\$, \$q\$$answer\$q\$)");
    }
    return;
}

# A connection that is told from others by its name.
sub connection
{
    my ($name) = @_;
    return $rtk->node->connstr('postgres') . " application_name=$name";
}

# A psql that repeats some statements until it is killed.
sub repeat
{
    my ($name, $sql) = @_;
    my $file = PostgreSQL::Test::Utils::tempdir() . "/answers" . @answers;

    push @answers, $file;
    push @running,
      IPC::Run::start(
        [ 'yes', $sql =~ s/\s+/ /gr . ';' ], '|',
        [
            'psql', '-XAtq', '-v', 'VERBOSITY=sqlstate',
            '-d', connection($name)
        ],
        '>', $file, '2>&1');
    return;
}

# Start all backends: those that check by pgbench, which also ends them.
sub start_all
{
    my $script = PostgreSQL::Test::Utils::tempdir() . '/script.sql';
    my $query = $QUERIES[0][0];

    append_to_file($script,
        "\\set n random(0, $#QUERIES)\nSELECT checked(:n);\n");
    repeat('cancelled', join '; ', 'SET statement_timeout = 0', $query,
        map { ("SET statement_timeout = $_", $query) } 2, 20, 40, 80)
      for 1 .. $CANCELLED;
    repeat('paced', join '; ', $query =~ s/FROM /FROM paced./r,
        'SELECT FROM pg_sleep(0.05)')
      for 1 .. $PACED;
    repeat('cancels', 'SELECT FROM (SELECT pid FROM pg_stat_activity
            WHERE application_name = \'cancelled\'
            ORDER BY random() LIMIT 1) p
            WHERE pg_cancel_backend(pid) IS NULL;
        SELECT FROM pg_sleep(0.05)');
    return IPC::Run::start(
        [
            'pgbench', '-n', '-c', $CHECKED, '-j', 2, '-T', $SECONDS,
            '-f', $script, '-d', connection('checked')
        ],
        '<', \undef, '>', \$rtk->{bench}, '2>&1');
}

# What each backend that checks holds: memory in kB, and descriptors.
sub holdings
{
    my %held;

    foreach my $pid (split /\n/, $admin->sql('SELECT pid FROM pg_stat_activity
        WHERE application_name = \'checked\''))
    {
        my $backend = bless { pid => $pid }, 'RtkSession';

        $held{$pid} = [ $backend->status('RssAnon') // 0,
            $backend->connections ];
    }
    return %held;
}

# The most that any of them holds more of the one or the other.
sub most_growth
{
    my ($before, $after, $what) = @_;
    my @more = sort { $a <=> $b }
      map { $after->{$_}[$what] - $before->{$_}[$what] } keys %$after;

    return $more[-1];
}

my $begin = time;
my ($bench, $ended_well, %before, %after);

$rtk->config(list_size => 300);
create_check();
# The same tables where requests are few, and answered.
$rtk->add_server('paced', 'paced', rate_limit => $RATE, retry_budget => '1s',
    base_url => "http://127.0.0.1:${\ $quiet->port}/client/v4");
foreach my $n (0 .. $#QUERIES)
{
    $rtk->fault(match => 'search=fail', fault => 'status', status => 400);
    is($admin->answer($QUERIES[$n][0]) =~ s/^(HV00L).*/$1/sr,
        $QUERIES[$n][1], "I12 query $n without faults");
}
$rtk->fault(@$_, match => '/accounts', share => 0.05 / @FAULTS)
  foreach @FAULTS;

$bench = start_all();
while ($bench->pumpable && time - $begin < $SECONDS + 60)
{
    sleep 1;
    $bench->pump_nb;
    $rtk->control('reset', only => 'log');
    next unless time - $begin > $SECONDS / 3;
    %before = holdings() unless %before;
    %after = holdings() if time - $begin < $SECONDS - 2;
}
$ended_well = $bench->finish;
$_->kill_kill foreach @running;

# The mock of those that are paced has seen all their requests since it began.
my ($seen) = $quiet->control('summary', format => 'text') =~ /^requests (\d+)/m;
my $allowed = $PACED * $RATE * (1 + (time - $begin) / 300);
my ($transactions) = $rtk->{bench} =~ /actually processed: (\d+)/;

ok($ended_well, 'I12 no wrong row, no unknown error')
  or diag($rtk->{bench});
unlike($rtk->{bench}, qr/RT00|aborted/, 'I12 no client gave up');
cmp_ok(scalar(keys %after), '==', $CHECKED, 'I12 backends that lived on');
cmp_ok(most_growth(\%before, \%after, 0), '<', $GROWTH, 'I12 memory');
cmp_ok(most_growth(\%before, \%after, 1), '<=', $DESCRIPTORS,
    'I12 descriptors');
cmp_ok($seen, '<=', $allowed, 'I12 the rate limit was kept');
cmp_ok($seen, '>=', $PACED * $RATE, 'I12 the rate limit was reached');
is($admin->sql('SELECT pg_postmaster_start_time()'),
    $started, 'I12 the server has not restarted');
unlike(
    slurp_file($rtk->node->logfile), qr/PANIC|terminated by signal|TRAP/, 'I12 no backend crashed');
{
    my %seen;
    my $known = join '|', @STATES, '57014';

    foreach my $file (@answers)
    {
        $seen{ /ERROR:\s+(\w{5})/ ? $1 : $_ }++
          foreach split /\n/, slurp_file($file);
    }
    is_deeply([ grep { !/^(?:$known|5)$/ } keys %seen ],
        [], 'I12 what is cancelled gives the right answer or a known error');
    note('figures: cancelled and paced: ' . join ', ',
        map { "$seen{$_} x " . ($_ eq '5' ? 'the answer' : $_) } sort keys %seen);
}
note(sprintf 'figures: %d s, %d statements checked, %s answered, %s in error',
    $SECONDS, $transactions, map { $admin->sql("SELECT last_value FROM $_") }
      qw(answered failed));
note(sprintf 'figures: memory +%d kB at most, descriptors %+d, %d requests '
      . 'of %d allowed', most_growth(\%before, \%after, 0),
    most_growth(\%before, \%after, 1), $seen, $allowed);
$admin->close;
done_testing();
