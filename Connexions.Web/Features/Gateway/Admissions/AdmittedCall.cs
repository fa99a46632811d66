using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Gateway.Limits;
using Connexions.Web.Features.Gateway.Receipts;

namespace Connexions.Web.Features.Gateway.Admissions;

/// <summary>A call that may be sent now, once, with this key. Whoever sends it says how it ended.</summary>
/// <param name="stored">The connexion whose key it is, as it was read with the key.</param>
/// <param name="taken">Of the quotas.</param>
/// <param name="body">The checked body to send in place of the caller's; null where the caller's is streamed through.</param>
internal sealed class AdmittedCall(UseBegun use, Connexion stored, SecretText key, byte[]? body, IReadOnlyList<QuotaPart> taken, ReceiptSpool spool, CallQuotas quotas, TimeProvider clock)
{
    private readonly long startedAt = clock.GetTimestamp();

    public Guid UseId => use.UseId;

    public Connexion Stored => stored;

    public SecretText Key => key;

    public byte[]? Body => body;

    /// <param name="status">Of the provider's answer; null when none came.</param>
    /// <param name="sent">The body's size as far as it was sent, bytes.</param>
    /// <param name="tokens">What the answer says it took; null where it says nothing.</param>
    /// <param name="refusal">The error's code, where the gateway did not let the whole body pass.</param>
    public async ValueTask EndAsync(UseResult result, int? status, long sent, long received, ModelTokens? tokens, string? refusal = null)
    {
        // Surely not done: what the provider never had whole. Its word that a call was wrong says that no mail went out;
        // the call was one all the same. Whatever else became of it, it counts: it may have been done.
        var neverThere = result is UseResult.Unreached or UseResult.Refused;
        var nothingSent = neverThere || status is >= 400 and < 500;
        spool.End(use.UseId, new UseEnded(
            result, status, refusal, sent, received, (int)Math.Min(int.MaxValue, clock.GetElapsedTime(startedAt).TotalMilliseconds), nothingSent ? null : use.Emails, tokens));
        if (nothingSent)
        {
            await quotas.ReturnAsync(taken.Where(part => neverThere || part.IsEmails));
        }
    }
}
