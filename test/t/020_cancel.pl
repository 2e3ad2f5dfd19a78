# Whatever a statement is doing, it ends when it is told to, and the error says
# so: rows N2 and I1 to I4 of docs/reliability.md.  How fast, test/torture
# prints.  What does not end would go on for minutes or for ever, and a session
# that does not answer ends the test.
use strict;
use warnings;

use RtkSession;
use RtkStates;
use Test::More;
use Time::HiRes qw(sleep time);

my $PATIENCE = 60;      # seconds, far less than any of the waits

# A wait of our own that statement_timeout would cut short is not begun, if the
# scan has come so far by then.
my %NOT_BEGUN = (
    backoff => qr/^HV00M: .*HTTP 503/,
    pacing => qr/^53400: .*the rate limit is reached/,
    append_pacing => qr/^53400: .*the rate limit is reached/);

my $states = RtkStates->new;
my $node = $states->rtk->node;
my @states = $states->names;

# Is the backend no more, within reason?
sub goes
{
    my ($session) = @_;
    my $last = time + $PATIENCE;

    sleep 0.005 until $session->is_gone || time > $last;
    return $session->is_gone;
}

SKIP:
{
    my $session = RtkSession->new($node);

    skip 'N2 no C compiler for a slow resolver', 3
      unless grep { $_ eq 'dns' } @states;
    $session->sql("ALTER SERVER dns
        OPTIONS (SET connect_timeout '300ms', ADD max_retries '1')");
    like($session->error($states->query('dns')),
        qr/^HV00N: could not read sessions_participants: /,
        'N2 a name that takes minutes to resolve: connect_timeout');
    like($session->messages, qr/Attempt 2 of 2\./, 'N2 and tried again');
    $session->sql("ALTER SERVER dns
        OPTIONS (SET connect_timeout '10min', DROP max_retries);
        SET rtk_fdw.allowed_hosts = '127.0.0.1'");
    like($session->error($states->query('dns')),
        qr/^42501: host /, 'S1 a host that is not listed is not looked up');
    $session->close;
}

foreach my $state (@states)
{
    my $session = RtkSession->new($node);
    my $query = $states->query($state);
    my $id = $state eq 'dns' ? 'N2, I1' : 'I1';
    my $timeout = $NOT_BEGUN{$state} ? '1min' : '300ms';

    $session->sql("SET statement_timeout = '$timeout'");
    like($session->error($query),
        $NOT_BEGUN{$state} // qr/^57014: .*statement timeout/,
        "$id $state: statement_timeout");
    $session->sql('RESET statement_timeout');

    $states->signal('pg_cancel_backend', $session, $query);
    like($session->error, qr/^57014: .*user request/, "$id $state: cancel");
    is($session->answer('SELECT count(app_id) FROM apps'),
        2, "I10 $state: the next query works");

    $states->signal('pg_terminate_backend', $session, $query,
        sub { ok(goes($session), "I2 $state: the backend is gone") });
    like($session->error, qr/^57P01: /, "I2 $state: terminate");
    $session->close;
}

# PL/pgSQL's WHEN OTHERS lets a cancel pass; a handler that asks for it gets
# it, and what the statement had begun is gone by then.
foreach my $state (@states)
{
    my $session = RtkSession->new($node);
    my $query = $states->query($state) =~ s/^SELECT/PERFORM/r;

    $states->signal('pg_cancel_backend', $session, "DO \$\$ BEGIN $query;
        EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'caught'; END \$\$");
    like($session->error, qr/^57014: /,
        "I1 $state: cancel is not caught with the others");
    unlike($session->messages, qr/caught/, "I1 $state: no handler ran");
    $states->signal('pg_cancel_backend', $session, "DO \$\$ BEGIN $query;
        EXCEPTION WHEN query_canceled THEN
            PERFORM set_config('test.apps', count(app_id)::text, false)
            FROM apps; END \$\$");
    is($session->error, '', "I5 $state: cancel is caught by its name");
    is($session->answer("SELECT current_setting('test.apps')"),
        2, "I5 $state: the handler can query");
    $session->close;
}

# A client that goes away is noticed where PostgreSQL is told to look.
SKIP:
{
    my @sessions = map { RtkSession->new($node) } @states;
    my $set = "SET client_connection_check_interval = '200ms'";

    skip 'I4 the system cannot tell whether a client is there', 2 * @states
      if $sessions[0]->error($set);
    $sessions[$_]->send("$set; " . $states->query($states[$_]))
      foreach 0 .. $#states;
    sleep 1;
    ok(!$sessions[$_]->is_gone, "I4 $states[$_]: runs while its client is there")
      foreach 0 .. $#states;
    $_->close foreach @sessions;
    ok(goes($sessions[$_]), "I4 $states[$_]: client gone")
      foreach 0 .. $#states;
    is(scalar(() = PostgreSQL::Test::Utils::slurp_file($node->logfile) =~
              /FATAL:  connection to client lost/g),
        scalar(@states), 'I4 PostgreSQL says so in the log');
}

# Without its postmaster no backend stays that waits for anything.  (One that
# computes PostgreSQL does not tell.)
{
    my @waiting = grep { !/^(?:parsing|rows)$/ } @states;
    my @sessions = map { RtkSession->new($node) } @waiting;

    $sessions[$_]->send($states->query($waiting[$_])) foreach 0 .. $#waiting;
    $_->is_seen($states->admin, "wait_event_type IN ('Extension', 'IPC')")
      foreach @sessions;
    $node->kill9;
    ok(goes($sessions[$_]), "I3 $waiting[$_]: postmaster death")
      foreach 0 .. $#waiting;
    $_->close foreach @sessions;
}

done_testing();
