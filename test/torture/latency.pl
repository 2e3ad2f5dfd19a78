# How long a statement goes on after it was cancelled, in each state that it
# can be in: row I1 of docs/reliability.md.  Printed, not asserted.
use strict;
use warnings;

use RtkSession;
use RtkStates;
use Test::More;

my $TIMES = $ENV{CANCELS} || 50;

my $states = RtkStates->new;

foreach my $state ($states->names)
{
    my $session = RtkSession->new($states->rtk->node);
    my $cancelled = 0;
    my @seconds;

    foreach (1 .. $TIMES)
    {
        push @seconds,
          $states->signal('pg_cancel_backend', $session,
            $states->query($state));
        $cancelled++ if $session->error =~ /^57014: /;
    }
    @seconds = sort { $a <=> $b } @seconds;
    is($cancelled, $TIMES, "I1 $state: cancelled each time");
    note(sprintf 'figures: cancel while %-10s median %4.0f ms, most %4.0f ms',
        $state, 1000 * $seconds[ $#seconds / 2 ], 1000 * $seconds[-1]);
    $session->close;
}
done_testing();
