namespace Connexions.Web.Shared.Live;

/// <summary>What a click brought about, said where the person sees it without scrolling, until the next message or page.</summary>
public sealed class Messages
{
    /// <summary>The newest alone: a message that waits behind another is read too late to be understood.</summary>
    public Message? Current { get; private set; }

    public event Action? Changed;

    /// <param name="text">What happened, as a sentence.</param>
    /// <param name="undo">Takes it back; null where that is not possible. Its own failures are its own to tell.</param>
    public void Say(string text, Func<Task>? undo = null)
    {
        Current = new Message(text, undo);
        Changed?.Invoke();
    }

    public void Clear()
    {
        Current = null;
        Changed?.Invoke();
    }
}

public sealed record Message(string Text, Func<Task>? Undo);
