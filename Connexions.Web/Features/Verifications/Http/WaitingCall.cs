namespace Connexions.Web.Features.Verifications.Http;

/// <summary>One call: made, or waiting for its moment.</summary>
internal sealed class WaitingCall(CallBudget organisation, CallBudget account, long arrival, DateTime deadline)
{
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CallBudget Organisation { get; } = organisation;

    public CallBudget Account { get; set; } = account;

    public long Arrival { get; } = arrival;

    public DateTime Deadline { get; } = deadline;

    public DateTime At { get; set; }

    public bool IsTaken { get; set; }

    public bool IsRefused { get; private set; }

    /// <summary>Ends when the moment has changed.</summary>
    public Task Moved => moved.Task;

    public WaitingCall Join()
    {
        Organisation.Add(this);
        Account.Add(this);
        return this;
    }

    public void Leave()
    {
        Organisation.Calls.Remove(this);
        Account.Calls.Remove(this);
    }

    public void MoveTo(DateTime at, bool refused)
    {
        var changed = at != At || refused;
        (At, IsRefused) = (at, refused);
        if (!refused)
        {
            Join();
        }

        if (changed)
        {
            moved.SetResult();
            moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
