using System.Security.Cryptography;
using System.Text;
using Connexions.Web.Account;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sessions;

/// <summary>
/// Which failed tries get a line in the journal, and what an address without an account is called there. People type
/// passwords into that field: what they typed is stored nowhere, only a keyed hash of it, by which two tries with the same
/// are recognised.
/// </summary>
public sealed class FailedTries(PepperStore peppers, TimeProvider clock)
{
    /// <summary>Lines about one account or address within <see cref="Window"/>: they say enough of somebody who guesses on.</summary>
    public const int PerAccount = 10;

    /// <summary>Lines in all within <see cref="Window"/>, on each server: nobody fills the journal with made-up addresses.</summary>
    public const int InAll = 300;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const int HashBytes = 8;

    private readonly AttemptLimits each = new(clock, PerAccount, Window);
    private readonly AttemptLimits all = new(clock, InAll, Window);

    /// <summary>Whether to record one more try at this account.</summary>
    public bool Note(Guid personId) => each.Take(personId) is null && all.Take(Guid.Empty) is null;

    /// <summary>What to call the address in a line about it; null for no line.</summary>
    public async Task<string?> NoteAsync(string email, CancellationToken cancellationToken)
    {
        var pepper = await peppers.CurrentAsync(cancellationToken);
        var hash = HMACSHA256.HashData(pepper.Bytes.Span, Encoding.UTF8.GetBytes("sign-in\0" + Person.Normalize(email)));
        return Note(new Guid(hash.AsSpan(0, 16))) ? Convert.ToHexStringLower(hash.AsSpan(0, HashBytes)) : null;
    }
}
