using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.InEffect;

/// <summary>What a client uses at one provider, why, and what its own people may know of it.</summary>
/// <param name="NetworkName">The network it belongs to; null for a client of none.</param>
public sealed record EffectiveView(Provider Provider, EffectiveConnexion Effective, PolicyForAgency? Policy, string? NetworkName)
{
    /// <summary>How the client stands there, what is said of it, and what comes next.</summary>
    public required Situation Situation { get; init; }

    /// <summary>Whose account is in effect; null where none is, or nobody says.</summary>
    public AccountIdentity? Account { get; init; }

    /// <summary>The network itself; null for a client of none.</summary>
    public ClientRef? NetworkClient { get; init; }

    /// <summary>Whether the client has a connexion of its own with a key, in effect or not.</summary>
    public bool HasOwnKey { get; init; }

    public bool OwnIsSetAside { get; init; }

    /// <summary>Whether the client states a sender of its own.</summary>
    public bool HasOwnSender { get; init; }

    /// <summary>Of the client's own connexion: what a change of it is checked against. Null when there is none.</summary>
    public Guid? OwnVersion { get; init; }

    /// <summary>The key is the network's, and the client's own row holds a sender for it: complete as it is.</summary>
    public bool IsSenderOnly { get; init; }

    public bool OwnIsFrozen { get; init; }

    /// <summary>Whether the network's connexion could be used if the client's own were set aside.</summary>
    public bool NetworkIsReady { get; init; }

    /// <summary>Whether the client may use its own account rather than the network's, one click each way.</summary>
    public bool MaySetAside => HasOwnKey && !OwnIsSetAside && NetworkIsReady && Policy is { IsPermitted: true, OwnAllowed: true };

    /// <summary>Whether e-mails to single persons may go out by the connexion in effect.</summary>
    public bool SendsEmails => Effective.Source != Source.None && Provider.Gateway.SendsMail && Effective.Purposes.Grants(Purposes.Emails);

    /// <summary>E-mails could go out, but the network does not share its connexion for them.</summary>
    public bool IsWithoutEmails => Effective.Source == Source.Network && Provider.Gateway.SendsMail && !SendsEmails;

    /// <summary>Whether there is anything that a sender stands on.</summary>
    public bool HasSender => Provider.Fields.Any(known => known.Kind == FieldKind.SenderEmail) && (Effective.Purposes & (Purposes.Emails | Purposes.Newsletters)) != Purposes.None;

    /// <summary>Whether a sender that the client states is for the network's account, not for one of its own.</summary>
    public bool OwnSenderIsOnNetworks => Effective.Source == Source.Network && Policy is { OwnSenderAllowed: true };

    public bool MayStateSender => HasSender && OwnSenderIsOnNetworks;

    /// <summary>Whether there is a network to ask.</summary>
    public bool MayAsk => Effective.Source == Source.None && NetworkName is not null;

    /// <summary>Why the connexion that would be in effect is frozen, in the words of whoever froze it.</summary>
    public string? FrozenReason { get; init; }

    internal static EffectiveView From(Provider provider, SharingFacts facts, KeyRing ring, Reader reader)
    {
        var effective = ConnexionResolver.Resolve(facts.ToSnapshot(ring));
        var account = effective.Source switch { Source.Own => facts.Own, Source.Network => facts.Network, _ => null };
        return new EffectiveView(provider, effective, facts.Policy, facts.NetworkName)
        {
            Situation = Situation.Of(provider, effective, facts.Own?.ToAspect(ring), facts.Network?.ToAspect(ring), reader),
            Account = account?.Account,
            NetworkClient = facts.NetworkClient,
            HasOwnKey = facts.Own?.RingKeyId is not null,
            OwnIsSetAside = facts.Own?.SetAsideAt is not null,
            HasOwnSender = facts.Own?.SenderEmail is not null,
            OwnVersion = facts.Own?.Version,
            IsSenderOnly = facts.Own is { RingKeyId: null, SenderEmail: not null } && facts.NetworkName is not null && effective.Source == Source.Network,
            OwnIsFrozen = facts.Own?.FrozenAt is not null,
            NetworkIsReady = facts.Policy is { IsPermitted: true } && facts.Network is not null
                && ConnexionResolver.Resolve(new ResolverSnapshot(facts.Network.ToCandidate(ring), null, null)).Source == Source.Own,
            FrozenReason = facts.Own?.FrozenReason ?? (effective.Source != Source.Own && facts.Policy is { IsPermitted: true } ? facts.Network?.FrozenReason : null),
        };
    }
}

/// <summary>What is in effect for the client one works for, at each provider.</summary>
public sealed class ListEffective(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<IReadOnlyList<EffectiveView>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<EffectiveView>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var views = new List<EffectiveView>();
        foreach (var provider in ProviderCatalogue.All)
        {
            views.Add(EffectiveView.From(provider, await SharingReads.FactsAsync(work.Db, provider, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Own)));
        }

        return views;
    }
}

/// <summary>What is in effect for the client one works for, at one provider.</summary>
public sealed class GetEffective(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<EffectiveView>> HandleAsync(Actor actor, string? providerCode, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(providerCode) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<EffectiveView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return EffectiveView.From(provider, await SharingReads.FactsAsync(work.Db, provider, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Own));
    }
}
