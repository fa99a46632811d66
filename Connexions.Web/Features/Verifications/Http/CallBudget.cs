using Connexions.Domain.Integrations;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>The calls of the last stretch of time and those to come, by their moment.</summary>
internal sealed class CallBudget(CallLimit limit)
{
    public List<WaitingCall> Calls { get; private set; } = [];

    public DateTime BlockedUntil { get; set; } = DateTime.MinValue;

    public bool IsIdle(DateTime now) => Calls.Count == 0 && BlockedUntil <= now;

    public void Forget(DateTime now) => Calls.RemoveAll(call => call.IsTaken && call.At + limit.Window <= now);

    public void Add(WaitingCall call)
    {
        var after = Calls.FindIndex(other => other.At > call.At);
        Calls.Insert(after < 0 ? Calls.Count : after, call);
    }

    public void MoveInto(CallBudget account)
    {
        foreach (var call in Calls)
        {
            call.Account = account;
            account.Add(call);
        }

        Calls = [];
        account.BlockedUntil = account.BlockedUntil > BlockedUntil ? account.BlockedUntil : BlockedUntil;
    }

    /// <summary>The first moment at which one more call leaves no stretch of time with too many.</summary>
    public DateTime Earliest(DateTime from)
    {
        from = from > BlockedUntil ? from : BlockedUntil;
        if (Fits(from))
        {
            return from;
        }

        // Room is made only where a call leaves the window.
        return Calls.Select(call => call.At + limit.Window).First(at => at > from && Fits(at));
    }

    private bool Fits(DateTime at)
    {
        var index = Calls.FindIndex(call => call.At > at);
        index = index < 0 ? Calls.Count : index;
        // With the call put in at the index, each run of one more than the limit must span the window.
        for (var first = Math.Max(0, index - limit.Calls); first <= index && first + limit.Calls <= Calls.Count; first++)
        {
            if (MomentWith(first + limit.Calls) - MomentWith(first) < limit.Window)
            {
                return false;
            }
        }

        return true;

        DateTime MomentWith(int position) => position < index ? Calls[position].At : position == index ? at : Calls[position - 1].At;
    }
}
