# The network at its worst: rows N1 to N14 of docs/reliability.md.  (A name
# that takes long to resolve, N2, is a state of 020_cancel.pl.)
use strict;
use warnings;

use File::Copy qw(copy);
use PostgreSQL::Test::Utils;
use RtkFault;
use RtkStates;
use RtkTls;
use Test::More;

# One retry, so that each fault that is tried again costs two requests.
my $faults = RtkFault->new(
    server => { max_retries => 1, request_timeout => '10s' },
    conf => 'rtk_fdw.allowed_hosts = '
      . "'127.0.0.1, localhost, nonexistent.invalid'\n");
my $session = $faults->session;

# No connection.
$faults->elsewhere(dns => 'https://nonexistent.invalid');
$faults->fails_elsewhere('N1 name that does not resolve', 'dns',
    qr/^HV00N: could not read dns: .*nonexistent\.invalid/, 2);
$faults->elsewhere(refused => 'http://127.0.0.1:'
      . PostgreSQL::Test::Cluster::get_free_port());
$faults->fails_elsewhere('N3 refused connection', 'refused',
    qr/^HV00N: could not read refused: /, 2);
like($session->messages, qr/HINT: .*server "refused"/,
    'N3 refused connection: hint names the server');
{
    my $full = RtkStates::silent_listener(1);
    my @filling = RtkStates::fill($full->sockport);

    $faults->elsewhere(hole => 'http://127.0.0.1:' . $full->sockport);
    $faults->fails_elsewhere('N4 black hole', 'hole',
        qr/^HV00N: could not read hole: .*tim/i, 2);
}
$faults->works('N1, N3, N4 no connection');

# Certificates that do not prove whose they are: nothing is tried again.
SKIP:
{
    my $good = RtkTls::certificate();
    my $old = RtkTls::certificate(
        from => '20200101000000Z', to => '20200201000000Z');
    my $url;

    skip 'N5, N6 no openssl to make certificates with', 1
      unless defined $good && defined $old;
    $url = 'https://127.0.0.1:'
      . RtkTest->another_mock('--tls', "$good.crt", "$good.key");
    $faults->elsewhere(tls => $url);
    $faults->fails_elsewhere('N5, S13 certificate of nobody', 'tls',
        qr/^HV00N: .*certificate/, 1);
    like($session->messages, qr/HINT: .*ca_file/,
        'N5, S13 certificate of nobody: hint names ca_file');
    $session->sql("ALTER SERVER tls OPTIONS (ADD ca_file '$good.crt')");
    is($session->answer('SELECT count(app_id) FROM tls'),
        2, 'N5 certificate of ca_file');
    {
        my $file = PostgreSQL::Test::Utils::tempdir() . '/mended.crt';

        copy("$old.crt", $file) or die $!;
        $session->sql("ALTER SERVER tls OPTIONS (SET ca_file '$file')");
        $faults->fails_elsewhere('N5 another certificate in ca_file', 'tls',
            qr/^HV00N: .*certificate/, 1);
        copy("$good.crt", $file) or die $!;
        is($session->answer('SELECT count(app_id) FROM tls'),
            2, 'N5 and it is read again once it is mended');
    }
    $session->sql("ALTER SERVER tls OPTIONS
        (SET base_url '${\ ($url =~ s/127\.0\.0\.1/localhost/r)}')");
    $faults->fails_elsewhere(
        'S1, S13, N5 certificate of another host, that the name leads to', 'tls',
        qr/^HV00N: /, 1);

    $url = 'https://127.0.0.1:'
      . RtkTest->another_mock('--tls', "$old.crt", "$old.key");
    $faults->elsewhere(expired => $url);
    $session->sql("ALTER SERVER expired OPTIONS (ADD ca_file '$old.crt')");
    $faults->fails_elsewhere('N5, S13 expired certificate', 'expired',
        qr/^HV00N: .*certificate/, 1);

    $url = RtkTest->another_mock('--tls', "$good.crt", "$good.key",
        '--old-tls');
    $faults->elsewhere(old => "https://127.0.0.1:$url");
    $session->sql("ALTER SERVER old OPTIONS (ADD ca_file '$good.crt')");
    SKIP:
    {
        skip 'N6 openssl cannot speak TLS 1.1 itself', 2
          unless RtkTls::speaks_old($url);
        $faults->fails_elsewhere('N6, S13 TLS 1.1', 'old', qr/^HV00N: /, 2);
    }
    $faults->works('N5, N6 TLS');
}

# The reply does not come, or not whole.
my $late = saying('HV00M', '.*timed out');
my $cut = saying('HV00M', '\S');
my $half = saying('HV00M', 'reply ends after \d+ bytes');
$faults->set(request_timeout => '1s');
$faults->fails('N7 silence before the headers', $late,
    2, fault => 'hang_headers');
$faults->heals('N7 silence before the headers', fault => 'hang_headers');
$faults->fails('N7 silence in the body', $late, 2, fault => 'hang_body');
$faults->fails('N8 a byte at a time', $late, 2, fault => 'drip');

# Silence is only what the query waits for: replies that come while it does not,
# as its cursor waits for a FETCH, are read later and not asked for again.
$faults->set(request_timeout => '1s');
$faults->rtk->reset;
$faults->rtk->config(latency => 50);
$session->sql("ALTER SERVER realtime OPTIONS (ADD per_page '2');
    BEGIN;
    DECLARE c CURSOR FOR SELECT participant_id FROM sessions_participants
        WHERE app_id = 'app-1' AND session_id = 'sess-1'");
is($session->answer('FETCH 1 FROM c; SELECT pg_sleep(1.5)'),
    "part-1\n", 'N7 a reply that comes while nobody waits: the first row');
is(scalar(split /\n/, $session->answer('FETCH ALL FROM c')),
    4, 'N7 a reply that comes while nobody waits: the other rows');
is(scalar($faults->rtk->requests), 3,
    'N7 a reply that comes while nobody waits: requests');
$session->sql('COMMIT; ALTER SERVER realtime OPTIONS (DROP per_page)');
$faults->works('N7 a reply that comes while nobody waits');
$faults->set(request_timeout => '10s');
foreach my $gzip (1, 0)
{
    my $what = $gzip ? 'compressed' : 'plain';

    $faults->settings(gzip => $gzip);
    foreach my $case (
        [ 'N9 reset', 'reset', $cut ],
        [ 'N10 cut, by Content-Length', 'short', $cut ],
        [ 'N10 cut, in a chunk', 'chunktrunc', $cut ],
        [ 'N11 cut, framed by the close', 'shortclose', $half ])
    {
        my ($name, $fault, $error) = @$case;

        $faults->fails("$name, $what", $error, 2, fault => $fault);
        $faults->heals("$name, $what", fault => $fault);
    }
}

# Connections that the API closes unannounced, after each reply.
$faults->strike(fault => 'stale');
is($session->answer($faults->query), 5, 'N12 stale connection: rows')
  for 1 .. 5;
is(scalar($faults->rtk->requests), 5, 'N12 stale connection: requests');

$faults->fails('N14 not HTTP', $cut, 1, fault => 'garbage');
$faults->fails('N14 HTTP/0.9', $cut, 1, fault => 'http09');

is($session->answer('SELECT pg_backend_pid()'), $session->pid,
    'all of this in one session');
$session->close;
done_testing();
