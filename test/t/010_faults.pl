# Every way in which the network or the API can fail: what the error is called,
# how often the API was asked, and that the next query of the session works.
use strict;
use warnings;

use IO::Select;
use IO::Socket::INET;
use POSIX qw(strftime);
use RtkSession;
use RtkTest;
use Test::More;
use Time::HiRes qw(time);

my $QUERY = "SELECT count(display_name) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1'";
my $ROWS = 5;

# One retry, so that each fault that is tried again costs two requests.
my %options = (max_retries => 1, request_timeout => '10s',
    max_response_size => '1MB', retry_budget => '60s');
my $rtk = RtkTest->new(server => \%options,
    conf => 'rtk_fdw.allowed_hosts = '
      . "'127.0.0.1, localhost, nonexistent.invalid'\n");
my $session = RtkSession->new($rtk->node);

# Change an option of the server; this also ends its connections.
sub set
{
    my ($name, $value) = @_;
    return $session->sql(
        "ALTER SERVER realtime OPTIONS (SET $name '$value')");
}

# Strike the participants with a fault.
sub strike
{
    my (%fault) = @_;
    $rtk->reset;
    $rtk->fault(match => '/participants', %fault);
    return;
}

# The session goes on as if nothing had been.
sub works
{
    my ($name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    $rtk->reset;
    is($session->answer($QUERY), $ROWS, "$name: the next query works");
    return;
}

# A fault that is an error: its SQLSTATE and text, and how many requests.
sub fails
{
    my ($name, $error, $requests, %fault) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    strike(%fault);
    like($session->error($QUERY), $error, "$name: error");
    is(scalar($rtk->requests), $requests, "$name: requests");
    works($name);
    return;
}

# A fault that is made good by asking again.
sub heals
{
    my ($name, %fault) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    strike(times => 1, %fault);
    is($session->answer($QUERY), $ROWS, "$name once: rows");
    is(scalar($rtk->requests), 2, "$name once: requests");
    return;
}

# Message of an error about a table, with a pattern for what is wrong.
sub saying
{
    my ($sqlstate, $text) = @_;
    return qr/^$sqlstate: could not read sessions_participants: $text/;
}

# A table on a server of its own, where no API is.
sub elsewhere
{
    my ($name, $url) = @_;

    $session->sql("CREATE SERVER $name FOREIGN DATA WRAPPER rtk_fdw
        OPTIONS (base_url '$url', account_id 'a', max_retries '1',
            connect_timeout '1s', request_timeout '2s');
        CREATE USER MAPPING FOR PUBLIC SERVER $name
        OPTIONS (api_token 'elsewhere');
        CREATE FOREIGN TABLE $name (app_id text) SERVER $name
        OPTIONS (resource 'apps')");
    return;
}

# No connection.
{
    my $port = PostgreSQL::Test::Cluster::get_free_port();

    elsewhere(dns => 'https://nonexistent.invalid');
    like($session->error('SELECT * FROM dns'),
        qr/^HV00N: could not read dns: /, 'name that does not resolve');
    like($session->messages, qr/Attempt 2 of 2\./, 'is tried twice');
    elsewhere(refused => "http://127.0.0.1:$port");
    like($session->error('SELECT * FROM refused'),
        qr/^HV00N: could not read refused: /, 'refused connection');
    like($session->messages, qr/HINT: .*server "refused"/,
        'hint names the server');
    works('no connection');
}

# A certificate that does not prove whose it is: nothing is tried again.
SKIP:
{
    my $base = PostgreSQL::Test::Utils::tempdir() . '/tls';
    my $tls = bless {}, 'RtkTest';
    my $port;

    skip 'no openssl to make a certificate with', 5
      unless PostgreSQL::Test::Utils::run_log(
        [
            qw(openssl req -x509 -newkey rsa:2048 -nodes -days 2 -batch),
            qw(-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1),
            '-keyout', "$base.key", '-out', "$base.crt"
        ]);
    $tls->start_mock('--data', 'small', '--tls', "$base.crt", "$base.key");
    $port = $tls->port;
    elsewhere(tls => "https://127.0.0.1:$port");
    like($session->error('SELECT * FROM tls'),
        qr/^HV00N: .*certificate/, 'certificate of nobody');
    unlike($session->messages, qr/Attempt 2/, 'is not tried again');
    like($session->messages, qr/HINT: .*ca_file/, 'hint names ca_file');
    $session->sql("ALTER SERVER tls OPTIONS (ADD ca_file '$base.crt');
        ALTER SERVER tls OPTIONS (SET account_id 'acc-demo');
        ALTER USER MAPPING FOR PUBLIC SERVER tls
        OPTIONS (SET api_token 'test-token')");
    is($session->answer('SELECT count(app_id) FROM tls'),
        2, 'certificate of ca_file');
    $session->sql("ALTER SERVER tls
        OPTIONS (SET base_url 'https://localhost:$port')");
    like($session->error('SELECT * FROM tls'),
        qr/^HV00N: /, 'certificate of another host');
}

# The reply does not come, or not whole.
my $late = saying('HV00M', '.*timed out');
my $cut = saying('HV00M', '\S');
set(request_timeout => '1s');
fails('silence before the headers', $late, 2, fault => 'hang_headers');
fails('silence in the body', $late, 2, fault => 'hang_body');
fails('a byte at a time', $late, 2, fault => 'drip');
set(request_timeout => '10s');
foreach my $fault (qw(reset short chunktrunc shortclose))
{
    fails($fault, $cut, 2, fault => $fault);
    heals($fault, fault => $fault);
}
fails('not HTTP', $cut, 1, fault => 'garbage');

# No reply that can be read.
fails('204', saying('HV00M', 'empty reply \(HTTP 204\)'),
    1, fault => 'raw', status => 204, body => '');
fails('empty body', saying('HV00M', 'empty reply \(HTTP 200\)'),
    1, fault => 'empty200');
fails('HTML', saying('HV00M', 'reply is text/html, not JSON'),
    1, fault => 'html');
fails('half a document', $cut, 2, fault => 'nojson');
heals('half a document', fault => 'nojson');
fails('something after the document', $cut,
    1, fault => 'raw', body => '{"success":true,"data":{"participants":[]}}x');
foreach my $kind (qw(no_data null_data not_array row_not_object))
{
    fails("shape $kind", $cut, 1, fault => 'shape', kind => $kind);
}
fails('success false', saying('HV00L', '\S'), 1, fault => 'success_false');

# Replies that the API means.
foreach my $case (
    [ 400, 'HV00L', 1 ],
    [ 401, '28000', 1 ],
    [ 403, '42501', 1 ],
    [ 405, 'HV00L', 1 ],
    [ 409, 'HV00L', 1 ],
    [ 422, 'HV00L', 1 ],
    [ 408, 'HV00M', 2 ],
    [ 425, 'HV00M', 2 ],
    [ 500, 'HV00M', 2 ],
    [ 503, 'HV00M', 2 ],
    [ 524, 'HV00M', 2 ],
    [ 501, 'HV00M', 1 ])
{
    my ($status, $sqlstate, $requests) = @$case;
    fails("HTTP $status", saying($sqlstate, "HTTP $status\$"),
        $requests, fault => 'status', status => $status);
}
heals('HTTP 500', fault => 'status', status => 500, envelope => 'none');
heals('HTTP 503', fault => 'status', status => 503, retry_after => '0');
foreach my $envelope (qw(e1 e2 e3))
{
    strike(fault => 'status', status => 400, envelope => $envelope,
        message => 'Told so', code => 1234);
    $session->error($QUERY);
    like($session->messages,
        qr/DETAIL:  The API said ".*Told so"\. .*GET \/.*\./,
        "envelope $envelope: detail");
}
strike(fault => 'status', status => 401);
$session->error($QUERY);
like($session->messages, qr/HINT:  .*role "\w+".* on server "realtime"/,
    '401: hint names role and server');
strike(fault => 'status', status => 403, envelope => 'html');
like($session->error($QUERY), saying(42501, 'HTTP 403$'), '403 as HTML');
unlike($session->messages, qr/DOCTYPE|<html/, 'no error shows a body');

# 404: of what the query names, no row; of the account or app, an error.
strike(fault => 'missing');
is($session->answer($QUERY), 0, '404 of an id of the query: no row');
$rtk->reset;
$rtk->fault(match => '/apps', fault => 'missing');
like($session->error('SELECT * FROM apps'),
    qr/^HV00R: could not read apps: HTTP 404/, '404 of a collection');
$rtk->reset;
$rtk->fault(match => '/sess-1/participants', fault => 'missing');
is($session->answer('SELECT count(display_name) FROM sessions_participants'),
    7, '404 of one session of many is skipped');
works('404');

# 429: the wait that the API asks for, and none that does not fit.
sub throttle
{
    my ($retry_after, %fault) = @_;
    strike(fault => 'status', status => 429,
        defined $retry_after ? (retry_after => $retry_after) : (), %fault);
    return;
}

foreach my $case (
    [ 'seconds', '1', 1 ],
    [ 'a date', strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime(time + 2)), 0.5 ],
    [ 'nothing', undef, 0 ],
    [ 'a word', 'soon', 0 ],
    [ 'less than nothing', '-5', 0 ])
{
    my ($name, $retry_after, $least) = @$case;
    my $start = time;

    throttle($retry_after, times => 1);
    is($session->answer($QUERY), $ROWS, "Retry-After with $name: rows");
    is(scalar($rtk->requests), 2, "Retry-After with $name: requests");
    cmp_ok(time - $start, '>=', $least, "Retry-After with $name: waited");
}
fails('429 for ever', saying('53400', 'HTTP 429$'),
    2, fault => 'status', status => 429);
foreach my $case (
    [ '120', '10min', '30s' ],
    [ '120', '60s', '0' ],
    [ '99999999999', '60s', '0' ])
{
    my ($retry_after, $budget, $timeout) = @$case;
    my $start = time;

    set(retry_budget => $budget);
    throttle($retry_after);
    like($session->error("SET statement_timeout = '$timeout'; $QUERY"),
        saying('53400', 'HTTP 429$'),
        "Retry-After $retry_after, budget $budget: error");
    is(scalar($rtk->requests), 1, "Retry-After $retry_after: requests");
    like($session->messages, qr/HINT:  Try again after \d\d:\d\d:\d\d UTC\./,
        "Retry-After $retry_after: hint");
    cmp_ok(time - $start, '<', 10, "Retry-After $retry_after: no wait");
    $session->sql('RESET statement_timeout');
}
set(retry_budget => '60s');
works('429');

# A redirect is not followed: the token stays.
{
    my $other = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', Listen => 5, Proto => 'tcp');
    my $to = 'http://127.0.0.1:' . $other->sockport . '/x';

    foreach my $status (301, 302, 303, 307, 308)
    {
        fails("HTTP $status",
            saying('HV00L',
                "HTTP $status, a redirect to host \"127\\.0\\.0\\.1"),
            1, fault => 'redirect', to => $to, status => $status);
    }
    is(scalar(IO::Select->new($other)->can_read(0)),
        undef, 'the target of the redirects saw no connection');
}

# Replies that are too much: bounded in memory, compressed or not.
foreach my $gzip (0, 1)
{
    my $name = $gzip ? '32 MB compressed' : '32 MB';
    my $before = $session->status('VmHWM');

    fails($name, saying('54000', 'reply is larger than 1048576 bytes'),
        1, fault => 'big', mb => 32, gzip => $gzip);
    cmp_ok($session->status('VmHWM') - $before,
        '<', 8 * 1024, "$name: memory in kB");
}
fails('nested 1,000 deep', saying('54001', '\S'),
    1, fault => 'deep', depth => 1_000);
fails('nested 100,000 deep', saying('54001', '\S'),
    1, fault => 'deep', depth => 100_000);

# Values that PostgreSQL cannot keep.
fails('invalid UTF-8', saying('22021', '\S'), 1, fault => 'invalid_utf8');
$QUERY =~ s/count\(display_name\)/count(preset_name || display_name)/;
$ROWS = 4;
fails('U+0000', qr/^22P05: /, 1, fault => 'nul', row => 1);

is($session->answer('SELECT pg_backend_pid()'), $session->pid,
    'all of this in one session');
$session->close;
done_testing();
