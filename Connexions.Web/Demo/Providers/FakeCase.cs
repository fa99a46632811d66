namespace Connexions.Web.Demo.Providers;

/// <summary>What a fake provider does with a key it knows.</summary>
public enum FakeCase
{
    Valid,

    /// <summary>The caller's address is not authorised.</summary>
    IpBlocked,

    /// <summary>The account has nothing left to spend.</summary>
    NoCredit,

    /// <summary>The key may not do all that is asked.</summary>
    Restricted,

    /// <summary>A good key that is refused every other time, the first time to begin with.</summary>
    EveryOther,
    RateLimited,
    ServerError,
    Unavailable,

    /// <summary>Never answers.</summary>
    Slow,

    /// <summary>Cuts the connection instead of answering.</summary>
    Dropped,

    /// <summary>A good answer, cut off in the middle.</summary>
    Truncated,

    /// <summary>A page, as a proxy or a portal would serve it.</summary>
    Html,

    /// <summary>Sends the caller, and the key with it if it follows, to another host.</summary>
    Redirect,

    /// <summary>A refusal that repeats the key.</summary>
    Echo,

    /// <summary>The refusal of a key that is not known, which at OpenAI repeats its two ends.</summary>
    EchoMasked,

    /// <summary>A good answer that repeats the key.</summary>
    EchoSuccess,

    /// <summary>A good answer that repeats the key, whose two halves are sent one after the other.</summary>
    EchoSplit,

    /// <summary>The first half of a good answer, then the connection is cut.</summary>
    Cut,
}

/// <summary>A key that a fake provider knows. It has the provider's published form and opens nothing anywhere else.</summary>
/// <param name="Provider">The provider's code.</param>
/// <param name="Account">The account's name.</param>
public sealed record DemoKey(string Provider, string Key, FakeCase Case, string Account, string Email)
{
    // A record prints its members, and this one has the shape of a secret.
    public override string ToString() => $"{Provider} {Case}";
}
