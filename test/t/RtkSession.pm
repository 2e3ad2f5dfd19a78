# One backend that stays: a psql in the background, for tests of what one
# statement leaves behind for the next, and of what others do to it meanwhile.
#
#   my $session = RtkSession->new($rtk->node);
#   is($session->sql('SELECT ...'), 'rows');
#   $session->send('SELECT ...');
#   kill 'INT', $session->pid;
#   like($session->error, qr/^57014: /);
package RtkSession;

use strict;
use warnings;

use IPC::Run;
use Test::More;
use Time::HiRes qw(sleep time);

my $PATIENCE = 60;

# A session in a database, "postgres" unless named.
sub new
{
    my ($class, $node, $database) = @_;
    my $self = bless { in => '', out => '', err => '', n => 0 }, $class;

    $self->{harness} = IPC::Run::start(
        [
            'psql', '-XAtq', '-d', $node->connstr($database // 'postgres')
        ],
        '<', \$self->{in}, '>', \$self->{out}, '2>', \$self->{err},
        $self->{timer} = IPC::Run::timer($PATIENCE));
    $self->sql('\set VERBOSITY verbose');
    $self->{pid} = $self->sql('SELECT pg_backend_pid()');
    return $self;
}

sub pid { return $_[0]->{pid}; }

# Send a statement and return at once.
sub send
{
    my ($self, $sql) = @_;

    $self->{n}++;
    ($self->{out}, $self->{err}) = ('', '');
    $self->{in} .= "$sql\n;\n\\echo end $self->{n}\n\\warn end $self->{n}\n";
    $self->{timer}->start($PATIENCE);
    $self->{sent} = time;
    $self->{harness}->pump_nb;
    return;
}

# Wait for the end of what was sent; returns the seconds since then.
sub finish
{
    my ($self) = @_;
    my $end = "end $self->{n}\n";

    while (index($self->{out}, $end) < 0 || index($self->{err}, $end) < 0)
    {
        die 'the session does not answer' if $self->{timer}->is_expired;
        last unless $self->{harness}->pumpable;
        $self->{harness}->pump;
    }
    return time - $self->{sent};
}

# Everything that was printed since the last send, without the marks.
sub output
{
    my ($self) = @_;
    return $self->{out} =~ s/\n?^end \d+\n//mr;
}

# All messages since the last send.
sub messages { return $_[0]->{err} =~ s/^end \d+\n//mr; }

# SQLSTATE and text of the first error since the last send, or ''; with a
# statement, that is sent first.
sub error
{
    my ($self, $sql) = @_;

    $self->send($sql) if defined $sql;
    $self->finish;
    return $self->{err} =~ /(?:ERROR|FATAL):\s+(\w{5}: .*)/ ? $1 : '';
}

# Rows as psql -At prints them, or the error.
sub answer
{
    my ($self, $sql) = @_;
    my $error = $self->error($sql);

    return $error ne '' ? $error : $self->output;
}

# The same as another role.
sub as
{
    my ($self, $role, $sql) = @_;
    my $answer;

    $self->sql("SET ROLE $role");
    $answer = $self->answer($sql);
    $self->sql('RESET ROLE');
    return $answer;
}

# The same where there must be no error: the test dies of one.
sub sql
{
    my ($self, $sql) = @_;
    my $error = $self->error($sql);

    if ($error ne '')
    {
        diag("$error\nin: $sql");
        die $error;
    }
    return $self->output;
}

# Wait until another session sees something of this one in pg_stat_activity.
sub is_seen
{
    my ($self, $other, $condition) = @_;
    my $last = time + $PATIENCE;

    until ($other->sql("SELECT count(*) FROM pg_stat_activity
        WHERE pid = $self->{pid} AND $condition"))
    {
        die "never seen: $condition" if time > $last;
        sleep 0.01;
    }
    return;
}

# The end of the session, which may be gone already.
sub close
{
    my ($self) = @_;

    $self->{harness}->kill_kill;
    return;
}

# A number of /proc/PID/status in kB or as it is, as VmHWM or Threads.
sub status
{
    my ($self, $field) = @_;
    open my $file, '<', "/proc/$self->{pid}/status" or return 0;
    my ($number) = map { /^\Q$field\E:\s+(\d+)/ } <$file>;

    return $number;
}

# Has the backend ended?  A process that nobody has waited for yet has.
sub is_gone
{
    my ($self) = @_;
    open my $file, '<', "/proc/$self->{pid}/stat" or return 1;
    my $line = <$file> // '';

    return $line eq '' || $line =~ /\) [ZX] / ? 1 : 0;
}

# How many descriptors the backend has open that are no files.
sub connections
{
    my ($self) = @_;
    my @open = map { readlink // () } glob "/proc/$self->{pid}/fd/*";

    return scalar grep { /^(?:socket|anon_inode|pipe):/ } @open;
}

1;
