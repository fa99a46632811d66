using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Support;

/// <param name="Reason">Why support looks; the organisations concerned will read it.</param>
public sealed record StartSittingRequest(string? Reason)
{
    // A record prints its members, and somebody may have typed a key there.
    public override string ToString() => nameof(StartSittingRequest);
}

/// <summary>Opens a sitting: the reason is given once, and goes into every entry the sitting leaves.</summary>
public sealed class StartSitting(UnitsOfWork unitsOfWork, SupportSittings sittings)
{
    public async Task<Result<SupportSitting>> HandleAsync(Actor actor, StartSittingRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.AuditConnexions, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SupportSitting>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return PlainText.Reason(request.Reason, nameof(request.Reason)).Map(reason => sittings.Start(actor, reason));
    }
}
