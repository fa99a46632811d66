using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;

namespace Connexions.Web.Features.Sharing.Policies;

/// <summary>Whether what a network allows makes sense at all: for what, and how much a day. Each failure names its field.</summary>
internal static class TermsChecks
{
    public static IEnumerable<Error> Of(SharingTerms terms, Provider provider)
    {
        var offered = provider.Gateway.Purposes;
        if (terms.Mode != SharingMode.None && (terms.Purposes & offered) == Purposes.None)
        {
            yield return SharingErrors.NoPurpose;
        }

        var quota = terms.Quota;
        foreach (var (name, value) in quota.ByName)
        {
            if (value is < 1 or > SharingQuota.Max)
            {
                yield return SharingErrors.LimitInvalid with { Field = name, Arguments = [SharingQuota.Max] };
            }
        }

        if (quota.LimitsEmails && !offered.Grants(Purposes.Emails))
        {
            yield return SharingErrors.NoEmailsToLimit with { Arguments = [provider.Name] };
        }
        else if (terms.Mode != SharingMode.None && quota.LimitsEmails && !terms.Purposes.Grants(Purposes.Emails))
        {
            // Newsletters cannot be counted: such a limit would only stop them all.
            yield return SharingErrors.EmailsNotShared with { Field = quota.EmailsPerAgency is null ? nameof(SharingQuota.EmailsForAll) : nameof(SharingQuota.EmailsPerAgency) };
        }

        // A limit that nobody could ever reach would only mislead.
        if (quota.CallsPerAgency > quota.CallsForAll)
        {
            yield return SharingErrors.LimitAboveAll with { Field = nameof(SharingQuota.CallsPerAgency), Arguments = [quota.CallsForAll!.Value] };
        }

        if (quota.EmailsPerAgency > quota.EmailsForAll)
        {
            yield return SharingErrors.LimitAboveAll with { Field = nameof(SharingQuota.EmailsPerAgency), Arguments = [quota.EmailsForAll!.Value] };
        }
    }
}
