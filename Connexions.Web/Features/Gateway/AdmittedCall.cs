using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway.Receipts;

namespace Connexions.Web.Features.Gateway;

/// <summary>A call that may be sent now, once, with this key. Whoever sends it says how it ended.</summary>
/// <param name="body">The checked body to send in place of the caller's; null where the caller's is streamed through.</param>
internal sealed class AdmittedCall(UseBegun use, SecretText key, byte[]? body, SharingQuota quota, ReceiptSpool spool, CallQuotas quotas, TimeProvider clock)
{
    private readonly long startedAt = clock.GetTimestamp();

    public Guid UseId => use.UseId;

    public SecretText Key => key;

    public byte[]? Body => body;

    /// <param name="status">Of the provider's answer; null when none came.</param>
    /// <param name="sent">The body's size as far as it was sent, bytes.</param>
    public async ValueTask EndAsync(UseResult result, int? status, long sent, long received)
    {
        var accepted = result is UseResult.Sent or UseResult.Interrupted;
        spool.End(use.UseId, new UseEnded(
            result, status, null, sent, received, (int)Math.Min(int.MaxValue, clock.GetElapsedTime(startedAt).TotalMilliseconds), accepted ? use.Emails : null));

        // Where no answer came the mail may have gone out all the same: it stays counted.
        if (!accepted && status is not null && use is { Emails: { } emails and > 0, ConnexionId: { } connexionId })
        {
            await quotas.ReturnEmailsAsync(connexionId, use.Client.Id, quota, emails);
        }
    }
}
