using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Usage;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Sharing.Policies.Sentences;

/// <summary>The resources of <see cref="LossSentences"/>.</summary>
public sealed class LossTexts;

/// <summary>How a connexion goes.</summary>
public enum Loss
{
    /// <summary>Until it is taken up again; those who use it are told.</summary>
    Suspended,

    /// <summary>With its key.</summary>
    Removed,

    /// <summary>Another account takes its place.</summary>
    Switched,
}

/// <summary>Whom it touches when a connexion goes: of a network, the agencies that use it; and how much it was used of late, by which tokens.</summary>
public sealed class LossSentences(ListDependents listDependents, GetRecentUse getRecentUse, RecentUseSentences useSentences, IStringLocalizer<LossTexts> texts)
{
    /// <summary>How many agencies a sentence names.</summary>
    internal const int Named = 10;

    /// <returns>A sentence each.</returns>
    public async Task<Result<IReadOnlyList<string>>> ForAsync(Actor actor, Provider provider, Loss loss, CancellationToken cancellationToken)
    {
        var sentences = new List<string>();
        if (actor.Role == Role.Directeur)
        {
            var users = await listDependents.HandleAsync(actor, provider.Code, cancellationToken);
            if (!users.Succeeded)
            {
                return Result<IReadOnlyList<string>>.Failure(users.Errors);
            }

            sentences.Add(users.Value.Count switch
            {
                0 => texts["None"],
                1 => texts[$"{loss}.One", users.Value[0].Nom],
                var count => texts[$"{loss}.Many", count, Names(users.Value)],
            });
        }

        var use = await getRecentUse.HandleAsync(actor, provider.Code, cancellationToken);
        return use.Succeeded
            ? Result<IReadOnlyList<string>>.Success([.. sentences, .. useSentences.For(provider, use.Value)])
            : Result<IReadOnlyList<string>>.Failure(use.Errors);
    }

    private string Names(IReadOnlyList<FamilyAgency> users) =>
        NameLists.Shorten([.. users.Select(agency => agency.Nom)], Named, (first, others) => texts["AndOthers", first, others]);
}
