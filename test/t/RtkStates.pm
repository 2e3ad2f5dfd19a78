# Statements that never end by themselves, each in another state: all that a
# scan can be doing when it is told to stop.
#
#   my $states = RtkStates->new;
#   foreach my $state ($states->names)
#   {
#       my $session = RtkSession->new($states->rtk->node);
#       $states->ends($session, $states->query($state), sub { ... });
#   }
package RtkStates;

use strict;
use warnings;

use IO::Socket::INET;
use RtkSession;
use RtkTest;
use Time::HiRes qw(sleep time);

# A statement waits for something, or has computed for a while; and seconds
# until what it waits for is what it is to wait for.
my $BUSY = "state = 'active' AND (wait_event_type = 'Extension'
    OR query_start < clock_timestamp() - interval '300 ms')";
my $SETTLE = 0.1;

my $SLOW_NAME = 'slow.invalid';
my $QUERY = 'SELECT count(display_name) FROM %s.sessions_participants';

# What is not a wait for one request.
my %QUERY = (
    parsing => "SELECT count(data) FROM %s.sessions_participants
        WHERE app_id = 'app-1' AND session_id = ANY
            (ARRAY(SELECT 's' || i FROM generate_series(1, 10000) i))",
    rows => "SELECT count(display_name) FROM generate_series(1, 1000000000) i,
        LATERAL (SELECT display_name FROM %s.sessions_participants
            WHERE app_id = 'app-1' AND session_id = 'sess-1' AND i > 0
            OFFSET 0) p");
$QUERY{$_} = 'SELECT count(display_name) FROM (
        SELECT * FROM %1$s.sessions_participants
        UNION ALL SELECT * FROM %1$s.sessions_participants) AS twice'
  foreach qw(append append_pacing);

# A resolver that takes ten minutes for one name.
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
		sleep(600);
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

# A page of some megabytes of statistics; returns the file's name.
sub large_page
{
    my $file = PostgreSQL::Test::Utils::tempdir() . '/page';
    my $sample = '{"quality":4.25,"rtt":0.05,"stats":{"lost":[1,2,3]}}';
    my $samples = join ',', ($sample) x 100;
    my $rows = join ',',
      map { "{\"id\":\"p-$_\",\"quality_stats\":[$samples]}" } 1 .. 200;

    PostgreSQL::Test::Utils::append_to_file($file,
        "{\"success\":true,\"data\":{\"participants\":[$rows],"
          . '"paging":{"total_count":200}}}');
    return $file;
}

# Make one: a server of its own with the tables of the API, and a fault that
# the mock strikes it with.
sub add
{
    my ($self, $name, $url, $options, %fault) = @_;

    $self->{rtk}->add_server($name, $name, base_url => $url,
        connect_timeout => '10min', request_timeout => '10min',
        retry_budget => '1h', %$options);
    $self->{rtk}->fault(match => "/$name/", %fault) if %fault;
    push @{ $self->{names} }, $name;
    return;
}

sub new
{
    my ($class) = @_;
    my $self = bless { names => [] }, $class;
    my $resolver = slow_resolver();
    my $mute = silent_listener(64);
    my $full = silent_listener(1);
    my $api;

    $self->{rtk} = RtkTest->new(
        conf => "rtk_fdw.allowed_hosts = '127.0.0.1, $SLOW_NAME'\n");
    $self->{open} = [ $mute, $full, fill($full->sockport) ];
    $api = 'http://127.0.0.1:' . $self->{rtk}->port . '/client/v4';
    $self->add(dns => "https://$SLOW_NAME", {}) if defined $resolver;
    $self->add(connecting => 'http://127.0.0.1:' . $full->sockport, {});
    $self->add(handshake => 'https://127.0.0.1:' . $mute->sockport, {});
    $self->add(headers => "$api/headers/x", {}, fault => 'hang_headers');
    $self->add(body => "$api/body/x", {}, fault => 'hang_body');
    $self->add(backoff => "$api/backoff/x", {}, fault => 'status',
        status => 503, retry_after => '600');
    $self->add(pacing => $api, { rate_limit => 1 });
    $self->add(parsing => "$api/parsing/x",
        { max_requests => 0, rate_limit => 0 },
        fault => 'raw', file => large_page());
    $self->add(append => "$api/append/x", {}, fault => 'hang_headers');
    $self->add(append_pacing => $api, { rate_limit => 1 });
    $self->add(rows => $api, {});
    {
        local $ENV{LD_PRELOAD} = $resolver if defined $resolver;
        $self->{rtk}->node->restart;
    }
    $self->{admin} = RtkSession->new($self->{rtk}->node);
    return $self;
}

sub rtk { return $_[0]->{rtk}; }
sub admin { return $_[0]->{admin}; }

# Without "dns" where no C compiler makes a slow resolver.
sub names { return @{ $_[0]->{names} }; }

sub query
{
    my ($self, $state) = @_;
    return sprintf $QUERY{$state} // $QUERY, $state;
}

# Let a statement come into its state, do something to it, wait for what that
# brings about; returns the seconds that this took.
sub ends
{
    my ($self, $session, $sql, $act, $done) = @_;
    my $start;

    $session->send($sql);
    $session->is_seen($self->{admin}, $BUSY);
    sleep $SETTLE;
    $start = time;
    $act->();
    $done->();
    return time - $start;
}

# The same with a function of PostgreSQL that takes the backend's number.
sub signal
{
    my ($self, $function, $session, $sql, $done) = @_;

    return $self->ends(
        $session, $sql,
        sub { $self->{admin}->sql("SELECT $function(" . $session->pid . ')') },
        $done // sub { $session->finish });
}

1;
